"""A real Milvus server for the tests: milvus-lite in a process of its own, spoken to over its gRPC port."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path


class MilvusServer:
    """Starts at once; can be killed and started again over the same data, at the same port."""

    def __init__(self, data: Path) -> None:
        self._data = data
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port: int = free.getsockname()[1]
        self.uri = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        """Returns once it takes connections."""
        command = [sys.executable, "-m", "milvus_lite", "server", "--data-dir", str(self._data), "--host", "127.0.0.1"]
        self._process = subprocess.Popen(
            [*command, "--port", str(self._port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + 30
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self._port), 1).close()
            except OSError:
                assert self._process.poll() is None, "the server has ended"
                time.sleep(0.02)
            else:
                return
        raise TimeoutError("the server does not take connections")

    def revive(self) -> None:
        """Starts it again if it was killed."""
        if self._process is None:
            self.start()

    def kill(self) -> None:
        """As by a power cut."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
