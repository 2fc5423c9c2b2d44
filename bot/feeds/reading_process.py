"""Reads what strangers' servers answer in a process of its own, which is killed where that takes too long.

See `bot/feeds/child.py`. There is one for the whole bot; it starts with the first feed, and ends when none was read for
a while.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import threading
from contextlib import suppress
from datetime import date
from typing import Any, BinaryIO, cast

from bot.articles.sandbox import start
from bot.articles.sandbox.frames import BrokenFrameError, read_frame, write_frame
from bot.errors import ClippingsError
from bot.feeds.parsing import Entry, ParsedFeed
from bot.web.fetching import Page
from bot.web.guards import WebError

SECONDS = 20.0  # for one answer of a server
_RESTS_AFTER = 60.0  # seconds
_MOST_BACK = 60_000_000  # bytes


class _ReadingProcess:
    """The process. Its methods block; threads may call them, and wait for each other."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._timer: threading.Timer | None = None
        atexit.register(self.close)

    def ask(self, request: dict[str, Any], content: bytes, seconds: float) -> Any:
        """What the process found. Raises what it says, and WebError where it met a limit."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            header, found = self._answer(request, content, seconds)
            self._timer = threading.Timer(_RESTS_AFTER, self.close)
            self._timer.daemon = True
            self._timer.start()
        match header:
            case ["found"]:
                return found
            case ["refused", dict(error)]:
                raise ClippingsError.from_json(error)
        raise _too_much()

    def close(self) -> None:
        """Ends the process; the next request starts another."""
        with self._lock:
            self._end()

    def _answer(self, request: dict[str, Any], content: bytes, seconds: float) -> tuple[Any, Any]:
        if self._process is None:
            self._process = start("bot.feeds.child")
        process = self._process
        limit = threading.Timer(seconds, process.kill)
        limit.start()
        try:
            write_frame(cast(BinaryIO, process.stdin), request, content)
            cast(BinaryIO, process.stdin).flush()
            header, body = read_frame(cast(BinaryIO, process.stdout), _MOST_BACK)
            return header, json.loads(body)
        except (BrokenFrameError, BrokenPipeError, ValueError):
            self._end()
            return None, None
        finally:
            limit.cancel()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with suppress(OSError, ValueError):
                process.communicate()


_process = _ReadingProcess()


def read_feed(page: Page, seconds: float = SECONDS) -> ParsedFeed:
    """The feed in a server's answer. Blocks: call it in a thread.

    Raises:
        NoFeedError: it is no feed.
        MissingExtraError: feedparser is not installed.
        WebError: reading it met a limit.
    """
    request = {"what": "feed", "url": page.url, "content_type": page.content_type}
    try:
        found = _process.ask(request, page.content, seconds)
        entries = (
            Entry(**{**entry, "date": date.fromisoformat(entry["date"]) if entry["date"] else None})
            for entry in found["entries"]
        )
        return ParsedFeed(found["title"], tuple(entries))
    except (TypeError, KeyError, ValueError):
        raise _too_much() from None


def read_links(page: Page) -> list[str]:
    """The feeds that a web page names. Blocks. Raises WebError where reading it met a limit."""
    return [str(link) for link in _process.ask({"what": "links", "url": page.url}, page.content, SECONDS)]


def read_text(page: Page) -> str:
    """The article on a web page. Blocks. Raises ClippingsError where there is none."""
    return str(_process.ask({"what": "page", "charset": page.charset or "utf-8"}, page.content, SECONDS))


def _too_much() -> WebError:
    return WebError("What is at that address takes too much time or memory to read.")
