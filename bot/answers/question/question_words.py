"""Words and phrases that a question is made of, rather than of what it is about. By language, lower case.

A language without a table has no such words: what is read from them (whether news is meant, what is counted) is then
not known, instead of being read in English. Question words themselves are known for every corpus language.
"""

from __future__ import annotations

import re
from typing import Final

from bot.language.words import word_set

ALL_NOUNS_CAPITAL: Final = frozenset({"german"})
"""Languages in which a capital does not tell a name."""

ASKING: Final[dict[str, frozenset[str]]] = {
    "german": word_set(
        "wann warum weshalb wieso wen wem wessen wohin woher welche welcher welches welchem welchen wieviel wieviele"
    ),
    "french": word_set("quand combien pourquoi comment quel quelle quels quelles"),
    "spanish": word_set(
        "quién quiénes cuándo cuánto cuánta cuántos cuántas dónde cómo cuál cuáles adónde quienes cuanto cuantos"
    ),
    "italian": word_set("quanto quanta quanti quante dove dov perché quali qual cosa"),
    "dutch": word_set("wanneer waarom hoeveel hoe waar waarheen waardoor waarvoor wiens welk welke hoelang"),
    "portuguese": word_set("quanto quanta quantos quantas onde aonde porquê porque quais"),
    "arabic": word_set("من ما ماذا متى أين لماذا كيف كم هل أي"),
    "danish": word_set("hvem hvad hvor hvornår hvorfor hvordan hvilken hvilket hvilke"),
    "finnish": word_set(
        "kuka kenen ketkä mikä mitä missä mistä mihin milloin miksi miten kuinka montako paljonko millainen"
    ),
    "hungarian": word_set("ki kik kinek mi mit hol honnan hová mikor miért hogyan mennyi hány melyik"),
    "norwegian": word_set("hvem hva hvor når hvorfor hvordan hvilken hvilket hvilke"),
    "romanian": word_set("cine ce unde când cum cât câtă câți câte care cui"),
    "russian": word_set("кто что где когда почему зачем как сколько какой какая какое какие чей куда откуда"),
    "swedish": word_set("vem vems vad var när varför hur vilken vilket vilka"),
}
"""Question words that no stop word list has: they are not what is looked for."""

_FRAMES: Final[dict[str, frozenset[str]]] = {
    "english": word_set(
        """
        many much long old tall far often big large fast heavy high deep wide happen happened happens become became
        becomes called named name date time year day kind type say says said tell according come right thing please pls
        plz lol news headlines stories thanks thank hi hello hey anyone everyone know explain wonder question answer
        article articles
        """
    ),
    "german": word_set(
        """
        viel viele vielen lang lange alt groß gross weit oft hoch tief schnell schwer breit teuer geschah geschehen
        passiert passierte heißt hieß heißen heisst hiess genannt name namens datum jahr tag zeit art sagte sagt gesagt
        erzähl sag gibt gab bitte danke hallo hi weiß jemand nachrichten schlagzeilen meldungen frage antwort artikel
        genau eigentlich jetzt neues alter
        """
    ),
    "french": word_set(
        """
        longtemps long vieux grand grande loin souvent haut profond vite lourd passé arrivé appelle appelait appelé
        appelle-t nom date année jour temps moment genre type sorte dit dire raconte svp plaît merci bonjour salut sait
        quelqu quelque nouvelles actualités titres question réponse article articles exactement maintenant âge
        """
    ),
    "spanish": word_set(
        """
        mucho largo viejo grande lejos alto profundo rápido pesado pasó ocurrió sucedió llama llamaba llamado nombre
        fecha año día tiempo momento tipo clase dijo dice decir cuenta cuéntame favor gracias hola alguien sabe noticias
        titulares pregunta respuesta artículo artículos exactamente ahora edad
        """
    ),
    "italian": word_set(
        """
        molto lungo vecchio grande lontano spesso alto profondo veloce pesante cosa successo accaduto accadde chiama
        chiamava chiamato nome data anno giorno tempo momento tipo genere detto disse dice dire racconta favore grazie
        ciao salve qualcuno sa notizie titoli domanda risposta articolo articoli esattamente adesso età
        """
    ),
    "dutch": word_set(
        """
        veel lang oud groot ver vaak hoog diep snel zwaar breed duur gebeurde gebeurd heet heette heten genoemd naam
        datum jaar dag tijd soort zei zegt gezegd vertel alsjeblieft alstublieft bedankt hallo hoi iemand weet nieuws
        koppen vraag antwoord artikel artikelen precies eigenlijk vandaan nu leeftijd
        """
    ),
    "portuguese": word_set(
        """
        muito longo velho grande longe alto fundo rápido pesado aconteceu ocorreu passou chama chamava chamado nome data
        ano dia tempo momento tipo género gênero disse diz dizer conta favor obrigado obrigada olá oi alguém sabe
        notícias manchetes pergunta resposta artigo artigos exatamente razão agora idade
        """
    ),
}

