"""Bytes under a name in Milvus: articles' texts, the parts of the article table, the record of a generation.

Packed (zlib, base64), so that whatever an article holds comes back to the last byte, and checked when it is read.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable
from typing import Any

from bot.errors import DamagedIndexError
from bot.search.milvus.client import Server
from bot.search.milvus.schema import TEXT_MOST

_PIECE = TEXT_MOST // 4 * 4  # base64 comes in fours
_PIECES = 200  # rows fetched at once: 13 MB, where a server may send 64
_TOGETHER = 4_000_000  # characters sent at once
NOBODYS = 0  # in `article`: a blob that is no article's text


def rows_of(name: str, content: bytes, born: int, article: int = NOBODYS) -> list[dict[str, Any]]:
    """A blob as rows."""
    packed = base64.b64encode(zlib.crc32(content).to_bytes(4, "big") + zlib.compress(content, 6)).decode("ascii")
    return [
        {
            "name": f"{name}/{place}",
            "article": article,
            "place": place,
            "born": born,
            "content": packed[first : first + _PIECE],
            "nothing": [0.0, 0.0],
        }
        for place, first in enumerate(range(0, len(packed), _PIECE))
    ]


def text_rows(article: int, text: str, born: int) -> list[dict[str, Any]]:
    """An article's text as rows."""
    return rows_of(f"text-{article}", text.encode("utf-8", "surrogatepass"), born, article)


def write(server: Server, rows: Iterable[dict[str, Any]]) -> None:
    """Writes rows, some megabytes at a time."""
    some: list[dict[str, Any]] = []
    size = 0
    for row in rows:
        some.append(row)
        size += len(row["content"]) + 100
        if size >= _TOGETHER:
            server.insert(server.blobs, some)
            some, size = [], 0
    if some:
        server.insert(server.blobs, some)


def read(server: Server, name: str) -> bytes:
    """A blob by its name. Raises DamagedIndexError when it is missing or not as it was written."""
    rows: list[dict[str, Any]] = []
    while len(rows) % _PIECES == 0:
        here = f"place >= {len(rows)} and place < {len(rows) + _PIECES}"
        found = server.query(server.blobs, f'name like "{name}/%" and {here}', ["place", "content"])
        rows += found
        if not found:
            break
    return _joined(name, rows)


def read_texts(server: Server, articles: Iterable[int]) -> dict[int, str]:
    """Articles' texts, in one request. Raises DamagedIndexError."""
    wanted = sorted(set(articles))
    if not wanted:
        return {}
    by_article: dict[int, list[dict[str, Any]]] = {article: [] for article in wanted}
    for row in server.query(server.blobs, f"article in {wanted}", ["article", "place", "content"]):
        by_article[row["article"]].append(row)
    return {
        article: _joined(f"text-{article}", rows).decode("utf-8", "surrogatepass")
        for article, rows in by_article.items()
    }


def _joined(name: str, rows: list[dict[str, Any]]) -> bytes:
    ordered = sorted(rows, key=lambda row: int(row["place"]))
    try:
        if not rows or [row["place"] for row in ordered] != list(range(len(rows))):
            raise ValueError("a piece is missing")
        packed = base64.b64decode("".join(row["content"] for row in ordered), validate=True)
        content = zlib.decompress(packed[4:])
        if zlib.crc32(content).to_bytes(4, "big") != packed[:4]:
            raise ValueError("another sum")
    except (ValueError, zlib.error) as error:
        raise DamagedIndexError(f"The index in Milvus is damaged: {name} cannot be read.") from error
    return content
