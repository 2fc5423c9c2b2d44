"""`run` and `preview`: starts the bot on Discord, or in a local page that looks like Discord."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from rich.console import Console

from bot.cli.log import set_up_logging
from bot.cli.open import library_from
from bot.cli.options import Corpus, Data, settings_from
from bot.curation.quotas import Quota
from bot.curation.state_changes import StateChanges
from bot.curation.takedowns import Takedowns
from bot.errors import ClippingsError, EngineAwayError, StateAwayError
from bot.installation import VERSION
from bot.jobs.files import FolderFiles, JobFiles
from bot.language.interface import speaking
from bot.library import Library, Reload
from bot.settings import Settings
from bot.store.state import State

if TYPE_CHECKING:
    from bot.chat.bot import ClippingsBot

log = logging.getLogger(__name__)
T = TypeVar("T")

_PAUSE, _LONGEST_PAUSE = 1, 60  # seconds between two attempts to reach PostgreSQL or Milvus at the start

# Python's interval between switches of threads, 5 ms otherwise: so long the event loop waits after each write to a
# socket while another thread computes an answer. Shorter, it costs no throughput.
_SWITCH_SECONDS = 0.001

# The chat room is imported where the bot starts: `ask` must not wait for Discord's library.


def run(corpus: Corpus = None, data: Data = None) -> None:
    """Connect to Discord; without DISCORD_TOKEN, open the preview instead. SIGHUP takes in what changed."""
    settings = _settings(corpus, data)
    if settings.discord_token is None:
        log.info("there is no DISCORD_TOKEN: the preview is opened instead")
        asyncio.run(_until_signalled(_preview(settings, settings.preview_port)))
    else:
        with speaking("en"):  # the log's language, whoever started it
            asyncio.run(_until_signalled(_live(settings, settings.discord_token.get_secret_value())))


def preview(
    corpus: Corpus = None,
    data: Data = None,
    port: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=65535,
            metavar="PORT",
            help="Where the page is; 0 takes any free port.",
            show_default="PREVIEW_PORT",
        ),
    ] = None,
) -> None:
    """Open the bot in a local page that looks like Discord: no token, no connection."""
    settings = _settings(corpus, data)
    chosen = settings.preview_port if port is None else port
    asyncio.run(_until_signalled(_preview(settings, chosen)))


def _settings(corpus: Path | None, data: Path | None) -> Settings:
    """The settings, with the log set up by them; so that errors about settings have its form."""
    set_up_logging("INFO", "json" if os.environ.get("LOG_FORMAT") == "json" else "human")
    settings = settings_from(corpus, data)
    set_up_logging(settings.log_level, settings.log_format)
    log.info("Clippings %s, Python %s, corpus %s, data %s", VERSION, python_version(), settings.corpus, settings.data)
    return settings


async def _live(settings: Settings, token: str) -> None:
    from bot.chat.runner import run_bot

    sys.setswitchinterval(_SWITCH_SECONDS)
    async with _opened(settings) as make:
        await run_bot(make(**_shards(settings)), token)


def _shards(settings: Settings) -> dict[str, Any]:
    """The shards that this process runs; without SHARD_COUNT as many as Discord recommends, all in this process."""
    return {"shard_count": settings.shard_count, "shard_ids": sorted(settings.shard_ids) or None}


async def _preview(settings: Settings, port: int) -> None:
    from bot.chat.preview import SHARDS, serve_preview

    say = Console(highlight=False, soft_wrap=True).print
    async with _opened(settings) as make:
        await serve_preview(partial(make, shard_count=SHARDS), port=port, host=settings.preview_host, announce=say)


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Callable[..., ClippingsBot]]:
    """Library and state, open; what is made of them is the bot. The folder is scanned once the bot answers."""
    from bot.chat.command_sync import check_commands
    from bot.chat.setup import create_bot
    from bot.health import serve_health
    from bot.health.service_manager import ServiceManager

    def made(opened_state: State, **options: Any) -> ClippingsBot:
        bot = create_bot(
            library,
            opened_state,
            owners=settings.owner_ids,
            home_servers=settings.home_servers,
            private_hosts=settings.private_hosts,
            quota=Quota(settings.server_quota_mb, settings.server_quota_articles, settings.disk_reserve_mb),
            auto_reload=settings.auto_reload and settings.first_process and not settings.follow,
            **options,
        )
        health.connected = bot.is_connected
        health.servers = lambda: len(bot.guilds)
        health.shards = lambda: bot.shards
        return bot

    url = settings.state_url.get_secret_value() if settings.state_url else None
    state: State | None = None
    library = library_from(settings)
    manager = ServiceManager()
    try:
        async with serve_health(library, host=settings.health_host, port=settings.health_port) as health:
            library.supervisor.keep_running("telling systemd", lambda: manager.watch(health.ready))
            _handle_hangup(library)
            state = opened = await _until_there(lambda: State.open(settings.data, url))
            await _until_there(library.open)
            health.watch("database", state.check)
            health.watch("engine", library.check_engine)
            health.watch("commands", lambda: check_commands(opened))
            state_changes = StateChanges(state)
            state_changes.listeners.append(Takedowns(state, library).refresh)
            library.supervisor.keep_running("changes of other processes", state_changes.run)
            if not library.follows:
                library.supervisor.run("the first reload", _first_reload(library))
            yield partial(made, state, state_changes=state_changes, job_files=_job_files(settings))
    finally:
        manager.tell("STOPPING=1")
        await library.close()
        if state is not None:
            await state.close()


def _job_files(settings: Settings) -> JobFiles | None:
    """Where uploads are on their way between processes: state.db is in a folder that all of them see already."""
    if settings.jobs_folder is not None:
        return FolderFiles(settings.jobs_folder)
    return FolderFiles(settings.data / "jobs") if settings.state_url is None else None


async def _until_there(open_it: Callable[[], Awaitable[T]]) -> T:
    """Opens the state or the library, and waits for a server that is away: it may have been started with us."""
    pause = _PAUSE
    while True:
        try:
            return await open_it()
        except (StateAwayError, EngineAwayError) as error:
            log.warning("%s Trying again in %d seconds.", error, pause)
        await asyncio.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


async def _first_reload(library: Library) -> None:
    built = library.status().last
    if built is None:
        await _reload(library, "start")
    else:  # what was built just now is up to date
        _log_report(built)


async def _reload(library: Library, by: str) -> None:
    try:
        _log_report(await library.reload(by))
    except ClippingsError as error:
        log.warning("%s", error)


def _log_report(report: Reload) -> None:
    log.info("%d articles, %d of the corpus's files or records skipped", report.articles, report.skipped)


def _handle_hangup(library: Library) -> None:
    """SIGHUP takes in the corpus's changes (`systemctl reload`); on a terminal it means that the terminal is closed."""
    loop = asyncio.get_running_loop()

    def reload() -> None:
        if library.totals() is None:
            log.warning("SIGHUP: nothing is reloaded, the index is still being opened")
            return
        library.supervisor.run("the reload after SIGHUP", _reload(library, "SIGHUP"))

    def stop() -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    loop.add_signal_handler(signal.SIGHUP, stop if sys.stdin.isatty() else reload)


async def _until_signalled(work: Coroutine[None, None, None]) -> None:
    """Runs `work`; SIGTERM and SIGINT cancel it, and the process ends with exit code 0."""
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for wish in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(wish, task.cancel)
    with suppress(asyncio.CancelledError):
        await task
