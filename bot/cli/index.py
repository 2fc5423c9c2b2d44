"""`index`: indexes the corpus now, with progress, and reports what was skipped."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.open import bar, library_from
from bot.cli.options import Corpus, Data, settings_from
from bot.cli.terminal import shown
from bot.library import Library, Reload
from bot.model import Problem

_FIRST_PROBLEMS = 20


def index(
    corpus: Corpus = None,
    data: Data = None,
    force: Annotated[bool, typer.Option("--force", help="Accept a corpus that is empty or shrank by half.")] = False,
    every: Annotated[bool, typer.Option("--all", help="List every problem, not only the first.")] = False,
) -> None:
    """Index the corpus now (only what changed), and list what was skipped and why."""
    asyncio.run(_index(library_from(settings_from(corpus, data)), force=force, every=every))


async def _index(library: Library, *, force: bool, every: bool) -> None:
    try:
        with bar() as show:
            report = await library.reload("terminal", force=force, progress=show)
        print_report(Console(), report, None if every else _FIRST_PROBLEMS)
    finally:
        await library.close()


def print_report(console: Console, report: Reload, most: int | None) -> None:
    """Prints the counts of a reload and its first `most` problems (None: all)."""
    table = Table(box=None, pad_edge=False)
    for name in ("added", "changed", "removed", "unchanged", "skipped"):
        table.add_column(name, justify="right")
    table.add_row(*(f"{n:,}" for n in (report.added, report.changed, report.removed, report.unchanged, report.skipped)))
    console.print(table)
    articles, passages = counted(report.articles, "article"), counted(report.passages, "passage")
    console.print(f"{articles} in {passages}, {report.seconds:.1f} s", highlight=False)
    for problem in report.problems[:most]:
        console.print(_line(problem), soft_wrap=True)
    if most is not None and len(report.problems) > most:
        console.print(f"… and {len(report.problems) - most:,} more: --all lists them.", style="dim")


def counted(number: int, what: str) -> str:
    """Such as "1 article", "12 articles"."""
    return f"{number:,} {what}{'s' * (number != 1)}"


def _line(problem: Problem) -> Text:
    mark = ("skipped", "red") if problem.skipped else ("kept   ", "yellow")
    where = Path(problem.path).as_posix() + (f" (record {problem.record})" if problem.record else "")
    return Text.assemble(mark, "  ", shown(where), ": ", shown(problem.reason))
