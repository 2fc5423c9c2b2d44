"""`evaluate`: how well an archive answers a file of questions whose answers are known."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot.answers.evaluate import Evaluation
from bot.answers.evaluate import evaluate as measure
from bot.cli.open import opened
from bot.cli.options import Corpus, Data, UsageError, settings_from
from bot.settings import Settings


def evaluate(
    questions: Annotated[
        Path, typer.Argument(help="JSON lines: id, question, date (of asking), answers, gold (article ids).")
    ],
    corpus: Corpus = None,
    data: Data = None,
    details: Annotated[
        Path | None, typer.Option(metavar="OUT.jsonl", help="Write every answer, one JSON object a question.")
    ] = None,
    as_object: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")] = False,
) -> None:
    """Measure the answers to questions whose answers are known, each asked as of its own date."""
    asked = list(_read(questions))
    asyncio.run(_evaluate(settings_from(corpus, data), asked, details, as_object=as_object))


def _read(path: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("{place} cannot be read: {why}.", place=path, why=error) from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError:
            raise UsageError("{place}, line {number}: this is not JSON.", place=path, number=number) from None
        if not isinstance(record, dict):
            raise UsageError("{place}, line {number}: a question is one JSON object.", place=path, number=number)
        yield record


async def _evaluate(settings: Settings, asked: list[dict[str, Any]], details: Path | None, *, as_object: bool) -> None:
    async with opened(settings) as library:
        with _details(details) as write:
            try:
                result = await library.use(lambda index: measure(index, asked, today=library.today(), on_answer=write))
            except ValueError as error:
                raise UsageError(str(error)) from None
    if as_object:
        print(json.dumps(result.as_json()))  # noqa: T201 - what the caller asked for
    else:
        print_evaluation(Console(), result)


@contextmanager
def _details(path: Path | None) -> Iterator[Callable[[dict[str, Any]], None]]:
    if path is None:
        yield lambda _found: None
        return
    try:
        with path.open("w", encoding="utf-8") as out:
            yield lambda found: print(json.dumps(found, ensure_ascii=False), file=out)
    except OSError as error:
        raise UsageError("{place} cannot be written: {why}.", place=path, why=error.strerror) from None


def print_evaluation(console: Console, result: Evaluation) -> None:
    """Prints the figures of an evaluation as a table."""
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    for what, figure in result.rows():
        table.add_row(what, figure)
    console.print(table)
