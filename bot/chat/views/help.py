"""The card of /help: what one can do, what the archive holds, what is remembered."""

from __future__ import annotations

from discord import ui

from bot.chat.transport.reply import GREEN, Item, Reply, card
from bot.installation import VERSION
from bot.language.dates_in_words import dated
from bot.model import Span
from bot.store.servers import ServerSettings

_ASK = """\
### Ask the archive
I answer with the archive's own words: verbatim quotes, each with its date. What I cannot quote, I do not say.
- **/ask** When did Webb launch?
- **/ask** What was said about the telescope **in 2019**? Dates count: *since May*, *before 2020*, *last week*
- Or mention me, reply to an answer of mine to follow it up, or write to me directly.
- Edit your question within five minutes, and its answer changes."""

_READ = """\
- **/article** reads one by its title, **/latest** lists the newest, **/on-this-day** looks at other years.
- **/timeline** draws when a topic was in the news.
- **Apps › Find sources** on a message looks for what the archive has on it, for you alone."""

_UNDER = """\
Under every answer: **More**, another order, **Context** (the sentences around a quote), **Why this**, **Cite**, \
**Timeline**, **Delete**. They go on working for a month."""


def help_card(span: Span, settings: ServerSettings) -> Reply:
    """The help, with what the archive holds and what this server keeps."""
    parts: list[Item] = [ui.TextDisplay(_ASK)]
    for text in filter(
        None,
        (_READ, _UNDER, _living(settings), f"-# {_held(span)}\n-# {_kept(settings)}\n-# Clippings {VERSION}"),
    ):
        parts += [ui.Separator(), ui.TextDisplay(text)]
    return card(*parts, color=GREEN)


def _living(settings: ServerSettings) -> str:
    """What this server's admins have turned on beside answers."""
    lines = [
        "- **/watch** tells you when a new article answers a question; also in the menu under an answer."
        if settings.watches
        else "",
        "- **Discuss**, in the menu under an answer, opens a thread. In it, as everywhere, I read only messages that "
        "mention me or reply to me."
        if settings.discuss
        else "",
        f"- New posts in {', '.join(f'<#{forum}>' for forum in settings.forums[:5])} are answered from their titles, "
        "where the archive has an answer."
        if settings.forums
        else "",
    ]
    return "\n".join(filter(None, lines))


def _held(span: Span) -> str:
    articles = "1 article" if span.articles == 1 else f"{span.articles:,} articles"
    if span.dates.first is None:
        return f"The archive holds {articles}."
    return f"The archive holds {articles}, from {dated(span.dates.first)} to {dated(span.dates.last)}."


def _kept(settings: ServerSettings) -> str:
    remembered = "Your question is remembered for a month so that its buttons work"
    if settings.keep_questions:
        return (
            f"{remembered}; this server also keeps questions without names for {settings.retention_days} days, to see "
            "what is missing. /forget-me removes yours."
        )
    return f"{remembered}; nothing else of it is kept. /forget-me removes yours."
