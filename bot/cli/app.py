"""The command line: all commands, and how an error ends the process."""

from __future__ import annotations

import logging
import os
import sys
from typing import Annotated, Any

import typer
from rich.console import Console

from bot.cli import ask, backup, doctor, evaluate, import_command, index, init, run
from bot.cli.language import Command, Group, UsageError, terminal_language, usage_in_words
from bot.cli.log import is_for_machines
from bot.errors import ClippingsError, ExitCode
from bot.installation import VERSION
from bot.language.errors_in_words import in_words
from bot.language.interface import _, speaking

log = logging.getLogger(__name__)
_INTERRUPTED = 130  # the shell's own for Ctrl+C: half an `index` is no success. `run` and `preview` end with 0

app = typer.Typer(
    name="clippings",
    cls=Group,
    help="Answers questions from an archive of dated articles, with verbatim excerpts and their publication dates.",
    epilog='python -m bot ask "Who was first to walk in space, and when?"',
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
app.command(cls=Command, epilog="python -m bot init my-archive")(init.init)
app.command(cls=Command, epilog="python -m bot run")(run.run)
app.command(cls=Command, epilog="python -m bot preview --port 8765")(run.preview)
app.command(cls=Command, epilog='python -m bot ask --as-of 2022-01-01 "When did Webb launch?"')(ask.ask)
app.command("import", cls=Command, epilog="python -m bot import gazette.xml --dry-run")(import_command.import_archive)
app.command(cls=Command, epilog="python -m bot index --corpus corpus")(index.index)
app.command(cls=Command, epilog="python -m bot evaluate tests/questions/own.jsonl")(evaluate.evaluate)
app.command(cls=Command, epilog="python -m bot doctor")(doctor.doctor)
app.command(cls=Command, epilog="python -m bot backup before-the-upgrade.zip")(backup.backup)
app.command(cls=Command, epilog="python -m bot restore before-the-upgrade.zip")(backup.restore)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"clippings {VERSION}")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """The options without a command."""


def main() -> None:
    """Runs the command line in the terminal's language.

    A ClippingsError ends it with its sentence and its exit code, never a traceback.
    """
    with speaking(terminal_language(os.environ)):
        _run()


def _run() -> None:
    try:
        sys.exit(app(standalone_mode=False))
    except UsageError as error:
        _say_usage(error)
        sys.exit(ExitCode.USAGE)
    except ClippingsError as error:
        if is_for_machines():
            log.error("%s", error, extra={"exit_code": int(error.exit_code)})
        else:
            _say(f"clippings: {in_words(error)}")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has closed it (`ask --json | head`): no failure
        sys.exit(ExitCode.OK)


def _say_usage(error: Any) -> None:
    """What is wrong with the command line, and how it is used."""
    if error.ctx is not None:
        typer.echo(error.ctx.get_usage(), err=True)
    _say(f"clippings: {usage_in_words(error.format_message())}")
    if error.ctx is not None:
        typer.echo(_("{command} says more.").format(command=f"{error.ctx.command_path} --help"), err=True)


def _say(sentence: str) -> None:
    Console(stderr=True).print(sentence, style="red", markup=False, highlight=False, soft_wrap=True)
