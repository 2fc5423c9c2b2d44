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
from bot.articles.sandbox import ReaderPool, Scans
from bot.articles.scanning import SERVERS
from bot.cli.index import in_record, more_problems
from bot.cli.options import Corpus, Data, UsageError, settings_from
from bot.cli.terminal import shown
from bot.curation.filenames import clean_name
from bot.errors import CorpusError
from bot.importing.entries import ReadOptions, WebOptions
from bot.importing.importer import Order, Report, Tally, default_name, run
from bot.language.dates_in_words import say_range
from bot.language.figures import say_number
from bot.language.interface import N_, _, ngettext
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
    readers = ReaderPool(Scans(settings.data / "ocr"))
    options = ReadOptions(Limits(max_file_mb=settings.max_file_mb), _columns(columns), date_from.value, web, readers)
    order = Order(given, folder / f"{name}.jsonl.gz", options, date.today(), prune, dry_run)
    with _bar() as show:
        report = run(order, show)
    print_report(Console(), report, dry_run=dry_run, most=None if every else _FIRST_PROBLEMS)


def _name(given: str) -> str:
    plain = given.removesuffix(".gz").removesuffix(".jsonl")
    name = clean_name(f"{plain}.txt")
    if name is None or name != f"{plain}.txt":
        raise UsageError("--into wants a plain name such as gazette, not {given}.", given=repr(given))
    return plain


def _columns(given: str) -> dict[str, str]:
    """The columns given, as {field: heading}. Raises UsageError."""
    columns: dict[str, str] = {}
    for pair in filter(None, given.split(",")):
        field, equals, heading = pair.partition("=")
        if not equals or field.strip().lower() not in _FIELDS or not heading.strip():
            wanted = N_("--columns wants FIELD=NAME with a field of {fields}, not {given}.")
            raise UsageError(wanted, fields=", ".join(_FIELDS), given=repr(pair))
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
        task = bars.add_task(_("Opening"), total=None)

        def show(name: str, behind: int, size: int, articles: int) -> None:
            count = ngettext("{count} article", "{count} articles", articles).format(count=say_number(articles))
            words = f"{_('Reading {name}').format(name=shown(name))}: {count}"
            bars.update(task, description=words, completed=min(behind, size), total=size or None)

        yield show


def print_report(console: Console, report: Report, *, dry_run: bool, most: int | None) -> None:
    """Prints what each export held, what became of the corpus's file, and the first `most` problems (None: all)."""
    table = Table(box=None, pad_edge=False)
    for name in (_("source"), _("recognised as"), _("dates")):
        table.add_column(name)
    for name in (_("articles"), _("undated"), _("refused")):
        table.add_column(name, justify="right")
    for tally in report.tallies:
        counts = map(say_number, (tally.articles, tally.undated, tally.refused))
        dates = say_range(tally.dates) if tally.dates.first else ""
        table.add_row(shown(tally.name), tally.kind, dates, *counts)
    console.print(table)
    for tally in report.tallies:
        if tally.left_out:
            kinds = ", ".join(f"{say_number(count)} {kind}" for kind, count in tally.left_out.most_common())
            left = _("Left out of {name}: {kinds}").format(name=shown(tally.name), kinds=shown(kinds))
            console.print(Text(left), soft_wrap=True)
    _print_problems(console, report.tallies, most)
    console.print(Text(_outcome(report, dry_run=dry_run)), soft_wrap=True)


def _print_problems(console: Console, tallies: list[Tally], most: int | None) -> None:
    problems = [problem for tally in tallies for problem in tally.problems]
    for problem in problems[:most]:
        said, style = (_("refused"), "red") if problem.skipped else (_("kept"), "yellow")
        mark = (said.ljust(max(len(_("refused")), len(_("kept")))), style)
        where = f"  {shown(problem.path)}{in_record(problem)}: {shown(problem.reason)}"
        console.print(Text.assemble(mark, where), soft_wrap=True)
    if most is not None and len(problems) > most:
        console.print(more_problems(len(problems) - most), style="dim")


def _outcome(report: Report, *, dry_run: bool) -> str:
    merge = report.merge
    known = (
        (_("{count} added"), merge.added),
        (_("{count} changed"), merge.changed),
        (_("{count} unchanged"), merge.unchanged),
    )
    more = ((_("{count} removed"), merge.removed), (_("{count} of earlier imports kept"), merge.kept))
    said = (*known, *((form, count) for form, count in more if count))
    counts = ", ".join(form.format(count=say_number(count)) for form, count in said)
    if not merge.changes:
        same = _("{name} holds all of it already ({counts}); nothing was changed.")
        return same.format(name=report.path.name, counts=counts)
    pruned = f" {_('Nothing was removed, because not everything could be read.')}" if report.not_pruned else ""
    if dry_run:
        would = _("Would be written to {place}: {counts}. Nothing was changed (--dry-run).")
        return would.format(place=report.path, counts=counts) + pruned
    written = _("Written to {place}: {counts}.").format(place=report.path, counts=counts)
    return f"{written}{pruned} {_('Take it in with /corpus reload, or python -m bot index.')}"
