"""Ghost: the JSON of Settings > Export. Published posts, on the day of the site's own time zone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO, Any
from zoneinfo import ZoneInfo

from bot.articles.drafts import Draft
from bot.importing.entries import Entry, LeftOut, ReadOptions
from bot.importing.json_stream import items
from bot.importing.sources import Source
from bot.web.html_text import html_to_text

_DATA = ("db.item.data", "data")  # an export, and one whose outermost list was taken off


def read_ghost(source: Source, _options: ReadOptions) -> Iterator[Entry]:
    """Every published post. The tables are read twice: those that posts refer to stand behind them.

    Raises:
        UnreadableError: it is not JSON from some point on.
    """
    for name in source.names():
        with source.open(name) as stream:
            about = _About(stream)
        with source.open(name) as stream:
            for post in _rows(stream, "posts"):
                yield about.entry(post)


def _rows(stream: IO[bytes], *tables: str) -> Iterator[dict[str, Any]]:
    for _, row in items(stream, [f"{data}.{table}.item" for data in _DATA for table in tables]):
        if isinstance(row, dict):
            yield row


class _About:
    """The site's name, address and time zone, its authors, and which author wrote which post."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.settings: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._authors: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        for row in _rows(stream, "settings", "users", "posts_authors"):
            if "key" in row:
                self.settings[str(row["key"])] = str(row.get("value") or "")
            elif "post_id" in row:
                place = row.get("sort_order") if isinstance(row.get("sort_order"), int) else 0
                self._authors[str(row["post_id"])].append((place or 0, str(row.get("author_id"))))
            elif "name" in row:
                self._names[str(row.get("id"))] = str(row["name"])
        try:
            self._zone: Any = ZoneInfo(self.settings.get("timezone") or self.settings.get("active_timezone") or "UTC")
        except (OSError, ValueError):
            self._zone = UTC

    def entry(self, post: dict[str, Any]) -> Entry:
        if post.get("type") == "page" or post.get("page") in (1, True):
            return LeftOut("pages")
        if post.get("status") not in ("published", "sent"):
            return LeftOut("posts planned for later" if post.get("status") == "scheduled" else "drafts")
        ident = str(post.get("id") or "")
        authors = [author for _, author in sorted(self._authors[ident])] or [str(post.get("author_id"))]
        html = post.get("html")
        return Draft(
            text=html_to_text(html) if isinstance(html, str) else str(post.get("plaintext") or ""),
            title=str(post.get("title") or ""),
            date=self._day(post.get("published_at")),
            source=self.settings.get("title", ""),
            url=str(post.get("canonical_url") or ""),
            id=str(post.get("uuid") or ident),
            author=", ".join(filter(None, map(self._names.get, authors))),
        )

    def _day(self, written: object) -> str | None:
        """The day on the site's clock; Ghost writes UTC, as ISO 8601 or as milliseconds."""
        try:
            if isinstance(written, int | float):
                moment = datetime.fromtimestamp(written / 1000, UTC)
            else:
                moment = datetime.fromisoformat(str(written).replace(" ", "T", 1))
        except (ValueError, OverflowError, OSError):
            return None if written is None else str(written)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return str(moment.astimezone(self._zone).date())
