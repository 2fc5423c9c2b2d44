"""`import`: an archive as another program exported it, into the corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from bot.articles import Limits
from bot.articles.scanning import SERVERS
from bot.cli.options import Corpus, Data, UsageError, settings_from
from bot.cli.terminal import shown
from bot.curation.filenames import clean_name
from bot.errors import CorpusError
from bot.importing.entries import ReadOptions, WebOptions
from bot.importing.importer import Order, Report, Tally, default_name, run
from bot.language.dates_in_words import say_range
from bot.web.guards import is_address

_FIELDS = ("text", "title", "date", "source", "author", "url", "id")
_FIRST_PROBLEMS = 20


class DateFrom(StrEnum):
    """Where the date of a document comes from."""

    DOCUMENT = "document"
    PATH = "path"


def import_archive(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE…", help="Files, folders, zips, tars, web addresses.")],
    into: Annotated[str | None, typer.Option("--into", metavar="NAME", help="Write corpus/NAME.jsonl.gz.")] = None,
    date_from: Annotated[
        DateFrom, typer.Option("--date-from", help="Date documents by what they say, else their path; or by path only.")
    ] = DateFrom.DOCUMENT,
    columns: Annotated[
        str,
        typer.Option("--columns", metavar="FIELD=NAME,…", help="Columns of a table: date=Published,title=Headline."),
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would come.")] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove what an earlier import wrote and now is gone.")
    ] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many pages from each web address.")] = 200,
    pause: Annotated[float, typer.Option("--pause", min=0.0, help="Seconds between two requests to a web site.")] = 1.0,
    server: Annotated[int | None, typer.Option("--server", help="A Discord server's id: import for it alone.")] = None,
    every: Annotated[bool, typer.Option("--all", help="List every problem, not only the first.")] = False,
    corpus: Corpus = None,
    data: Data = None,
) -> None:
    """Import an archive: WordPress, Ghost, Substack, Medium, Blogger, wikis, news agencies, tables, documents, the web.

    A web address is a page, a feed or a sitemap. It is read politely: robots.txt, a pause, only what has changed.
    """
    settings = settings_from(corpus, data)
    if settings.corpus.is_file():
        raise CorpusError("The corpus is one file; an import needs a folder.")
    given = [source if is_address(source) else Path(source) for source in sources]
    name = _name(into if into is not None else default_name(given[0]))
    folder = settings.corpus if server is None else settings.corpus / SERVERS / str(server)
    kept = settings.data / "imports" / f"{name if server is None else f'{server}-{name}'}.json"
    web = WebOptions(limit, pause, frozenset(settings.private_hosts), kept)
    options = ReadOptions(Limits(max_file_mb=settings.max_file_mb), _columns(columns), date_from.value, web)
    order = Order(given, folder / f"{name}.jsonl.gz", options, date.today(), prune, dry_run)
    with _bar() as show:
        report = run(order, show)
    print_report(Console(), report, dry_run=dry_run, most=None if every else _FIRST_PROBLEMS)


def _name(given: str) -> str:
    plain = given.removesuffix(".gz").removesuffix(".jsonl")
    name = clean_name(f"{plain}.txt")
    if name is None or name != f"{plain}.txt":
        raise UsageError(f"--into wants a plain name such as gazette, not {given!r}.")
    return plain


def _columns(given: str) -> dict[str, str]:
    """The columns given, as {field: heading}. Raises UsageError."""
    columns: dict[str, str] = {}
    for pair in filter(None, given.split(",")):
        field, equals, heading = pair.partition("=")
        if not equals or field.strip().lower() not in _FIELDS or not heading.strip():
            raise UsageError(f"--columns wants FIELD=NAME with a field of {', '.join(_FIELDS)}, not {pair!r}.")
        columns[field.strip().lower()] = heading.strip()
    return columns


@contextmanager
def _bar() -> Iterator[Callable[[str, int, int, int], None]]:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("Opening", total=None)

        def show(name: str, behind: int, size: int, articles: int) -> None:
            words = f"Reading {shown(name)}: {articles:,} articles"
            bars.update(task, description=words, completed=min(behind, size), total=size or None)

        yield show


def print_report(console: Console, report: Report, *, dry_run: bool, most: int | None) -> None:
    """Prints what each export held, what became of the corpus's file, and the first `most` problems (None: all)."""
    table = Table(box=None, pad_edge=False)
    for name in ("source", "recognised as", "dates"):
        table.add_column(name)
    for name in ("articles", "undated", "refused"):
        table.add_column(name, justify="right")
    for tally in report.tallies:
        counts = (f"{count:,}" for count in (tally.articles, tally.undated, tally.refused))
        dates = say_range(tally.dates) if tally.dates.first else ""
        table.add_row(shown(tally.name), tally.kind, dates, *counts)
    console.print(table)
    for tally in report.tallies:
        if tally.left_out:
            kinds = ", ".join(f"{count:,} {kind}" for kind, count in tally.left_out.most_common())
            console.print(Text(f"Left out of {shown(tally.name)}: {shown(kinds)}"), soft_wrap=True)
    _print_problems(console, report.tallies, most)
    console.print(Text(_outcome(report, dry_run=dry_run)), soft_wrap=True)


def _print_problems(console: Console, tallies: list[Tally], most: int | None) -> None:
    problems = [problem for tally in tallies for problem in tally.problems]
    for problem in problems[:most]:
        mark = ("refused", "red") if problem.skipped else ("kept   ", "yellow")
        record = f" (record {problem.record})" if problem.record else ""
        console.print(Text.assemble(mark, f"  {shown(problem.path)}{record}: {shown(problem.reason)}"), soft_wrap=True)
    if most is not None and len(problems) > most:
        console.print(f"… and {len(problems) - most:,} more: --all lists them.", style="dim")


def _outcome(report: Report, *, dry_run: bool) -> str:
    merge = report.merge
    counts = f"{merge.added:,} added, {merge.changed:,} changed, {merge.unchanged:,} unchanged"
    if merge.removed:
        counts += f", {merge.removed:,} removed"
    if merge.kept:
        counts += f", {merge.kept:,} of earlier imports kept"
    if not merge.changes:
        return f"{report.path.name} holds all of it already ({counts}); nothing was changed."
    pruned = " Nothing was removed, because not everything could be read." if report.not_pruned else ""
    if dry_run:
        return f"Would be written to {report.path}: {counts}. Nothing was changed (--dry-run).{pruned}"
    return f"Written to {report.path}: {counts}.{pruned} Take it in with /corpus reload, or python -m bot index."
