"""Opening the corpus for a command: its last index, brought up to date, with progress on the terminal."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

from pydantic import SecretStr
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from bot.articles import Limits
from bot.language.figures import say_number
from bot.language.interface import _, ngettext
from bot.library import Library
from bot.model import Progress
from bot.search import EngineConfig, engine_config
from bot.settings import Settings


def library_from(settings: Settings) -> Library:
    """The library that these settings describe, not yet opened."""
    return Library(
        settings.corpus,
        settings.data,
        language=settings.corpus_language,
        limits=Limits(max_file_mb=settings.max_file_mb),
        engine=engine_from(settings),
        follows=settings.follow,
        workers=settings.workers,
    )


def engine_from(settings: Settings) -> EngineConfig:
    """The settings of the engine that holds the index. Raises SettingsError for an address that is not valid."""
    values = settings.model_dump()
    plain = {
        name: value.get_secret_value() if isinstance(value, SecretStr) else value for name, value in values.items()
    }
    return engine_config(settings.search_engine, plain)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Library]:
    """The library with every change of the folder taken in; closed afterwards.

    Raises:
        CorpusError: when there is nothing to read.
    """
    library = library_from(settings)
    try:
        with bar() as show:
            await library.refresh(progress=show)
        if library.notice:
            Console(stderr=True).print(library.notice, style="yellow", markup=False, highlight=False)
        yield library
    finally:
        await library.close()


@contextmanager
def bar() -> Iterator[Callable[[Progress], None]]:
    """A progress bar on standard error, so that standard output holds nothing but the answer."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(_("Opening"), total=None)

        def show(progress: Progress) -> None:
            count = progress.articles
            read = ngettext("{count} article", "{count} articles", count).format(count=say_number(count))
            stage = _("Reading") if progress.stage == "reading" else _("Indexing")
            bars.update(
                task,
                description=f"{stage}: {read}",
                completed=progress.files,
                total=progress.files_total or None,
            )

        yield show
