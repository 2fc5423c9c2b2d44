"""The card of /help: what one can do, what the archive holds, what is remembered."""

from __future__ import annotations

from discord import ui

from bot.answers.reply.advice import articles_in_words
from bot.chat.transport.reply import GREEN, Item, Reply, card
from bot.installation import VERSION
from bot.language.dates_in_words import dated
from bot.language.interface import N_, _, ngettext
from bot.model import Span
from bot.store.servers import ServerSettings

_ASK = N_("""\
### Ask the archive
I answer with the archive's own words: verbatim quotes, each with its date. What I cannot quote, I do not say.
- **/ask** When did Webb launch?
- **/ask** What was said about the telescope **in 2019**? Dates count: *since May*, *before 2020*, *last week*
- Or mention me, reply to an answer of mine to follow it up, or write to me directly.
- Edit your question within five minutes, and its answer changes.""")

_READ = N_("""\
- **/article** reads one by its title, **/latest** lists the newest, **/on-this-day** looks at other years.
- **/timeline** draws when a topic was in the news.
- **Apps › Find sources** on a message looks for what the archive has on it, for you alone.""")

_UNDER = N_("""\
Under every answer: **More**, another order, **Context** (the sentences around a quote), **Why this**, **Cite**, \
**Timeline**, **Delete**. They go on working for a month.""")


def help_card(span: Span, settings: ServerSettings) -> Reply:
    """The help, with what the archive holds and what this server keeps."""
    parts: list[Item] = [ui.TextDisplay(_(_ASK))]
    for text in filter(
        None,
        (_(_READ), _(_UNDER), _living(settings), f"-# {_held(span)}\n-# {_kept(settings)}\n-# Clippings {VERSION}"),
    ):
        parts += [ui.Separator(), ui.TextDisplay(text)]
    return card(*parts, color=GREEN)


def _living(settings: ServerSettings) -> str:
    """What this server's admins have turned on beside answers."""
    lines = [
        _("- **/watch** tells you when a new article answers a question; also in the menu under an answer.")
        if settings.watches
        else "",
        _(
            "- **Discuss**, in the menu under an answer, opens a thread. In it, as everywhere, I read only messages "
            "that mention me or reply to me."
        )
        if settings.discuss
        else "",
        _(
            "- **Clip**, in the menu under an answer, and **/clip** save its quotes in your scrapbook; **/clippings** "
            "shows them. **Export** gives them to you alone, as Markdown and PDF."
        )
        if settings.clippings
        else "",
        _("- New posts in {forums} are answered from their titles, where the archive has an answer.").format(
            forums=", ".join(f"<#{forum}>" for forum in settings.forums[:5])
        )
        if settings.forums
        else "",
        _("-# For admins: **/corpus**, **/feeds**, **/posts**, **/settings**."),
    ]
    return "\n".join(filter(None, lines))


def _held(span: Span) -> str:
    articles = articles_in_words(span.articles)
    if span.dates.first is None:
        return _("The archive holds {articles}.").format(articles=articles)
    return _("The archive holds {articles}, from {first} to {last}.").format(
        articles=articles, first=dated(span.dates.first), last=dated(span.dates.last)
    )


def _kept(settings: ServerSettings) -> str:
    if settings.keep_questions:
        return ngettext(
            "Your question is remembered for a month so that its buttons work; this server also keeps questions "
            "without names for {days} day, to see what is missing. /forget-me removes yours.",
            "Your question is remembered for a month so that its buttons work; this server also keeps questions "
            "without names for {days} days, to see what is missing. /forget-me removes yours.",
            settings.retention_days,
        ).format(days=settings.retention_days)
    return _(
        "Your question is remembered for a month so that its buttons work; nothing else of it is kept. /forget-me "
        "removes yours."
    )
