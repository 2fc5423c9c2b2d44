"""One way to run work in the background: what fails is logged, started again, and seen by whoever asks for readiness.

The scheme is that of a supervisor in Erlang/OTP ("one for one"), with exponential backoff between restarts.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from bot.errors import ClippingsError

_log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds before a restart: doubled each time
SETTLED = 10.0  # seconds of running after which a restarted task counts as healthy, and pauses begin anew


class Supervisor:
    """Runs the background tasks of one process. Used on one event loop.

    `failing` names each lasting task that has failed and has not run for `SETTLED` seconds since, with the reason.
    """

    def __init__(
        self, *, first_pause: float = FIRST_PAUSE, longest_pause: float = LONGEST_PAUSE, settled: float = SETTLED
    ) -> None:
        self.failing: dict[str, str] = {}
        self._first_pause, self._longest_pause, self._settled = first_pause, longest_pause, settled
        self._lasting: dict[str, asyncio.Task[None]] = {}
        self._passing: set[asyncio.Task[None]] = set()

    def keep_running(self, name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Runs `work()` until it returns or is stopped; whatever it raises is logged, and it is started again.

        Raises:
            ValueError: a task of this name runs already.
        """
        if name in self._lasting:
            raise ValueError(f"a background task named {name!r} runs already")
        task = asyncio.create_task(self._keep_running(name, work), name=name)
        self._lasting[name] = task

    def run(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        """Runs `work` once; whatever it raises is logged."""
        task = asyncio.create_task(_logged(name, work), name=name)
        self._passing.add(task)
        task.add_done_callback(self._passing.discard)
        task.add_done_callback(lambda _: work.close())  # also where it was stopped before it had begun

    async def stop(self, name: str) -> None:
        """Cancels a lasting task and waits for its end; does nothing where there is none."""
        task = self._lasting.pop(name, None)
        self.failing.pop(name, None)
        if task is not None:
            task.cancel()
            await asyncio.wait({task})

    async def close(self) -> None:
        """Cancels everything and waits for its end."""
        tasks = [*self._lasting.values(), *self._passing]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        self._lasting.clear()
        self.failing.clear()

    async def _keep_running(self, name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        loop = asyncio.get_running_loop()
        pause = self._first_pause
        while True:
            began = loop.time()
            settling = loop.call_later(self._settled, self.failing.pop, name, None)
            try:
                await work()
            except Exception as error:
                if loop.time() - began >= self._settled:
                    pause = self._first_pause
                self._report(name, error, pause)
            else:
                self.failing.pop(name, None)
                return
            finally:
                settling.cancel()
            await asyncio.sleep(pause)
            pause = min(2 * pause, self._longest_pause)

    def _report(self, name: str, error: Exception, pause: float) -> None:
        reason = str(error) or type(error).__name__
        known, self.failing[name] = self.failing.get(name), reason
        if known == reason:
            _log.debug("%s failed again: %s", name, reason)
        elif isinstance(error, ClippingsError):
            _log.error("%s failed and is started again in %.0f s: %s", name, pause, reason)
        else:
            _log.error("%s failed and is started again in %.0f s", name, pause, exc_info=error)


async def _logged(name: str, work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except ClippingsError as error:
        _log.error("%s failed: %s", name, error)
    except Exception:
        _log.exception("%s failed", name)
