"""`init`: a folder to start from, with sample articles and settings that wait for a token."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.errors import ClippingsError
from bot.installation import example_settings, sample_corpus
from bot.language.figures import say_number
from bot.language.interface import _

_PRIVATE = 0o600  # of .env, which will hold the token


def init(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where; made if it is not there.")] = Path(),
    empty: Annotated[bool, typer.Option("--empty", help="Leave the corpus without the sample articles.")] = False,
) -> None:
    """Make corpus/ and .env in a folder, and say what comes next. What is there already is left as it is."""
    say = Console(highlight=False, soft_wrap=True).print
    try:
        folder.mkdir(parents=True, exist_ok=True)
        say(_corpus(folder / "corpus", empty=empty), markup=False)
        say(_settings(folder / ".env"), markup=False)
    except OSError as error:
        place, why = error.filename or folder, error.strerror
        raise ClippingsError("{place} cannot be made: {why}.", place=place, why=why) from None
    steps = (
        *(() if folder.resolve() == Path.cwd() else (f"cd {folder}",)),
        'clippings ask "Who was first to walk in space, and when?"',
        f"clippings preview    {_('the bot in a local page that looks like Discord')}",
        f"clippings run        {_('on Discord, once DISCORD_TOKEN is set in .env')}",
        f"clippings doctor     {_('whether everything is in order')}",
    )
    say(f"\n{_('What comes next:')}")
    for step in steps:
        say(f"  {step}", markup=False)


def _corpus(corpus: Path, *, empty: bool) -> str:
    if corpus.exists() and (empty or not corpus.is_dir() or any(corpus.iterdir())):
        return _("{place} is there already: left as it is").format(place=corpus)
    if empty:
        corpus.mkdir()
        return _("{place} is made: put your articles there").format(place=corpus)
    shutil.copytree(sample_corpus(), corpus, dirs_exist_ok=True)
    count = sum(1 for path in corpus.rglob("*") if path.is_file())
    made = _("{place} is made, with {count} sample articles: replace them by your own")
    return made.format(place=corpus, count=say_number(count))


def _settings(file: Path) -> str:
    if file.exists():
        return _("{place} is there already: left as it is").format(place=file)
    text = example_settings().read_text(encoding="utf-8")
    with open(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _PRIVATE), "w", encoding="utf-8") as made:  # noqa: PTH123 - private from birth
        made.write(text.replace("# Copy to .env and change what you need. Each", "# Change what you need. Each", 1))
    return _("{place} is made, readable by you alone: every setting is explained in it").format(place=file)
