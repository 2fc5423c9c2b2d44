"""The buttons under an answer. What a press of each does is in `members/answer_actions`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from discord import ButtonStyle, ui

from bot.chat.components.custom_ids import custom_id, span
from bot.chat.components.persistent import button as persistent_button
from bot.chat.text.links import link_to
from bot.chat.text.markdown import label
from bot.model import Answer, Article, Excerpt, Sort, Verdict

LABEL_LIMIT = 80  # Discord's, for a button
MOST_OTHERS = 3  # slices that fit one custom id, and one private reply

Row = ui.ActionRow[Any]
Button = ui.Item[Any]

_SORTS = ((Sort.RELEVANCE, "Best first"), (Sort.NEWEST, "Newest first"), (Sort.OLDEST, "Oldest first"))


def rows(answer: Answer, session: str, *, private: bool) -> list[Row]:
    """The rows below the whole answer. `session` is its session's name; a `private` answer is seen by one person."""
    found = (_suggested(answer, session), _further(answer, session), _about(answer, session, private=private))
    return [ui.ActionRow(*buttons) for row in found if (buttons := list(row))]


def of_excerpt(excerpt: Excerpt, session: str, *, most: int) -> list[Button]:
    """The buttons of one excerpt, at most so many, the most wanted first."""
    article = excerpt.article
    place = (article.key, article.version)
    buttons: list[Button] = []
    buttons += open_article(article.url, excerpt.text)
    context = custom_id("context", session, *place, span(excerpt.start, excerpt.end))
    buttons.append(button("Context", context))
    others = excerpt.others[:MOST_OTHERS]
    if others:
        spans = ",".join(span(*other) for other in others)
        buttons.append(button(f"{len(others)} more here", custom_id("others", session, *place, spans)))
    return buttons[:most]


def open_article(url: str, quotation: str = "") -> list[Button]:
    """The link button to the article's own page, at the quotation; none where no safe link can be made."""
    link = link_to(url, quotation)
    return [ui.Button(label="Open article", url=link)] if link else []


def read(key: str, page: int = 0) -> Button:
    """The button that opens an article in the reader."""
    return button("Read", custom_id("read", key, page))


def read_at(article: Article, start: int, end: int, text: str) -> Button:
    """The button that opens the article reader at the slice `[start, end)`."""
    return button(text, custom_id("quote", article.key, article.version, span(start, end)))


def button(text: str, identity: str, *, style: ButtonStyle = ButtonStyle.secondary, emoji: str | None = None) -> Button:
    """A button that leads to an action; `text` may be anything and is cut to fit."""
    return persistent_button(label(text, LABEL_LIMIT), identity, style=style, emoji=emoji)


def _suggested(answer: Answer, session: str) -> Iterator[Button]:
    for number, suggestion in enumerate(answer.suggestions[:3]):
        lead = "Did you mean: " if number == 0 else ""
        yield button(lead + suggestion, custom_id("mean", session, number), style=ButtonStyle.primary)


def _further(answer: Answer, session: str) -> Iterator[Button]:
    """More of the same question: further excerpts, another order, other dates."""
    if answer.more and answer.excerpts:
        yield button("More", custom_id("more", session), style=ButtonStyle.primary)
    if len(answer.excerpts) > 1 or answer.more:
        for sort, text in _SORTS:
            if sort is not answer.question.sort:
                yield button(text, custom_id("sort", session, sort.value))
    if answer.searched is not None:
        yield button("Any date", custom_id("anydate", session))
    if answer.excerpts:
        yield button("Timeline", custom_id("bars", session))


def _about(answer: Answer, session: str, *, private: bool) -> Iterator[Button]:
    """About the answer: why, how to cite, was it any good, who may see it."""
    if answer.excerpts:
        yield button("Why this", custom_id("why", session))
        yield button("Cite", custom_id("cite", session))
    if answer.verdict is not Verdict.NOTHING:
        yield button("Helpful", custom_id("judge", session, 1), emoji="👍")
    yield button("Not helpful", custom_id("judge", session, 0), emoji="👎")
    if private:
        if answer.excerpts and answer.question.server is not None:
            yield button("Share", custom_id("share", session), style=ButtonStyle.success)
    else:
        yield button("Delete", custom_id("delete", session), emoji="🗑️")
