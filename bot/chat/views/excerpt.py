"""The private cards behind an excerpt: its context, more of its article, why it was chosen, how to cite it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.answers.reply.highlighting import highlights
from bot.chat.components.custom_ids import custom_id, span
from bot.chat.text.caption import caption
from bot.chat.text.citations import citations
from bot.chat.text.markdown import copyable, length, one_line, quotation
from bot.chat.transport.reply import GREEN, Reply, card, notice
from bot.chat.views.answer import TEXT_LIMIT
from bot.chat.views.answer_buttons import button, open_article, read_at
from bot.language.dates_in_words import SayDay, dated_as
from bot.model import Answer, Article, Excerpt
from bot.search import Analyzer
from bot.search.analysis.sentences import sentences

BEFORE_AND_AFTER = 600  # characters on each side: about a paragraph
_MOST = 1700  # characters of an excerpt in context, so that escaped twice it still fits
_QUOTE = 1000  # of markdown, for each of three further excerpts
_WORD = 60

Span = tuple[int, int]


def in_context(article: Article, start: int, end: int, say: SayDay) -> Reply:
    """The sentences before and after the slice `[start, end)`, which stands in bold."""
    first, last = around(article.text, start, end)
    markdown, shown = quotation(article.text[first:last], [(start - first, end - first)], 2 * _MOST)
    above = "…\n" if first > 0 else ""
    below = "…\n" if first + shown < len(article.text) else ""
    row = [read_at(article, start, end, "Read on"), *open_article(article.url, article.text[start:end])]
    return card(
        ui.TextDisplay(above + markdown),
        ui.TextDisplay(below + caption(article, say, article.page_at(start))),
        ui.ActionRow(*row),
        color=GREEN,
    )


def around(text: str, start: int, end: int) -> Span:
    """The slice widened by about a paragraph on each side, to whole sentences."""
    end = min(end, start + _MOST)
    room = min(BEFORE_AND_AFTER, max(0, _MOST - (end - start)) // 2)
    first, last = max(0, start - room), min(len(text), end + room)
    before = [begin for begin, _ in sentences(text, first, start)]
    after = [stop for _, stop in sentences(text, end, last)]
    if first > 0:
        before = before[1:]  # the first one is a piece of a sentence
    if last < len(text):
        after = after[:-1]
    return (before[0] if before else start), (after[-1] if after else end)


def further(
    article: Article, spans: Sequence[Span], bold: Sequence[Sequence[Span]], session: str, say: SayDay
) -> Reply:
    """More excerpts of one article."""
    parts: list[ui.Item[Any]] = []
    for (start, end), marked in zip(spans, bold, strict=True):
        quote, shown = quotation(article.text[start:end], marked, _QUOTE)
        place = custom_id("context", session, article.key, article.version, span(start, end))
        goes_on = "\n\n…" if shown < len(article.text[start:end]) else ""
        parts.append(ui.Section(quote + goes_on, accessory=button("Context", place)))
    return card(ui.TextDisplay(caption(article, say)), *parts, color=GREEN)


def matched(analyzer: Analyzer, asked: str, article: Article, spans: Sequence[Span]) -> list[tuple[Span, ...]]:
    """The words of each slice that the question asked for, as offsets into the slice."""
    terms = set(analyzer.terms(asked))
    found = []
    for start, end in spans:
        text = article.text[start:end]
        hits = [(token.start, token.end) for token in analyzer.tokens_among(terms, text)]
        found.append(highlights(text, hits, asked))
    return found


def reasons(answer: Answer, say: SayDay) -> Reply:
    """Which words each excerpt was chosen for, and what each added to its score."""
    if not answer.excerpts:
        return notice("The archive has changed since: these excerpts are not found any more.")
    lines = ["### Why these excerpts"]
    for number, excerpt in enumerate(answer.excerpts, start=answer.question.offset + 1):
        lines.append(f"**{number}.** {one_line(excerpt.article.title, 100)} · {dated_as(excerpt.article, say)}")
        lines.append("-# " + _reason(excerpt))
    lines.append("-# A word counts more the rarer it is in the archive, and the more of them stand close together.")
    return notice("\n".join(lines))


def _reason(excerpt: Excerpt) -> str:
    words = [
        f"{one_line(match.word or match.term, _WORD)} +{match.added:.1f}"
        for match in sorted(excerpt.matches, key=lambda match: -match.added)[:8]
    ]
    said = ", ".join(words) or "its article matches, though none of its own words does"
    fresh = f" · printed lately: ×{excerpt.recency:.2f}" if excerpt.recency > 1.005 else ""
    return f"{said}{fresh} · score {excerpt.score:.1f}"


def cited(articles: Sequence[Article]) -> Reply:
    """The articles in each style, a block a style, for Discord lets one copy a block."""
    shown = list(articles)
    while shown:
        blocks = [f"**{style}**\n{copyable(made)}" for style, made in _by_style(shown)]
        if sum(map(length, blocks)) <= TEXT_LIMIT:
            return notice(*blocks)
        shown.pop()
    return notice("These articles are not in the archive any more." if not articles else "This is too long to show.")


def _by_style(articles: Sequence[Article]) -> list[tuple[str, list[str]]]:
    made = [citations(article) for article in articles]
    return [(style, [each[place][1] for each in made]) for place, (style, _) in enumerate(made[0])]
