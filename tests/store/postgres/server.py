"""A real PostgreSQL server for the tests: Debian's, in a temporary folder, on a free port, as a user without rights."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PASSWORD = "p@ss/w:rd?#%"  # needs every escape that a URL has
_ESCAPED = "p%40ss%2Fw%3Ard%3F%23%25"
_QUICK = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "20",
    "shared_buffers": "8MB",
    "autovacuum": "off",
    "lc_messages": "C",
}


class AbsentError(Exception):
    """Why there is no server on this machine."""


class PostgresServer:
    """The server, which a test may stop, kill and start again."""

    def __init__(self, folder: Path, programs: Path, user: str | None) -> None:
        self._folder, self._programs, self._user = folder, programs, user
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    def url(self, *, port: int | None = None, password: str = _ESCAPED, database: str = "postgres") -> str:
        return f"postgresql://clip:{password}@127.0.0.1:{port or self.port}/{database}"

    def make(self) -> None:
        """Its files."""
        secret = self._folder / "password"
        secret.write_text(PASSWORD)
        if self._user:
            shutil.chown(self._folder, self._user)
            shutil.chown(secret, self._user)
        words = [
            "-D",
            "data",
            "-U",
            "clip",
            "-A",
            "scram-sha-256",
            "--pwfile=password",
            "-N",
            "--no-locale",
            "-E",
            "UTF8",
        ]
        subprocess.run(
            [str(self._programs / "initdb"), *words],
            cwd=self._folder,
            user=self._user,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def start(self) -> None:
        """Starts it, and returns once it lets people in."""
        settings = [word for name, value in _QUICK.items() for word in ("-c", f"{name}={value}")]
        place = ["-D", "data", "-h", "127.0.0.1", "-p", str(self.port), "-k", str(self._folder)]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(self._programs / "postgres"), *place, *settings],
                cwd=self._folder,
                user=self._user,
                stdout=log,
                stderr=log,
            )
        ready = [str(self._programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        until = time.monotonic() + 20
        while subprocess.run(ready, check=False).returncode:
            if time.monotonic() > until or self._process.poll() is not None:
                raise AbsentError(f"PostgreSQL does not start: {(self._folder / 'log').read_text()[-500:]}")
            time.sleep(0.02)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT sends everybody away; SIGQUIT stops in the middle of everything, as a crash does."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(20)
            self._process = None


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda program: int(program.parts[-3]))
    if found:
        return found[-1].parent
    there = shutil.which("initdb")
    if there is None:
        raise AbsentError("PostgreSQL is not installed here (apt-get install postgresql)")
    return Path(there).resolve().parent


def _user() -> str | None:
    """Whom it runs as: the server refuses to be root."""
    if os.geteuid():
        return None
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise AbsentError("PostgreSQL does not run as root, and there is no other user here")


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """The server, running while the context is.

    Raises:
        AbsentError: it is not installed, or does not start.
    """
    programs, user = _programs(), _user()
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    server = PostgresServer(folder, programs, user)
    try:
        try:
            server.make()
        except (OSError, subprocess.CalledProcessError) as error:
            raise AbsentError(f"PostgreSQL cannot be set up here: {error}") from error
        server.start()
        yield server
    finally:
        server.stop(signal.SIGQUIT)
        shutil.rmtree(folder)
