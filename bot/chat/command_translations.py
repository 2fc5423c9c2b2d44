"""Translations of the commands' descriptions. Names stay English, so that members can tell each other which to use."""

from __future__ import annotations

import discord
from discord import app_commands

_GERMAN, _FRENCH, _SPANISH = range(3)
_COLUMNS = {
    discord.Locale.german: _GERMAN,
    discord.Locale.french: _FRENCH,
    discord.Locale.spain_spanish: _SPANISH,
    discord.Locale.latin_american_spanish: _SPANISH,
}
_WORDS = {
    "Be told when new articles answer a question": (
        "Nachricht erhalten, wenn neue Artikel eine Frage beantworten",
        "Être averti quand de nouveaux articles répondent à une question",
        "Recibir aviso cuando artículos nuevos respondan a una pregunta",
    ),
    "Watch a question or a topic": (
        "Eine Frage oder ein Thema beobachten",
        "Suivre une question ou un sujet",
        "Seguir una pregunta o un tema",
    ),
    "Your watches in this server": (
        "Deine Beobachtungen auf diesem Server",
        "Vos suivis sur ce serveur",
        "Tus seguimientos en este servidor",
    ),
    "Pause a watch, or go on with it": (
        "Eine Beobachtung anhalten oder fortsetzen",
        "Suspendre ou reprendre un suivi",
        "Pausar o reanudar un seguimiento",
    ),
    "End a watch": ("Eine Beobachtung beenden", "Arrêter un suivi", "Terminar un seguimiento"),
    "Answer a question with dated quotes from the archive": (
        "Eine Frage mit datierten Zitaten aus dem Archiv beantworten",
        "Répondre à une question par des citations datées des archives",
        "Responder a una pregunta con citas fechadas del archivo",
    ),
    "What you want to know": (
        "Was du wissen möchtest",
        "Ce que vous voulez savoir",
        "Lo que quieres saber",
    ),
    "Only articles from then on: 2020, May 2020, 28 October 2020, last week": (
        "Nur Artikel ab dann: 2020, 2020-10, 2020-10-28",
        "Articles à partir de : 2020, 2020-10, 2020-10-28",
        "Artículos desde: 2020, 2020-10, 2020-10-28",
    ),
    "Only articles up to then": (
        "Nur Artikel bis dahin",
        "Articles jusqu'à cette date",
        "Artículos hasta esa fecha",
    ),
    "Only articles of this source": (
        "Nur Artikel aus dieser Quelle",
        "Articles de cette source seulement",
        "Solo artículos de esta fuente",
    ),
    "The order of the quotes": (
        "Die Reihenfolge der Zitate",
        "L'ordre des citations",
        "El orden de las citas",
    ),
    "Show the answer to you alone": (
        "Die Antwort nur dir zeigen",
        "Montrer la réponse à vous seul",
        "Mostrarte la respuesta solo a ti",
    ),
    "best first": (
        "beste zuerst",
        "les meilleures d'abord",
        "las mejores primero",
    ),
    "newest first": (
        "neueste zuerst",
        "les plus récentes d'abord",
        "las más recientes primero",
    ),
    "oldest first": (
        "älteste zuerst",
        "les plus anciennes d'abord",
        "las más antiguas primero",
    ),
    "Find sources": (
        "Quellen finden",
        "Trouver des sources",
        "Buscar fuentes",
    ),
    "Read an article of the archive": (
        "Einen Artikel aus dem Archiv lesen",
        "Lire un article des archives",
        "Leer un artículo del archivo",
    ),
    "A few words of its title": (
        "Ein paar Wörter aus dem Titel",
        "Quelques mots du titre",
        "Algunas palabras del título",
    ),
    "Show it to you alone": (
        "Nur dir zeigen",
        "Le montrer à vous seul",
        "Mostrártelo solo a ti",
    ),
    "The newest articles of the archive": (
        "Die neuesten Artikel im Archiv",
        "Les articles les plus récents des archives",
        "Los artículos más recientes del archivo",
    ),
    "Only of this source": (
        "Nur aus dieser Quelle",
        "De cette source seulement",
        "Solo de esta fuente",
    ),
    "What was printed on this day in other years": (
        "Was an diesem Tag in anderen Jahren gedruckt wurde",
        "Ce qui fut imprimé ce jour-là d'autres années",
        "Lo que se publicó este día en otros años",
    ),
    "The day, such as 28 October; today if left out": (
        "Der Tag, etwa 28 October; ohne Angabe heute",
        "Le jour, par exemple 28 October ; sinon aujourd'hui",
        "El día, por ejemplo 28 October; si falta, hoy",
    ),
    "Show when a topic was in the news": (
        "Zeigen, wann ein Thema in den Nachrichten war",
        "Montrer quand on a parlé d'un sujet",
        "Mostrar cuándo fue noticia un tema",
    ),
    "A few words": (
        "Ein paar Wörter",
        "Quelques mots",
        "Unas palabras",
    ),
    "What you can ask, and what is remembered": (
        "Was du fragen kannst, und was gespeichert wird",
        "Ce que vous pouvez demander, et ce qui est retenu",
        "Qué puedes preguntar y qué se recuerda",
    ),
    "Get what is kept about you, as a file for you alone": (
        "Was über dich gespeichert ist, als Datei nur für dich",
        "Ce qui est conservé sur vous, dans un fichier pour vous seul",
        "Lo que se guarda sobre ti, en un archivo solo para ti",
    ),
    "Remove your questions from every server's list": (
        "Deine Fragen aus den Listen aller Server löschen",
        "Retirer vos questions des listes de tous les serveurs",
        "Borrar tus preguntas de las listas de todos los servidores",
    ),
}


class Translations(app_commands.Translator):
    """German, French and Spanish; English where there is nothing else."""

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """The words of `string` in `locale`; None keeps them as they are."""
        del context
        words = _WORDS.get(string.message)
        return words[_COLUMNS[locale]] if words and locale in _COLUMNS else None
