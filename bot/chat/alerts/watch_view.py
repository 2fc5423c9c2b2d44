"""The messages of watches: what new articles say, and the list of a member's watches."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ui

from bot.chat.components.custom_ids import custom_id
from bot.chat.text.caption import caption
from bot.chat.text.markdown import one_line, quotation
from bot.chat.transport.reply import GREEN, GREY, Item, Reply, card, notice
from bot.chat.views.answer_buttons import button, open_article
from bot.model import Excerpt
from bot.store.watches import Watch

MAX_EXCERPTS = 3  # in one message
_QUOTE = 900  # characters of markdown of each
_QUESTION = 200


def watch_message(watch: Watch, excerpts: Sequence[Excerpt], *, server_name: str = "") -> Reply:
    """The excerpts of new articles that answer a watched question."""
    where = f" in {one_line(server_name, 80)}" if server_name else ""
    more = len(excerpts) - MAX_EXCERPTS
    parts: list[Item] = [ui.TextDisplay(f"### New on “{one_line(watch.question, _QUESTION)}”{where}")]
    for excerpt in excerpts[:MAX_EXCERPTS]:
        quote, _ = quotation(excerpt.text, excerpt.highlights, _QUOTE)
        parts.append(ui.TextDisplay(f"{quote}\n{caption(excerpt.article, page=excerpt.page)}"))
        if link := open_article(excerpt.article.url, excerpt.text):
            parts.append(ui.ActionRow(*link))
    if watch.channel is not None:
        parts.append(ui.TextDisplay(f"-# For <@{watch.member}>"))
    if more > 0:
        parts.append(ui.TextDisplay(f"-# {more} more new article{'s' * (more > 1)}: ask again to see them."))
    below = ui.ActionRow[ui.LayoutView](button("Stop", custom_id("watchstop", watch.id)))
    return card(*parts, color=GREEN, below=[below])


def added(watch: Watch) -> Reply:
    """A watch was added, or was there already."""
    where = "by direct message" if watch.channel is None else f"in <#{watch.channel}>"
    return notice(
        f"### Watching “{one_line(watch.question, _QUESTION)}”",
        f"When a new article answers it, I send its words {where}, at most once a day.",
        "-# `/watch list` shows your watches; `/watch remove` and **Stop** under a message end one.",
        color=GREEN,
    )


def watch_list(watches: Sequence[Watch]) -> Reply:
    """A member's watches in this server."""
    if not watches:
        return notice("You watch nothing here. `/watch topic` begins.", color=GREY)
    return notice("### Your watches here", "\n".join(map(_line, watches)), color=GREEN)


def _line(watch: Watch) -> str:
    where = "" if watch.channel is None else f" · in <#{watch.channel}>"
    return f"- {one_line(watch.question, _QUESTION)}{where}{' · paused' if watch.paused else ''}"
