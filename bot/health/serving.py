"""The HTTP side: /live, /ready and /metrics, for systemd, a container's health check, Prometheus."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from aiohttp import web  # Discord's library brings it

from bot.errors import MissingExtraError, SettingsError

if TYPE_CHECKING:
    from bot.health.metrics import Metrics
    from bot.library import Library

log = logging.getLogger(__name__)


class Health:
    """What can be asked of the process. `connected` tells whether Discord hears it, once there is a bot."""

    def __init__(self, library: Library) -> None:
        self.connected: Callable[[], bool] = lambda: False
        self._library = library

    def ready(self) -> dict[str, bool]:
        """What it takes to answer a question, and whether it is there; background tasks are named while they fail."""
        parts = {"library": self._library.totals() is not None, "discord": self.connected()}
        return parts | dict.fromkeys(self._library.supervisor.failing, False)


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
    return Metrics(library, lambda: all(health.ready().values()))


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
