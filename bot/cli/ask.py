"""`ask`: an answer in the terminal, or as JSON for other programs."""

from __future__ import annotations

import asyncio
import importlib
import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import date
from typing import Annotated

import typer
from rich.console import Console

from bot.answers.reply.export import as_json
from bot.answers.reply.nearness import as_shown
from bot.cli.open import opened
from bot.cli.options import Corpus, Data, day_from, settings_from
from bot.cli.terminal import print_answer
from bot.language.interface import _, speaking
from bot.language.recurring import boilerplate_among
from bot.library import Library
from bot.model import Answer, Question, Sort, Turn
from bot.settings import Settings

_TURNS = 4  # earlier questions that a follow-up may refer to


def ask(
    question: Annotated[str | None, typer.Argument(help="The question; without one, a small prompt loop.")] = None,
    corpus: Corpus = None,
    data: Data = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="The day of asking.", show_default="today")
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only articles of this day or later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Only articles of this day or earlier.")] = None,
    source: Annotated[str, typer.Option(metavar="NAME", help="Only articles of this source.")] = "",
    sort: Annotated[Sort, typer.Option(help="The order of the excerpts.")] = Sort.RELEVANCE,
    limit: Annotated[int, typer.Option(min=1, max=10, help="Excerpts to an answer.")] = 3,
    as_typed: Annotated[bool, typer.Option("--as-typed", help="Correct no word of the question.")] = False,
    as_lines: Annotated[
        bool,
        typer.Option("--json", help="One JSON object a question; reads them from standard input if none is given."),
    ] = False,
    why: Annotated[
        bool, typer.Option("--why", help="Show what each matched word added, and what moved the verdict.")
    ] = False,
) -> None:
    """Answer a question in the terminal, with quotes, titles and dates."""
    asked = Question(
        text=question or "",
        as_of=day_from(as_of, "--as-of") or date.today(),
        since=day_from(since, "--since"),
        until=day_from(until, "--until"),
        source=source,
        sort=sort,
        limit=limit,
        as_typed=as_typed,
    )
    settings = settings_from(corpus, data)
    with speaking("en") if as_lines else nullcontext():  # programs read one language
        asyncio.run(_ask(settings, asked, as_lines=as_lines, why=why))


async def _ask(settings: Settings, asked: Question, *, as_lines: bool, why: bool) -> None:
    async with opened(settings) as library:
        if as_lines:
            for text in [asked.text] if asked.text else _lines():
                answer = await library.ask(replace(asked, text=text))
                print(json.dumps(as_json(answer), ensure_ascii=False), flush=True)  # noqa: T201 - the contract's output
        elif asked.text:
            print_answer(
                Console(), await _shown(library, asked), why=why, as_typed=_("with --as-typed, it is searched as typed")
            )
        else:
            await _converse(library, asked, why=why)


async def _shown(library: Library, asked: Question) -> Answer:
    answer, _ = as_shown(await library.ask(asked), boilerplate_among(library.recurring))
    return answer


def _lines() -> Iterator[str]:
    return (line for line in map(str.strip, sys.stdin) if line)


async def _converse(library: Library, asked: Question, *, why: bool) -> None:
    console = Console()
    history: tuple[Turn, ...] = ()
    corrected = ""  # the last question, where one of its words was
    if sys.stdin.isatty():
        with suppress(ImportError):  # a system without it reads plain lines
            importlib.import_module("readline")  # gives `input` a history and the arrow keys
        console.print(_("Ask the archive; an empty line ends."), style="dim")
    while text := await asyncio.to_thread(_next_question):
        again = corrected == text
        answer = await _shown(library, replace(asked, text=text, history=history, as_typed=asked.as_typed or again))
        print_answer(console, answer, why=why, as_typed=_("asked again, it is searched as typed"))
        corrected = text if answer.corrected else ""
        history = (*history, _turn(answer))[-_TURNS:]


def _next_question() -> str:
    try:
        return input(f"{_('ask')}> " if sys.stdin.isatty() else "").strip()
    except EOFError:
        return ""


def _turn(answer: Answer) -> Turn:
    return Turn(
        answer.understood or answer.corrected or answer.question.text,
        tuple(excerpt.article.key for excerpt in answer.excerpts),
        tuple(excerpt.text for excerpt in answer.excerpts),
    )
