"""An answer as a card: the question, verbatim quotes with their dates, what was searched, the next steps as buttons.

Discord takes 40 components and 4,000 characters of text in a message. Both are counted here before anything is built:
with more to show than fits, first the separators go, then quotes get shorter ("…" outside the quotation).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from discord import ui

from bot.chat.questions.desk import AnsweredQuestion
from bot.chat.text.caption import caption
from bot.chat.text.markdown import ELLIPSIS, length, one_line, quotation
from bot.chat.transport.reply import AMBER, GREEN, GREY, Reply, card
from bot.chat.views import answer_buttons as next_steps
from bot.language.dates_in_words import SayDay, day_in, range_in_words
from bot.model import Answer, Excerpt, Heading, Sort, Verdict

TEXT_LIMIT = 4000
COMPONENT_LIMIT = 40
_QUESTION, _NOTE, _WORDS = 200, 300, 80  # characters of markdown, each

_COLORS = {Verdict.ANSWERED: GREEN, Verdict.UNSURE: AMBER, Verdict.NOTHING: GREY}
_BADGES = {
    Verdict.UNSURE: "⚠️ **Unsure** — the closest passages, which may not answer it.",
    Verdict.NOTHING: "🔍 **Nothing found** that answers this.",
}
_SORTED = {Sort.NEWEST: "newest first", Sort.OLDEST: "oldest first"}

Item = ui.Item[Any]


@dataclass(frozen=True, slots=True)
class _Form:
    """How much room one excerpt takes."""

    ruled: bool
    apart: bool
    buttons: int

    @property
    def components(self) -> int:
        return self.ruled + 1 + self.apart + 1 + self.buttons


@dataclass(frozen=True, slots=True)
class _Quote:
    """A block quote, and on which sides its sentence goes on."""

    markdown: str
    begins_earlier: bool
    goes_on: bool


_FORMS = (_Form(True, True, 3), _Form(False, True, 3), _Form(False, False, 3), _Form(False, False, 2))


def answer_card(answered: AnsweredQuestion, *, private: bool = False, shared_by: int | None = None) -> Reply:
    """The card of an answer, with all its excerpts.

    Args:
        answered: the answer and its session.
        private: it is seen by one person alone.
        shared_by: the member who shows it to the channel, where that is not who asked by a command.
    """
    answer, session, say = answered.answer, answered.session, day_in(answered.settings.date_language)
    head, foot = _head(answer, shared_by), _foot(answer, say)
    closest = list(_closest(answer.nearest, say))
    rows = next_steps.rows(answer, session, private=private)
    others = 1 + 2 + sum(map(_count, (*closest, *rows)))  # the frame, head and foot
    form = _form(len(answer.excerpts), COMPONENT_LIMIT - others)
    captions = [caption(excerpt.article, say, excerpt.page) for excerpt in answer.excerpts]
    fixed = length(head) + length(foot) + sum(map(length, captions)) + sum(map(_text_of, closest))
    quotes = _quotes(answer.excerpts, TEXT_LIMIT - fixed - 6 * len(captions))
    children: list[Item] = [ui.TextDisplay(head), *closest]
    for excerpt, quote, below in zip(answer.excerpts, quotes, captions, strict=True):
        children += _excerpt(excerpt, quote, below, form, session)
    children.append(ui.TextDisplay(foot))
    return card(*children, color=_COLORS[answer.verdict], below=rows)


def _head(answer: Answer, shared_by: int | None) -> str:
    lines = [f"### {one_line(answer.question.text, _QUESTION)}"]
    if shared_by is not None:
        lines.append(f"-# Shared by <@{shared_by}>")
    if answer.understood and answer.understood != answer.question.text:
        lines.append(f"-# Understood as: {one_line(answer.understood, _QUESTION)}")
    if answer.question.offset and answer.excerpts:
        first = answer.question.offset + 1
        lines.append(f"-# Excerpts {first} to {first + len(answer.excerpts) - 1}")
    if answer.verdict in _BADGES:
        lines.append(_BADGES[answer.verdict])
    if answer.note:
        lines.append(one_line(answer.note, _NOTE))
    return "\n".join(lines)


def _foot(answer: Answer, say: SayDay) -> str:
    """What was searched, in one small line."""
    articles = "1 article" if answer.articles == 1 else f"{answer.articles:,} articles"
    parts = [f"Searched {articles}"]
    if answer.searched is not None:
        read_from = f" (“{one_line(answer.date_phrase, _WORDS)}”)" if answer.date_phrase else ""
        parts.append(range_in_words(answer.searched, say) + read_from)
    if answer.question.source:
        parts.append(f"source: {one_line(answer.question.source, _WORDS)}")
    if answer.question.sort in _SORTED:
        parts.append(_SORTED[answer.question.sort])
    parts.append(f"verdict: {answer.verdict.value}")
    return "-# " + " · ".join(parts)


def _quotes(excerpts: Sequence[Excerpt], room: int) -> list[_Quote]:
    """The quotes, in `room` characters all together."""
    whole = [_quote(excerpt, TEXT_LIMIT) for excerpt in excerpts]
    share = _share([length(quote.markdown) for quote in whole], room)
    return [
        quote if length(quote.markdown) <= share else _quote(excerpt, share)
        for excerpt, quote in zip(excerpts, whole, strict=True)
    ]


def _share(lengths: Sequence[int], room: int) -> int:
    """The most that each may have so that all fit: the short ones leave what they do not need to the long ones."""
    left = room
    for place, wanted in enumerate(sorted(lengths)):
        share = left // (len(lengths) - place)
        if wanted > share:
            return share
        left -= wanted
    return room


def _quote(excerpt: Excerpt, limit: int) -> _Quote:
    markdown, shown = quotation(excerpt.text, excerpt.highlights, limit)
    return _Quote(markdown, excerpt.cut_start, excerpt.cut_end or shown < len(excerpt.text))


def _excerpt(excerpt: Excerpt, quote: _Quote, below: str, form: _Form, session: str) -> Iterator[Item]:
    """One excerpt. Where the sentence goes on, "…" stands on a line of its own: outside the quotation."""
    above = f"{ELLIPSIS}\n{quote.markdown}" if quote.begins_earlier else quote.markdown
    below = f"{ELLIPSIS}\n{below}" if quote.goes_on else below
    if form.ruled:
        yield ui.Separator()
    texts = (above, below) if form.apart else (f"{above}\n\n{below}",)
    yield from map(ui.TextDisplay[ui.LayoutView], texts)
    yield ui.ActionRow(*next_steps.of_excerpt(excerpt, session, most=form.buttons))


def _closest(headings: Sequence[Heading], say: SayDay) -> Iterator[Item]:
    """Where nothing was found: the articles that come closest, each with a button to read it."""
    for heading in headings[:3]:
        yield ui.Section(caption(heading, say), accessory=next_steps.read(heading.key))


def _form(excerpts: int, room: int) -> _Form:
    return next((form for form in _FORMS if excerpts * form.components <= room), _FORMS[-1])


def _count(item: Item) -> int:
    return 1 + sum(1 for _ in item.walk_children()) if isinstance(item, ui.ActionRow | ui.Section) else 1


def _text_of(item: Item) -> int:
    texts = item.walk_children() if isinstance(item, ui.Section) else ()
    return sum(length(text.content) for text in texts if isinstance(text, ui.TextDisplay))
