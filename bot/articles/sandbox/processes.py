"""Starts processes for what strangers' files are parsed by: without this process's secrets."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import bot

_KEPT = (
    "PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "PYTHONHOME", "VIRTUAL_ENV", "TESSDATA_PREFIX"
)  # fmt: skip


def start(module: str = "bot.articles.sandbox.child") -> subprocess.Popen[bytes]:
    """Starts a module of this package as a process. It gets only the environment variables that reading needs."""
    return subprocess.Popen(  # noqa: S603 - this Python, with a module of ours
        [sys.executable, "-m", module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
    )


def environment() -> dict[str, str]:
    """The environment of a process that reads strangers' files; this package can be imported in it."""
    source = str(Path(bot.__file__).parent.parent)
    path = os.pathsep.join(filter(None, [source, os.environ.get("PYTHONPATH")]))
    return {name: os.environ[name] for name in _KEPT if name in os.environ} | {"PYTHONPATH": path}


def limit(what: int, most: int) -> None:
    """Sets a limit of this process (`resource.RLIMIT_…`); one that the system or the operator set stays where lower."""
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
