"""The process that reads feeds and the pages they lead to: `python -m bot.feeds.child`. The system limits its memory.

Each request on its input brings what a server answered; it answers with what that holds, and ends with its input.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from bot.articles.drafts import UnreadableError
from bot.articles.limits import MEGABYTE
from bot.articles.readers.web_page import page_article
from bot.articles.sandbox.frames import BrokenFrameError, read_frame, write_frame
from bot.articles.sandbox.processes import limit
from bot.errors import ClippingsError
from bot.feeds.parsing import Entry, feed_links, parse_feed

MOST_READ = 50 * MEGABYTE  # of one answer of a server
_MEMORY = 700 * MEGABYTE
_NICENESS = 5  # questions have priority


def main() -> int:
    """Answers requests until the input closes."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not look like a frame
    with suppress(OSError):
        os.nice(_NICENESS)
    limit(resource.RLIMIT_AS, int(_MEMORY))
    for what in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
        limit(what, 0)
    with suppress(BrokenFrameError, BrokenPipeError):
        while True:
            request, body = read_frame(requests, int(MOST_READ))
            header, found = _carry_out(request, body)
            write_frame(answers, header, json.dumps(found).encode())
            answers.flush()
    return 0


def _carry_out(request: dict[str, Any], body: bytes) -> tuple[list[Any], Any]:
    try:
        match request["what"]:
            case "feed":
                feed = parse_feed(body, request["url"], request["content_type"])
                return ["found"], {"title": feed.title, "entries": [_plain(entry) for entry in feed.entries]}
            case "links":
                return ["found"], feed_links(body, request["url"])
            case _:
                return ["found"], page_article(body.decode(request["charset"], "replace")).text
    except (ClippingsError, UnreadableError) as error:
        told = error if isinstance(error, ClippingsError) else ClippingsError(str(error))
        return ["refused", told.to_json()], None
    except (MemoryError, LookupError, RecursionError):
        return ["too much"], None


def _plain(entry: Entry) -> dict[str, Any]:
    return asdict(entry) | {"date": entry.date.isoformat() if entry.date else ""}


if __name__ == "__main__":
    sys.exit(main())
