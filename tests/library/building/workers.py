"""The worker processes that build an index, found by their command lines, and a library that none of them disturbed."""

from __future__ import annotations

import psutil

from bot.library import Library
from tests.library.conftest import quotes

ASKED = "Who opened the bridge of Aldford?"


def workers(parent: int | None = None) -> list[psutil.Process]:
    found = psutil.Process(parent).children(recursive=True)
    like = [child for child in found if "bot.library.building.worker" in _command(child)]
    pids = {child.pid for child in like}  # one that it has forked is called the same until it is another program
    return [child for child in like if _parent(child) not in pids]


def _command(process: psutil.Process) -> str:
    """Empty for one that ends at this moment."""
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:  # also a zombie
        return ""


def _parent(process: psutil.Process) -> int | None:
    try:
        return int(process.ppid())
    except psutil.NoSuchProcess:
        return None


async def still_the_same(library: Library) -> None:
    assert "Aldford" in (await quotes(library, ASKED))[0]
    assert library.status().span.articles == 8
    assert library.running is None
    assert not workers()
