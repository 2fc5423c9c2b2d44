"""The command line: all commands, and how an error ends the process."""

from __future__ import annotations

import logging
import sys
from typing import Annotated

import typer
from rich.console import Console

from bot.cli import ask, backup, doctor, evaluate, import_command, index, init, run
from bot.cli.log import is_for_machines
from bot.errors import ClippingsError, ExitCode
from bot.installation import VERSION

log = logging.getLogger(__name__)
_INTERRUPTED = 130  # the shell's own for Ctrl+C: half an `index` is no success. `run` and `preview` end with 0

app = typer.Typer(
    name="clippings",
    help="Answers questions from an archive of dated articles, with verbatim excerpts and their publication dates.",
    epilog='Example: python -m bot ask "Who was first to walk in space, and when?"',
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
app.command(epilog="Example: python -m bot init my-archive")(init.init)
app.command(epilog="Example: python -m bot run")(run.run)
app.command(epilog="Example: python -m bot preview --port 8765")(run.preview)
app.command(epilog='Example: python -m bot ask --as-of 2022-01-01 "When did Webb launch?"')(ask.ask)
app.command("import", epilog="Example: python -m bot import gazette.xml --dry-run")(import_command.import_archive)
app.command(epilog="Example: python -m bot index --corpus corpus")(index.index)
app.command(epilog="Example: python -m bot evaluate tests/questions/own.jsonl")(evaluate.evaluate)
app.command(epilog="Example: python -m bot doctor")(doctor.doctor)
app.command(epilog="Example: python -m bot backup before-the-upgrade.zip")(backup.backup)
app.command(epilog="Example: python -m bot restore before-the-upgrade.zip")(backup.restore)


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
    """Runs the command line; a ClippingsError ends it with its sentence and its exit code, never a traceback."""
    try:
        app()
    except ClippingsError as error:
        if is_for_machines():
            log.error("%s", error, extra={"exit_code": int(error.exit_code)})
        else:
            say = Console(stderr=True).print
            say(f"clippings: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has closed it (`ask --json | head`): no failure
        sys.exit(ExitCode.OK)
