"""An answer as a card: the question, verbatim quotes headed by their dates, what was searched, the next steps below.

Discord takes 40 components and 4,000 characters of text in a message. The parts are few enough for five excerpts; where
the text would be too long, the longest quotes get shorter ("…" outside the quotation).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from discord import ui

from bot.answers.reply.advice import note_beside, nothing_found, summary
from bot.chat.questions.desk import AnsweredQuestion
from bot.chat.text.caption import caption
from bot.chat.text.markdown import ELLIPSIS, length, one_line, quotation
from bot.chat.transport.reply import AMBER, GREEN, GREY, Item, Reply, card
from bot.chat.views.answer_buttons import read_heading, read_quote, rows
from bot.language.hard_wraps import unwrapped
from bot.language.interface import _
from bot.model import Answer, Excerpt, Heading, Verdict

TEXT_LIMIT = 4000
COMPONENT_LIMIT = 40

_QUESTION, _NOTE, _SUMMARY = 200, 300, 300  # characters of markdown, each

_COLORS = {Verdict.ANSWERED: GREEN, Verdict.UNSURE: AMBER, Verdict.NOTHING: GREY}


@dataclass(frozen=True, slots=True)
class _Quote:
    """A block quote, and on which sides its sentence goes on."""

    markdown: str
    begins_earlier: bool
    goes_on: bool

    @property
    def text(self) -> str:
        """With "…" on lines of their own, outside the quotation."""
        above = f"{ELLIPSIS}\n" if self.begins_earlier else ""
        below = f"\n{ELLIPSIS}" if self.goes_on else ""
        return above + self.markdown + below


def answer_card(answered: AnsweredQuestion, *, private: bool = False, shared_by: int | None = None) -> Reply:
    """The card of an answer, with all its excerpts.

    Args:
        answered: the answer and its session.
        private: it is seen by one person alone.
        shared_by: the member who shows it to the channel, where that is not who asked by a command.
    """
    answer = answered.answer
    excerpts = answer.excerpts
    head = _head(answer, shared_by)
    foot = f"-# {one_line(said, _SUMMARY)}" if (said := summary(answer)) else ""
    closest = list(_closest(answer.nearest)) if answer.verdict is Verdict.NOTHING else []
    captions = [_caption(excerpt) for excerpt in excerpts]
    fixed = length(head) + length(foot) + sum(map(length, captions)) + sum(map(_text_of, closest))
    quotes = _quotes(excerpts, TEXT_LIMIT - fixed - 4 * len(captions))
    children: list[Item] = [ui.TextDisplay(head), *closest]
    for number, (excerpt, quote, above) in enumerate(zip(excerpts, quotes, captions, strict=True)):
        if number:
            children.append(ui.Separator())
        children += [ui.Section(above, accessory=read_quote(excerpt)), ui.TextDisplay(quote.text)]
    if foot:
        children.append(ui.TextDisplay(foot))
    return card(*children, color=_COLORS[answer.verdict], below=rows(answered, private=private))


def _head(answer: Answer, shared_by: int | None) -> str:
    lines = [f"### {one_line(answer.question.text, _QUESTION)}"]
    if shared_by is not None:
        lines.append(_("-# Shared by <@{member}>").format(member=shared_by))
    if answer.understood and answer.understood != answer.question.text:
        lines.append(_("-# Understood as: {question}").format(question=one_line(answer.understood, _QUESTION)))
    if answer.corrected:
        lines.append(_("-# Searched for: {question}").format(question=one_line(answer.corrected, _QUESTION)))
    if answer.question.offset and answer.excerpts:
        first = answer.question.offset + 1
        last = first + len(answer.excerpts) - 1
        lines.append(_("-# Excerpts {first} to {last}").format(first=first, last=last))
    if answer.verdict is Verdict.UNSURE:
        several = len(answer.excerpts) > 1
        lines.append(_("No clear answer. Closest passages:") if several else _("No clear answer. Closest:"))
    if answer.verdict is Verdict.NOTHING:
        lines.append(one_line(nothing_found(answer), _NOTE))
    if note := note_beside(answer) if answer.verdict is Verdict.NOTHING else answer.note:
        lines.append(f"-# {one_line(note, _NOTE)}")
    return "\n".join(lines)


def _caption(excerpt: Excerpt) -> str:
    """Without the author, which costs a line on a phone: the reader and the citations have it."""
    return caption(excerpt.article, page=excerpt.page, title=excerpt.article.has_own_title, author=False)


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
    markdown, shown = quotation(unwrapped(excerpt.article.text, excerpt.start, excerpt.end), excerpt.highlights, limit)
    return _Quote(markdown, excerpt.cut_start, excerpt.cut_end or shown < len(excerpt.text))


def _closest(headings: Sequence[Heading]) -> Iterator[Item]:
    """Where nothing was found: the articles that come closest, each with a button to read it."""
    for heading in headings[:3]:
        yield ui.Section(caption(heading), accessory=read_heading(heading))


def _text_of(item: Item) -> int:
    texts = item.walk_children() if isinstance(item, ui.Section) else ()
    return sum(length(text.content) for text in texts if isinstance(text, ui.TextDisplay))
