"""The HTTP side: /live, /ready and /metrics, for systemd, a container's health check, Prometheus."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from aiohttp import web  # Discord's library brings it

from bot.errors import ClippingsError, MissingExtraError, SettingsError

if TYPE_CHECKING:
    from bot.health.metrics import Metrics
    from bot.library import Library

log = logging.getLogger(__name__)


LOOK_EVERY = 5.0  # seconds between two looks at what answers depend on: nobody may be asking, and find out
_PATIENCE = 3.0  # seconds until a database that has not answered counts as away: Discord waits as long


class Health:
    """What can be asked of the process.

    Once there is a bot, `connected` tells whether Discord hears it, `servers` in how many it is and `shards` which it
    runs. `reachable` has what is looked at from time to time.
    """

    def __init__(self, library: Library, *, every: float = LOOK_EVERY, patience: float = _PATIENCE) -> None:
        self.connected: Callable[[], bool] = lambda: False
        self.servers: Callable[[], int] = lambda: 0
        self.shards: Callable[[], Iterable[int]] = tuple
        self.reachable: dict[str, bool] = {}
        self._library = library
        self._every, self._patience = every, patience

    def ready(self) -> dict[str, bool]:
        """What it takes to answer a question, and whether it is there; background tasks are named while they fail."""
        parts = {"library": self._library.totals() is not None, "discord": self.connected()}
        return parts | self.reachable | dict.fromkeys(self._library.supervisor.failing, False)

    def watch(self, name: str, check: Callable[[], Coroutine[Any, Any, object]]) -> None:
        """Looks from now on, every few seconds, whether `check` answers in time: a part of being ready."""
        self.reachable[name] = False
        self._library.supervisor.keep_running(f"looking at the {name}", lambda: self._watch(name, check))

    async def _watch(self, name: str, check: Callable[[], Coroutine[Any, Any, object]]) -> None:
        while True:
            looking = asyncio.create_task(check())
            _, pending = await asyncio.wait({looking}, timeout=self._patience)
            if pending:  # not asked again before it has answered: a server that hangs would hold a thread each time
                self._found(name, "it does not answer")
                await asyncio.wait({looking})
            error = looking.exception()
            if error is not None and not isinstance(error, ClippingsError):
                raise error
            self._found(name, str(error or ""))
            await asyncio.sleep(self._every)

    def _found(self, name: str, trouble: str) -> None:
        if self.reachable[name] and trouble:
            log.warning("not ready, the %s is away: %s", name, trouble)
        self.reachable[name] = not trouble


@asynccontextmanager
async def serve_health(library: Library, *, host: str, port: int | None) -> AsyncIterator[Health]:
    """Serves while the context is; nothing at all when `port` is None. Port 0 takes any free one, named in the log.

    Raises:
        MissingExtraError: the `metrics` extra is not installed.
        SettingsError: the host or port cannot be used.
    """
    health = Health(library)
    if port is None:
        yield health
        return
    metrics = _metrics(library, health)
    runner = web.AppRunner(_routes(health, metrics), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await _listen(runner, host, port)
        yield health
    finally:
        await runner.cleanup()
        metrics.close()


async def _listen(runner: web.AppRunner, host: str, port: int) -> None:
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        raise SettingsError(
            f"HEALTH_PORT: {host}:{port} cannot be used ({error.strerror}). Choose another, or none."
        ) from None
    log.info("health at http://%s:%d: /live /ready /metrics", *runner.addresses[0][:2])


def _metrics(library: Library, health: Health) -> Metrics:
    try:
        from bot.health.metrics import Metrics  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingExtraError("HEALTH_PORT", "metrics") from None
    return Metrics(library, health)


def _routes(health: Health, metrics: Metrics) -> web.Application:
    async def live(_request: web.Request) -> web.Response:
        return web.json_response({"live": True})

    async def ready(_request: web.Request) -> web.Response:
        parts = health.ready()
        return web.json_response({"ready": all(parts.values()), **parts}, status=200 if all(parts.values()) else 503)

    async def figures(_request: web.Request) -> web.Response:
        return web.Response(body=metrics.written(), headers={"Content-Type": metrics.content_type})

    app = web.Application()
    app.add_routes([web.get("/live", live), web.get("/ready", ready), web.get("/metrics", figures)])
    return app
