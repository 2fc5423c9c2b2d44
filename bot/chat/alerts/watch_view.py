"""The messages of watches: what new articles say, and the list of a member's watches."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ui

from bot.chat.components.custom_ids import custom_id
from bot.chat.text.caption import caption
from bot.chat.text.markdown import one_line, quotation
from bot.chat.transport.reply import GREEN, GREY, Item, Reply, card, notice
from bot.chat.views.answer_buttons import button, open_article
from bot.language.hard_wraps import unwrapped
from bot.language.interface import _, ngettext
from bot.model import Excerpt
from bot.store.alerts.watches import Watch

MAX_EXCERPTS = 3  # in one message
_QUOTE = 900  # characters of markdown of each
_QUESTION = 200


def watch_message(watch: Watch, excerpts: Sequence[Excerpt], *, server_name: str = "") -> Reply:
    """The excerpts of new articles that answer a watched question."""
    question = one_line(watch.question, _QUESTION)
    more = len(excerpts) - MAX_EXCERPTS
    title = _("### New on “{question}”").format(question=question)
    if server_name:
        title = _("### New on “{question}” in {server}").format(question=question, server=one_line(server_name, 80))
    parts: list[Item] = [ui.TextDisplay(title)]
    for excerpt in excerpts[:MAX_EXCERPTS]:
        quote = quotation(unwrapped(excerpt.article.text, excerpt.start, excerpt.end), excerpt.highlights, _QUOTE)[0]
        parts.append(ui.TextDisplay(f"{quote}\n{caption(excerpt.article, page=excerpt.page)}"))
        if link := open_article(excerpt.article.url, excerpt.text):
            parts.append(ui.ActionRow(*link))
    if watch.channel is not None:
        parts.append(ui.TextDisplay(_("-# For <@{member}>").format(member=watch.member)))
    if more > 0:
        text = ngettext(
            "-# {count} more new article: ask again to see it.",
            "-# {count} more new articles: ask again to see them.",
            more,
        )
        parts.append(ui.TextDisplay(text.format(count=more)))
    below = ui.ActionRow[ui.LayoutView](button(_("Stop"), custom_id("watchstop", watch.id)))
    return card(*parts, color=GREEN, below=[below])


def added(watch: Watch) -> Reply:
    """A watch was added, or was there already."""
    said = _("When a new article answers it, I send its words by direct message, at most once a day.")
    if watch.channel is not None:
        said = _("When a new article answers it, I send its words in <#{channel}>, at most once a day.").format(
            channel=watch.channel
        )
    return notice(
        _("### Watching “{question}”").format(question=one_line(watch.question, _QUESTION)),
        said,
        _("-# `/watch list` shows your watches; `/watch remove` and **Stop** under a message end one."),
        color=GREEN,
    )


def watch_list(watches: Sequence[Watch]) -> Reply:
    """A member's watches in this server."""
    if not watches:
        return notice(_("You watch nothing here. `/watch topic` begins."), color=GREY)
    return notice(_("### Your watches here"), "\n".join(map(_line, watches)), color=GREEN)


def _line(watch: Watch) -> str:
    where = "" if watch.channel is None else f" · <#{watch.channel}>"
    paused = f" · {_('paused')}" if watch.paused else ""
    return f"- {one_line(watch.question, _QUESTION)}{where}{paused}"
