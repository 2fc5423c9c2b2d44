"""An answer as a card: the question, verbatim quotes with their dates, what was searched, the next steps as buttons.

Discord takes 40 components and 4,000 characters of text in a message. Both are reckoned here before anything is built:
with more to show than fits, first the ornaments go, then quotes get shorter ("…" outside the quotation), then fewer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from discord import ui

from bot.chat.text.caption import caption
from bot.chat.text.markdown import ELLIPSIS, length, one_line, quotation
from bot.chat.views import answer_buttons as next_steps
from bot.chat.views.reply import AMBER, GREEN, GREY, Reply
from bot.language.dates_in_words import SayDay, range_in_words, say_day
from bot.model import Answer, Excerpt, Heading, Sort, Verdict

TEXT_LIMIT = 4000
COMPONENT_LIMIT = 40
SHORTEST_QUOTE = 150  # of markdown: less of a sentence says nothing

_QUESTION, _NOTE, _WORDS = 300, 500, 80  # of markdown, each

_COLORS = {Verdict.ANSWERED: GREEN, Verdict.UNSURE: AMBER, Verdict.NOTHING: GREY}
_BADGES = {
    Verdict.UNSURE: "⚠️ **Unsure** — the closest passages, which may not answer it.",
    Verdict.NOTHING: "🔍 **Nothing found** that answers this.",
}
_SORTED = {Sort.NEWEST: "newest first", Sort.OLDEST: "oldest first"}

Item = ui.Item[Any]


@dataclass(frozen=True, slots=True)
class Card(Reply):
    """A card, and how many of the answer's excerpts it shows."""

    shown: int = 0


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


@dataclass(frozen=True, slots=True)
class Setting:
    """For whom a card is made: `private` is seen by one person alone; `shared_by` says who showed it to the channel."""

    say: SayDay = say_day
    private: bool = False
    shared_by: int | None = None


def answer_card(answer: Answer, slip: str, setting: Setting | None = None) -> Card:
    """The card of `answer`. `slip` names the question for its buttons."""
    setting = setting or Setting()
    shown = len(answer.excerpts)
    while True:
        fewer = replace(answer, excerpts=answer.excerpts[:shown], more=answer.more + len(answer.excerpts) - shown)
        card = _card(fewer, slip, setting)
        if card is not None:
            return card
        shown -= 1


def _card(answer: Answer, slip: str, setting: Setting) -> Card | None:
    """The card with all excerpts of `answer`; None where the quotes would get too short."""
    say = setting.say
    head, foot = _head(answer, setting), _foot(answer, say)
    closest = list(_closest(answer.nearest, say))
    rows = next_steps.rows(answer, slip, private=setting.private)
    others = 1 + 2 + sum(map(_count, (*closest, *rows)))  # the frame, head and foot
    form = _form(len(answer.excerpts), COMPONENT_LIMIT - others)
    captions = [caption(excerpt.article, say) for excerpt in answer.excerpts]
    fixed = length(head) + length(foot) + sum(map(length, captions)) + sum(map(_text_of, closest))
    quotes = _quotes(answer.excerpts, TEXT_LIMIT - fixed - 6 * len(captions))
    if quotes is None:
        return None
    children: list[Item] = [ui.TextDisplay(head), *closest]
    for excerpt, quote, below in zip(answer.excerpts, quotes, captions, strict=True):
        children += _excerpt(excerpt, quote, below, form, slip)
    children.append(ui.TextDisplay(foot))
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*children, accent_color=_COLORS[answer.verdict]))
    for row in rows:
        view.add_item(row)
    return Card(view, shown=len(answer.excerpts))


def _head(answer: Answer, setting: Setting) -> str:
    lines = [f"### {one_line(answer.question.text, _QUESTION)}"]
    if setting.shared_by is not None:
        lines.append(f"-# Shared by <@{setting.shared_by}>")
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


def _quotes(excerpts: Sequence[Excerpt], room: int) -> list[_Quote] | None:
    """The quotes, in `room` characters all together; None where that is too little for one of several."""
    whole = [_quote(excerpt, TEXT_LIMIT) for excerpt in excerpts]
    share = _share([length(quote.markdown) for quote in whole], room)
    if share < SHORTEST_QUOTE and len(excerpts) > 1:
        return None
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


def _excerpt(excerpt: Excerpt, quote: _Quote, below: str, form: _Form, slip: str) -> Iterator[Item]:
    """One excerpt. Where the sentence goes on, "…" stands on a line of its own: outside the quotation."""
    above = f"{ELLIPSIS}\n{quote.markdown}" if quote.begins_earlier else quote.markdown
    below = f"{ELLIPSIS}\n{below}" if quote.goes_on else below
    if form.ruled:
        yield ui.Separator()
    texts = (above, below) if form.apart else (f"{above}\n\n{below}",)
    yield from map(ui.TextDisplay[ui.LayoutView], texts)
    yield ui.ActionRow(*next_steps.of_excerpt(excerpt, slip, most=form.buttons))


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
