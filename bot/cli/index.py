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
from bot.language.figures import say_number
from bot.language.interface import _, ngettext
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
    for name in (_("added"), _("changed"), _("removed"), _("unchanged"), _("skipped")):
        table.add_column(name, justify="right")
    counts = (report.added, report.changed, report.removed, report.unchanged, report.skipped)
    table.add_row(*map(say_number, counts))
    console.print(table)
    articles = ngettext("{count} article", "{count} articles", report.articles).format(
        count=say_number(report.articles)
    )
    passages = ngettext("{count} passage", "{count} passages", report.passages).format(
        count=say_number(report.passages)
    )
    total = _("{articles} in {passages}, {seconds} s")
    total = total.format(articles=articles, passages=passages, seconds=say_number(report.seconds, 1))
    console.print(total, highlight=False)
    for problem in report.problems[:most]:
        console.print(_line(problem), soft_wrap=True)
    if most is not None and len(report.problems) > most:
        console.print(more_problems(len(report.problems) - most), style="dim")


def more_problems(count: int) -> str:
    """What ends a list of problems that is not whole."""
    return _("… and {count} more: --all lists them.").format(count=say_number(count))


def in_record(problem: Problem) -> str:
    """Such as " (record 7)"; nothing where a file is one record."""
    return f" ({_('record {number}').format(number=problem.record)})" if problem.record else ""


def _line(problem: Problem) -> Text:
    said, style = (_("skipped"), "red") if problem.skipped else (_("kept"), "yellow")
    mark = (said.ljust(max(len(_("skipped")), len(_("kept")))), style)
    where = Path(problem.path).as_posix() + in_record(problem)
    return Text.assemble(mark, "  ", shown(where), ": ", shown(problem.reason))
