"""The buttons under an answer: whatever one would want to do next. What a press does is in `pressed`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from discord import ButtonStyle, ui

from bot.chat.components.persistent import StepButton, custom_id, span
from bot.chat.text.links import link_to
from bot.chat.text.markdown import label
from bot.model import Answer, Article, Excerpt, Sort, Verdict

LABEL_LIMIT = 80  # Discord's, for a button
MOST_OTHERS = 3  # slices that fit one custom id, and one private reply

Row = ui.ActionRow[Any]
Button = ui.Item[Any]

_SORTS = ((Sort.RELEVANCE, "Best first"), (Sort.NEWEST, "Newest first"), (Sort.OLDEST, "Oldest first"))


def rows(answer: Answer, slip: str, *, private: bool) -> list[Row]:
    """The rows below the whole answer. `slip` names the question; `private` is an answer that only one person sees."""
    found = (_suggested(answer, slip), _further(answer, slip), _about(answer, slip, private=private))
    return [ui.ActionRow(*buttons) for row in found if (buttons := list(row))]


def of_excerpt(excerpt: Excerpt, slip: str, *, most: int) -> list[Button]:
    """The buttons of one excerpt, at most so many, the most wanted first."""
    article = excerpt.article
    place = (article.key, article.version)
    buttons: list[Button] = []
    link = link_to(article.url, excerpt.text)
    if link:
        buttons.append(ui.Button(label="Open article", url=link))
    context = custom_id("context", slip, *place, span(excerpt.start, excerpt.end))
    buttons.append(button("Context", context))
    others = excerpt.others[:MOST_OTHERS]
    if others:
        spans = ",".join(span(*other) for other in others)
        buttons.append(button(f"{len(others)} more here", custom_id("others", slip, *place, spans)))
    return buttons[:most]


def read(key: str, page: int = 0) -> StepButton:
    """The button that opens the article reader."""
    return button("Read", custom_id("read", key, page))


def read_at(article: Article, start: int, end: int, text: str) -> StepButton:
    """The button that opens the article reader at the slice `[start, end)`."""
    return button(text, custom_id("quote", article.key, article.version, span(start, end)))


def button(
    text: str, identity: str, *, style: ButtonStyle = ButtonStyle.secondary, emoji: str | None = None
) -> StepButton:
    """A button that leads to a step; `text` may be anybody's."""
    return StepButton(label(text, LABEL_LIMIT), identity, style=style, emoji=emoji)


def _suggested(answer: Answer, slip: str) -> Iterator[Button]:
    for number, suggestion in enumerate(answer.suggestions[:3]):
        lead = "Did you mean: " if number == 0 else ""
        yield button(lead + suggestion, custom_id("mean", slip, number), style=ButtonStyle.primary)


def _further(answer: Answer, slip: str) -> Iterator[Button]:
    """More of the same question: further excerpts, another order, other dates."""
    if answer.more and answer.excerpts:
        yield button("More", custom_id("more", slip), style=ButtonStyle.primary)
    if len(answer.excerpts) > 1 or answer.more:
        for sort, text in _SORTS:
            if sort is not answer.question.sort:
                yield button(text, custom_id("sort", slip, sort.value))
    if answer.searched is not None:
        yield button("Any date", custom_id("anydate", slip))
    if answer.excerpts:
        yield button("Timeline", custom_id("bars", slip))


def _about(answer: Answer, slip: str, *, private: bool) -> Iterator[Button]:
    """About the answer: why, how to cite, was it any good, who may see it."""
    if answer.excerpts:
        yield button("Why this", custom_id("why", slip))
        yield button("Cite", custom_id("cite", slip))
    if answer.verdict is not Verdict.NOTHING:
        yield button("Helpful", custom_id("judge", slip, 1), emoji="👍")
    yield button("Not helpful", custom_id("judge", slip, 0), emoji="👎")
    if private:
        if answer.excerpts and answer.question.server is not None:
            yield button("Share", custom_id("share", slip), style=ButtonStyle.success)
    else:
        yield button("Delete", custom_id("delete", slip), emoji="🗑️")