_WORDS: Final = r"((?:[\w'’-]+\s*){1,3})"
_COUNTED: Final = {
    "english": r"\bhow (?:many|much)\s+",
    "german": r"\bwie ?viele?[nr]?\s+",
    "french": r"\bcombien (?:de |d['’])\s*",
    "spanish": r"\bcu[áa]nt[oa]s?\s+",
    "italian": r"\bquant[oaie]\s+",
    "dutch": r"\bhoeveel\s+",
    "portuguese": r"\bquant[oa]s?\s+",
}
_NEWS: Final = {
    "english": r"\b(?:this|last|past) (?:week|month|weekend)\b|\b(?:today|yesterday|recently|currently|latest|now"
    r"|tonight|newest|breaking)\b|\bthis (?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\b(?:what is|what's|what are|who is) new\b|\bthe news\b",
    "german": r"\b(?:diese|letzte|vorige|vergangene)[mnrs]? (?:woche|monat|wochenende)\b|\b(?:heute|gestern|kürzlich"
    r"|neulich|neueste[nrs]?|aktuell\w*|derzeit|zurzeit|jetzt|jüngst)\b|\bwas gibt es neues\b|\bwas ist neu\b",
    "french": r"\b(?:cette semaine|ce mois|ce week-end|la semaine dernière|le mois dernier|aujourd['’]hui|hier"
    r"|récemment|actuellement|en ce moment|maintenant|dernières (?:nouvelles|actualités)|quoi de neuf)\b",
    "spanish": r"\b(?:esta semana|este mes|este fin de semana|la semana pasada|el mes pasado|hoy|ayer|recientemente"
    r"|actualmente|ahora|últimas noticias|qué hay de nuevo)\b",
    "italian": r"\b(?:questa settimana|questo mese|questo fine settimana|la settimana scorsa|la scorsa settimana"
    r"|il mese scorso|lo scorso mese|oggi|ieri|recentemente|di recente|attualmente|adesso|ultime notizie"
    r"|che c['’]è di nuovo)\b",
    "dutch": r"\b(?:deze|dit|vorige|afgelopen) (?:week|maand|weekend)\b|\b(?:vandaag|gisteren|onlangs|momenteel"
    r"|tegenwoordig|nu|laatste nieuws|nieuwste)\b|\bwat is er nieuw\b",
    "portuguese": r"\b(?:esta semana|este mês|este fim de semana|n?a semana passada|n?o mês passado|hoje|ontem"
    r"|recentemente|atualmente|agora|últimas notícias|o que há de novo)\b",
}
_WHAT_WAS_PRINTED: Final = {
    "english": r"\bwhat(?:['’]s| has| have| was| is)? (?:happened|happening|new|printed|reported|published)\b"
    r"(?! (?:to|with|when|if)\b)|^\W*(?:news|headlines|stories)\b",
    "german": r"\bwas (?:ist |war |wurde |stand |gibt es )?(?:\w+ ){0,2}?(?:geschah|geschehen|passierte?"
    r"|neues|los|gedruckt|berichtet|veröffentlicht|in der zeitung)\b(?! (?:mit|als|wenn|nachdem)\b)"
    r"|^\W*(?:nachrichten|schlagzeilen|meldungen|neuigkeiten)\b",
    "french": r"\bque s['’](?:est[- ]il|était[- ]il) passé\b(?! (?:avec|quand|si)\b)"
    r"|\bqu['’]est[- ]ce qui (?:s['’]est passé|est arrivé)\b(?! (?:à|avec|quand|si)\b)|\bquoi de neuf\b"
    r"|^\W*(?:actualités|nouvelles|titres)\b",
    "spanish": r"\bqué (?:pasó|ocurrió|sucedió|ha pasado|pasaba|hay de nuevo|se publicó)\b(?! (?:con|a|cuando|si)\b)"
    r"|^\W*(?:noticias|titulares)\b",
    "italian": r"\b(?:che )?(?:cosa )?(?:è|era) (?:successo|accaduto|capitato)\b(?! (?:con|quando|se)\b)"
    r"|\bche (?:cosa )?(?:accadde|successe)\b(?! (?:con|quando|se)\b)|^\W*(?:notizie|titoli)\b",
    "dutch": r"\bwat (?:gebeurde er|is er (?:\w+ )?gebeurd|is er nieuw|stond er)\b(?! (?:met|toen|als)\b)"
    r"|^\W*(?:nieuws|krantenkoppen)\b",
    "portuguese": r"\bque (?:aconteceu|ocorreu|se passou|houve|há de novo)\b(?! (?:com|a|quando|se)\b)"
    r"|^\W*(?:notícias|manchetes)\b",
}


def _compiled(patterns: dict[str, str]) -> dict[str, re.Pattern[str]]:
    return {language: re.compile(pattern, re.IGNORECASE) for language, pattern in patterns.items()}


_COUNTED_PATTERNS: Final = _compiled({language: start + _WORDS for language, start in _COUNTED.items()})
_NEWS_PATTERNS: Final = _compiled(_NEWS)
_WHAT_WAS_PRINTED_PATTERNS: Final = _compiled(_WHAT_WAS_PRINTED)
_READ: Final = 600  # characters of a question


def frame_words(language: str) -> frozenset[str]:
    """Words that form a question or are polite phrases. An excerpt does not need them to answer."""
    return _FRAMES.get(language, frozenset())


def counted_words(question: str, language: str) -> str:
    """Up to three words after "how many"; empty where nothing is counted, or the language is not known."""
    pattern = _COUNTED_PATTERNS.get(language)
    found = pattern.search(question[:_READ]) if pattern else None
    return found.group(1) if found else ""


def asks_for_news(question: str, language: str = "english") -> bool:
    """Whether the question means the days before it was asked ("this week", "latest")."""
    pattern = _NEWS_PATTERNS.get(language)
    return pattern is not None and pattern.search(question[:_READ]) is not None


def asks_what_was_printed(question: str, language: str = "english") -> bool:
    """Whether a question asks for the news of a time ("What happened last week?"): that of another is no answer."""
    pattern = _WHAT_WAS_PRINTED_PATTERNS.get(language)
    return pattern is not None and pattern.search(question) is not None
