"""An answer on a terminal: quotes with the matched words bold, title, date and source."""

from __future__ import annotations

import unicodedata

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from bot.language.dates_in_words import dated, dated_as
from bot.model import Answer, Excerpt, Verdict

_HEADLINES = {
    Verdict.ANSWERED: ("", ""),
    Verdict.UNSURE: ("Not sure this answers it. The closest passages:", "yellow"),
    Verdict.NOTHING: ("The archive has no answer to this.", "red"),
}


def shown(text: str) -> str:
    """`text` with every control and direction character replaced by a visible mark of the same length.

    An article may hold escape sequences that would recolour, erase or retitle the reader's terminal.
    """
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in {"Cc", "Cf", "Cs"} and c not in "\n\t" else c
        for c in text
    )


def print_answer(console: Console, answer: Answer, *, why: bool = False) -> None:
    """Prints one answer; `why` adds below each quote what each matched word added to its score."""
    headline, style = _HEADLINES[answer.verdict]
    if answer.understood:
        console.print(Text(f"Taken to mean: {shown(answer.understood)}", style="italic"))
    if headline:
        console.print(Text(headline, style=style))
    for excerpt in answer.excerpts:
        console.print(Padding(_quotation(excerpt, why=why), (1, 0, 0, 2)))
    if answer.note:
        console.print(Padding(Text(shown(answer.note), style="dim"), (1, 0, 0, 0)))
    for suggestion in answer.suggestions:
        console.print(Text(f"Did you mean: {shown(suggestion)}", style="cyan"))
    if not answer.excerpts:
        for heading in answer.nearest:
            console.print(Text(f"  nearest: {shown(heading.title)}, {dated(heading.date)}", style="dim"))
    console.print()


def _quotation(excerpt: Excerpt, *, why: bool) -> RenderableType:
    quote = Text(shown(excerpt.text))
    for start, end in excerpt.highlights:
        quote.stylize("bold", start, end)
    article = excerpt.article
    quote = Text.assemble("… " if excerpt.cut_start else "", quote, " …" if excerpt.cut_end else "")
    below = Text(f"\N{EM DASH} {shown(article.title)}", style="dim")
    below.append(f", {dated_as(article)}", style="green")
    if excerpt.page is not None:
        below.append(f", page {excerpt.page}")
    if article.source:
        below.append(f", {shown(article.source)}")
    lines = [quote, below]
    if article.url:
        lines.append(Text(f"  {shown(article.url)}", style="dim underline"))
    if why:
        lines.extend(_reasons(excerpt))
    return Group(*lines)


def _reasons(excerpt: Excerpt) -> list[Text]:
    reasons = [
        Text(f"    {shown(match.word)}: {match.added:+.2f}", style="dim")
        for match in sorted(excerpt.matches, key=lambda match: -match.added)
    ]
    return [*reasons, Text(f"    recency x {excerpt.recency:.2f}, score {excerpt.score:.2f}", style="dim")]
