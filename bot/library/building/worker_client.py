"""The parent's side of the worker process: starts it, reads its reports, and kills it."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import bot
from bot.errors import CancelledReloadError, ClippingsError, CorpusError
from bot.library.building.job import BuildJob, Outcome
from bot.model import Progress

_SECRETS = {"DISCORD_TOKEN", "MILVUS_TOKEN", "STATE_URL"}  # a build gets what it needs of them with its job


class WorkerProcess:
    """One reload in a process group of its own; `run` in one thread, `cancel` from any."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._cancelled = False
        self._lock = threading.Lock()

    def run(self, job: BuildJob, report: Callable[[Progress], None]) -> Outcome:
        """Runs `job` in the process; `report` is called in this thread.

        Raises:
            CancelledReloadError: after `cancel`.
            CorpusError: the process died; the sentence says how.
            ClippingsError: whatever `bring_up_to_date` refused.
        """
        with self._lock:
            if self._cancelled:
                raise CancelledReloadError("The reload was cancelled; the old corpus goes on answering.")
            self._process = process = _start()
        try:
            return self._listen(process, job, report)
        finally:
            self._kill()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):
                    pipe.close()  # type: ignore[union-attr]
            process.wait()

    def cancel(self) -> None:
        """Kills the process and its children; does nothing once it has ended."""
        with self._lock:
            self._cancelled = True
            self._kill()

    def _listen(self, process: subprocess.Popen[bytes], job: BuildJob, report: Callable[[Progress], None]) -> Outcome:
        assert process.stdin
        assert process.stdout
        with suppress(BrokenPipeError):  # it has ended already; its exit code says why
            process.stdin.write(job.to_json().encode() + b"\n")
            process.stdin.flush()
        for line in process.stdout:
            message = _parse(line)
            if "progress" in message:
                report(Progress(*message["progress"]))
            elif "log" in message:
                logging.getLogger(message["log"][0]).log(message["log"][1], "%s", message["log"][2])
            elif "error" in message:
                raise ClippingsError.from_json(message["error"])
            elif "failure" in message:
                raise CorpusError(
                    "The reload failed ({reason}; the log has the details); the old corpus goes on answering.",
                    reason=message["failure"],
                )
            elif "outcome" in message:
                return Outcome.from_json(message["outcome"])
        raise self._died(process.wait())

    def _died(self, code: int) -> CorpusError:
        if self._cancelled:
            return CancelledReloadError("The reload was cancelled; the old corpus goes on answering.")
        if code < 0:
            name = signal.Signals(-code).name
            if name == "SIGKILL":
                return CorpusError(
                    "The reload's process was stopped by SIGKILL (the system may have run out of memory); the old "
                    "corpus goes on answering."
                )
            return CorpusError(
                "The reload's process was stopped by {signal}; the old corpus goes on answering.", signal=name
            )
        return CorpusError("The reload's process ended with code {code}; the old corpus goes on answering.", code=code)

    def _kill(self) -> None:
        if self._process is not None and self._process.poll() is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)


def _start() -> subprocess.Popen[bytes]:
    """Starts the worker from this package, with no secret in its environment."""
    source = str(Path(bot.__file__).parent.parent)
    path = os.pathsep.join(filter(None, [source, os.environ.get("PYTHONPATH")]))
    environment = {name: value for name, value in os.environ.items() if name not in _SECRETS} | {"PYTHONPATH": path}
    return subprocess.Popen(
        [
            sys.executable,
            "-c",
            # what is imported is no garbage: looking for any meanwhile takes a tenth of the time until the work begins
            "import gc, sys; gc.disable(); from bot.library.building.worker import main; sys.exit(main())",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        process_group=0,
        env=environment,
    )


def _parse(line: bytes) -> dict[str, Any]:
    try:
        message = json.loads(line)
    except ValueError:  # cut off by a kill
        return {}
    return message if isinstance(message, dict) else {}
