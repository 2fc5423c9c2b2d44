"""What a question of another language than English says of its answer: the signs, by language, for each answer type.

The first sign that fits decides, in the order of `_ORDER`. A question word tells it ("wer"), or the noun after "which"
("dans quelle ville"), perhaps with an adjective between.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

_ORDER: Final = ("money", "share", "number", "time", "words", "reason", "person", "place", "title", "name")

# The words before a noun that is asked for, and whether nouns are compounds of which the last part tells the kind.
_WHICH: Final = {
    "german": (r"welche[rsmn]?|was für (?:ein\w* )?", True),
    "french": (r"quel(?:le)?s?(?: (?:est|était|fut|sont|étaient) (?:le|la|les|l['’]))?", False),
    "spanish": (r"qué|cu[áa]l(?:es)? (?:es|era|fue|son|eran|fueron) (?:el|la|los|las)", False),
    "italian": (
        r"(?:^\W*|(?:in|di|a|da|con|per|su) )che|qual[ei]?(?: (?:è|era|fu|sono) (?:il |lo |la |i |gli |le |l['’]))?",
        False,
    ),
    "dutch": (r"welke?|wat voor|wat (?:is|was) (?:de|het)", True),
    "portuguese": (
        r"(?:^\W*|(?:em|de|a|com|por|para|desde|até) )que|qua(?:l|is)(?: (?:é|era|foi|são|eram|foram) [oa]s?)?",
        False,
    ),
}

_SHORT: Final = 4  # letters: a shorter noun is too often a part of other words

_NOUNS: Final[dict[str, dict[str, str]]] = {
    "german": {
        "money": "preis summe betrag gebühr gehalt miete lohn kosten",
        "share": "anteil prozentsatz prozent quote rate",
        "number": (
            "zahl anzahl alter größe höhe länge breite tiefe entfernung geschwindigkeit temperatur gewicht ergebnis"
        ),
        "time": "jahr tag monat datum woche jahrhundert jahrzehnt jahreszeit uhrzeit zeitpunkt wochentag",
        "person": (
            "mann frau mensch person politiker politikerin minister ministerin präsident präsidentin könig "
            "königin künstler künstlerin schauspieler schauspielerin sänger sängerin autor autorin richter "
            "trainer spieler sportler bürgermeister bürgermeisterin leiter leiterin"
        ),
        "place": (
            "land stadt ort dorf insel staat gemeinde region straße platz fluss see berg hafen stadt schule "
            "kirche museum universität flughafen bahnhof"
        ),
        "title": "film buch roman lied stück serie titel wort oper gemälde bild krimi",
        "name": (
            "firma unternehmen verein partei zeitung marke bank schiff tier vogel hund farbe sprache "
            "krankheit band mannschaft partei namen name"
        ),
    },
    "french": {
        "money": "prix somme montant salaire loyer coût amende",
        "share": "pourcentage part proportion taux",
        "number": (
            "nombre âge taille hauteur longueur largeur profondeur distance vitesse température poids score "
            "population superficie résultat"
        ),
        "time": "année jour mois date semaine siècle décennie saison heure époque",
        "person": (
            "homme femme personne ministre président présidente maire roi reine artiste acteur actrice "
            "chanteur chanteuse auteur écrivain écrivaine juge joueur entraîneur directeur directrice"
        ),
        "place": (
            "pays ville village île région département commune rue place rivière lac montagne port quartier "
            "école église musée université aéroport gare capitale endroit lieu"
        ),
        "title": "film livre roman chanson pièce série titre mot opéra tableau album",
        "name": (
            "entreprise société club parti journal marque banque bateau navire animal oiseau chien couleur "
            "langue maladie groupe équipe nom"
        ),
    },
    "spanish": {
        "money": "precio suma importe sueldo alquiler coste costo multa",
        "share": "porcentaje parte proporción tasa",
        "number": (
            "número edad tamaño altura longitud anchura profundidad distancia velocidad temperatura peso "
            "resultado población superficie cantidad"
        ),
        "time": "año día mes fecha semana siglo década estación hora época",
        "person": (
            "hombre mujer persona ministro ministra presidente presidenta alcalde alcaldesa rey reina artista "
            "actor actriz cantante autor autora escritor escritora juez jugador entrenador director directora"
        ),
        "place": (
            "país ciudad pueblo isla región provincia comarca calle plaza río lago montaña puerto barrio "
            "escuela colegio iglesia museo universidad aeropuerto estación capital lugar sitio"
        ),
        "title": "película libro novela canción obra serie título palabra ópera cuadro disco",
        "name": (
            "empresa compañía club partido periódico marca banco barco animal pájaro perro color idioma "
            "enfermedad grupo equipo nombre"
        ),
    },
    "italian": {
        "money": "prezzo somma importo stipendio affitto costo multa",
        "share": "percentuale quota parte proporzione tasso",
        "number": (
            "numero età altezza lunghezza larghezza profondità distanza velocità temperatura peso risultato "
            "popolazione superficie quantità"
        ),
        "time": "anno giorno mese data settimana secolo decennio stagione ora epoca",
        "person": (
            "uomo donna persona ministro ministra presidente sindaco sindaca re regina artista attore attrice "
            "cantante autore autrice scrittore scrittrice giudice giocatore allenatore direttore direttrice"
        ),
        "place": (
            "paese città villaggio isola regione provincia via piazza fiume lago montagna porto quartiere "
            "scuola chiesa museo università aeroporto stazione capitale luogo posto"
        ),
        "title": "film libro romanzo canzone opera serie titolo parola quadro disco",
        "name": (
            "azienda società squadra partito giornale marca banca nave animale uccello cane colore lingua "
            "malattia gruppo nome"
        ),
    },
    "dutch": {
        "money": "prijs som bedrag salaris huur kosten boete loon",
        "share": "percentage deel aandeel gedeelte",
        "number": (
            "aantal getal leeftijd grootte hoogte lengte breedte diepte afstand snelheid temperatuur gewicht "
            "uitslag oppervlakte"
        ),
        "time": "jaar dag maand datum week eeuw decennium seizoen tijdstip uur",
        "person": (
            "man vrouw mens persoon politicus minister president koning koningin kunstenaar acteur actrice "
            "zanger zangeres schrijver schrijfster rechter trainer speler burgemeester wethouder directeur"
        ),
        "place": (
            "land stad dorp eiland streek provincie gemeente straat plein rivier meer berg haven wijk school "
            "kerk museum universiteit luchthaven station hoofdstad plaats plek"
        ),
        "title": "film boek roman lied stuk serie titel woord opera schilderij",
        "name": (
            "bedrijf vereniging club partij krant merk bank schip dier vogel hond kleur taal ziekte groep "
            "ploeg naam gereedschap"
        ),
    },
    "portuguese": {
        "money": "preço soma valor salário renda custo multa",
        "share": "percentagem porcentagem parte proporção taxa",
        "number": (
            "número idade tamanho altura comprimento largura profundidade distância velocidade temperatura "
            "peso resultado população superfície quantidade"
        ),
        "time": "ano dia mês data semana século década estação hora época",
        "person": (
            "homem mulher pessoa ministro ministra presidente prefeito prefeita rei rainha artista ator atriz "
            "cantor cantora autor autora escritor escritora juiz jogador treinador diretor diretora"
        ),
        "place": (
            "país cidade vila aldeia ilha região província distrito rua praça rio lago montanha porto bairro "
            "escola igreja museu universidade aeroporto estação capital lugar sítio"
        ),
        "title": "filme livro romance canção peça série título palavra ópera quadro disco",
        "name": (
            "empresa companhia clube partido jornal marca banco barco animal pássaro cão cor língua doença "
            "grupo equipa equipe nome"
        ),
    },
}

_QUESTION_WORDS: Final[dict[str, dict[str, str]]] = {
    "german": {
        "money": r"\bwie ?viel\b.*\b(?:kost\w*|gekostet|zahl\w*|gezahlt|euro|geld|\w*verdien\w*|preis|wert)\b"
        r"|\bwie (?:teuer|hoch\b.*\b(?:\w*schaden|\w*preis|kosten|\w*strafe|\w*miete|\w*gehalt|\w*steuer|\w*summe))\b"
        r"|\bwas (?:kost\w*|hat\b.*\bgekostet|zahlt\w*|verdient\w*)\b",
        "share": r"\bwie ?viel prozent\b",
        "number": r"\bwie ?viele?[nr]?\b|\bwie (?:alt|lange?|hoch|groß|schwer|weit|oft|tief|schnell|breit|warm|kalt)\b",
        "time": r"\bwann\b",
        "words": r"\bwas (?:sagte|sagt|erklärte|meinte|schrieb|rief|antwortete)\b"
        r"|\bwas (?:hat|habe|haben) .{2,60}\b(?:gesagt|erklärt|gemeint|geschrieben|geantwortet)\b",
        "reason": r"\b(?:warum|weshalb|wieso|wodurch|woran)\b|\b(?:grund|ursache) (?:für|des|der|von)\b",
        "person": r"\b(?:wer|wen|wem|wessen)\b",
        "place": r"\b(?:wo|wohin|woher)\b",
        "name": r"\bwie (?:heiß|heiss|hieß|hiess)\w*\b|\bwie (?:lautet|ist|war) der name\b",
    },
    "french": {
        "money": r"\bcombien\b(?! d(?:e |['’])(?!argent|euro|franc))"
        r".*\b(?:co[ûu]t\w*|pa(?:y|i)\w*|prix|euros?|francs?|gagn\w*|vend\w*|vaut|valait)\b"
        r"|\bcombien (?:co[ûu]t|vaut|pai)",
        "share": r"\b(?:quel pourcentage|combien pour cent)\b",
        "number": r"\bcombien\b|\bà quelle (?:hauteur|distance|vitesse|profondeur)\b",
        "time": r"\b(?:quand|à quelle heure)\b",
        "words": r"\bqu['’]a(?:-t-(?:il|elle|on))? (?:dit|déclaré|répondu|écrit)\b|\bque (?:dit|disait|déclare)\b",
        "reason": r"\bpourquoi\b|\b(?:cause|raison) (?:de|du|des)\b|\bà cause de quoi\b|\bpour quelle raison\b",
        "person": r"^\W*(?:(?:et|mais) )?(?:(?:à|de|avec|par|chez|pour|contre) )?qui\b",
        "place": r"\boù\b|^\W*d['’]où\b",
        "name": r"\bcomment s['’]appel",
    },
    "spanish": {
        "money": r"\bcu[áa]nto\b.*\b(?:cost\w*|cuest\w*|pag\w*|val\w*|euros?|pesos?|gan\w*|dinero|recaud\w*|cobr\w*)\b",
        "share": r"\bqué porcentaje\b",
        "number": r"\bcu[áa]nt[oa]s?\b|\ba qué (?:altura|distancia|velocidad|profundidad)\b",
        "time": r"\b(?:cuándo|a qué hora)\b|^\W*cuando\b",
        "words": r"\bqué (?:dijo|dice|declaró|respondió|escribió|explicó)\b",
        "reason": r"\bpor qu[ée]\b|\bcausas? (?:de|del)\b|\ba qué se debe|\bqué causó\b",
        "person": r"\bqui[ée]n(?:es)?\b",
        "place": r"\ba?d[óo]nde\b",
        "name": r"\bc[óo]mo se llam",
    },
    "italian": {
        "money": r"\bquanto\b.*\b(?:cost\w*|pag\w*|euro|lire|guadagn\w*|val\w*)\b",
        "share": r"\bquale percentuale\b",
        "number": r"\bquant[oaie]\b|\bquant['’]è\b|\ba (?:che|quale) (?:altezza|distanza|velocità|profondità)\b",
        "time": r"\b(?:quando|a che ora)\b",
        "words": r"\bche (?:cosa )?(?:ha detto|disse|dice|dichiarò|ha dichiarato|rispose|ha risposto|ha scritto)\b",
        "reason": r"\b(?:perché|perche|come mai)\b|\b(?:causa|motivo) (?:di|del|dell|della)\b",
        "person": r"\bchi\b",
        "place": r"\b(?:dove|dov)\b",
        "name": r"\bcome si chiam",
    },
    "dutch": {
        "money": r"\bhoeveel (?:(?:heeft|hebben|had|moet|moest|gaat|is|wordt|werd)\b.*\b)?"
        r"(?:kost\w*|gekost|betaal\w*|euro|gulden|geld|\w*verdien\w*)\b|\bhoe duur\b"
        r"|\bwat (?:kost\w*|heeft\b.*\bgekost|verdien\w*)\b",
        "share": r"\bhoeveel procent\b",
        "number": r"\bhoeveel\b|\bhoe (?:oud|lang|hoog|groot|zwaar|ver|vaak|diep|snel|breed|warm|koud|laat)\b",
        "time": r"\b(?:wanneer|hoe laat)\b",
        "words": r"\bwat (?:zei|zegt|verklaarde|schreef|riep|antwoordde)\b"
        r"|\bwat heeft .{2,60}\b(?:gezegd|verklaard|geschreven|geantwoord)\b",
        "reason": r"\b(?:waarom|waardoor)\b|\b(?:oorzaak|reden) (?:van|voor)\b|\bhoe (?:komt|kwam|kon) het\b",
        "person": r"\b(?:wie|wiens)\b",
        "place": r"\b(?:waar|waarheen|waarvandaan)\b",
        "name": r"\bhoe (?:heet|heette|heten)\b",
    },
    "portuguese": {
        "money": r"\bquanto\b.*\b(?:cust\w*|pag\w*|euros?|real|reais|ganh\w*|val\w*)\b",
        "share": r"\bque per?centagem\b",
        "number": r"\bquant[oa]s?\b|\ba que (?:altura|distância|velocidade|profundidade)\b",
        "time": r"\b(?:quando|a que horas?)\b",
        "words": r"\bque (?:disse|diz|declarou|respondeu|escreveu|explicou)\b",
        "reason": r"\bpor qu[eê]\b|\bporquê\b|^\W*porque\b|\b(?:causa|motivo|razão) (?:de|da|do)\b",
        "person": r"\bquem\b",
        "place": r"\ba?onde\b",
        "name": r"\bcomo se cham",
    },
}


def _which(language: str, nouns: Sequence[str]) -> str:
    """A noun that is asked for, with up to two words between: "welche schwedische Sängerin"."""
    words, compounds = _WHICH[language]
    kinds = "|".join(
        (r"\w*" if compounds and len(noun) > _SHORT else "") + noun + (r"\w{0,2}" if len(noun) >= _SHORT else "s?")
        for noun in nouns
    )
    return rf"(?<!\w)(?:{words})(?!\w)\W{{0,2}}(?:[\w'’-]+ ){{0,2}}?(?:{kinds})(?!\w)"


def _signs(language: str) -> Iterator[tuple[str, str]]:
    for kind in _ORDER:
        nouns = _NOUNS[language].get(kind, "").split()
        yield (
            kind,
            "|".join([_QUESTION_WORDS[language].get(kind, r"(?!)"), *([_which(language, nouns)] if nouns else [])]),
        )


SIGNS: Final[dict[str, tuple[tuple[str, str], ...]]] = {language: tuple(_signs(language)) for language in _WHICH}
"""By language, a pattern for each answer type, in the order to try them."""
