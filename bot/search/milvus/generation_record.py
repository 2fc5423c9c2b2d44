"""What Milvus holds of the newest generation, in one row: replacing that row is the swap that everybody follows."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bot.errors import DamagedIndexError
from bot.search.milvus import blobs
from bot.search.milvus.client import Server

FORMAT = 2  # raise it when rows change their meaning: older generations are then made anew
_NAME = "newest"
_TIMELESS = 0  # in `born`: the record outlives its generations


@dataclass(frozen=True, slots=True)
class Retired:
    """What a generation no longer needs, removed once the one before is not read any more: `at` in seconds since 1970.

    `rows` names a blob with rows of articles that went; `parts` and `whole` say that parts of the article_table, or all
    that was born before `number`, have been replaced.
    """

    at: float
    number: int
    rows: str = ""
    parts: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A generation: `parts` are (tag, how many) of its article table's; `lines` the passages that hold a term."""

    number: int
    name: str
    parameters: dict[str, Any]
    parts: list[tuple[str, int]]
    extras: dict[str, str]
    articles: int = 0
    passages: int = 0
    length: int = 0
    lines: int = 0
    average_idf: float = 0.0
    retired: list[Retired] = field(default_factory=list)

    def part_names(self) -> list[str]:
        """The blobs of the article table, in the order in which they are taken in."""
        return [part_name(tag, place) for tag, count in self.parts for place in range(count)]


def part_name(tag: str, place: int) -> str:
    """The blob of one part; the tag is the build's."""
    return f"part-{tag}-{place}"


def read_record(server: Server) -> Record | None:
    """The newest generation's record; None where nothing has been built yet.

    Raises:
        DamagedIndexError: it cannot be read, or is of another format.
    """
    if not server.exists() or not server.query(server.blobs, f'name == "{_NAME}/0"', ["place"]):
        return None
    try:
        given = json.loads(blobs.read(server, _NAME))
        if given.pop("format") != FORMAT:
            raise DamagedIndexError("The index in Milvus is of another version of the bot.")
        parts = [(tag, count) for tag, count in given.pop("parts")]
        retired = [Retired(**one) for one in given.pop("retired")]
        return Record(**given, parts=parts, retired=retired)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DamagedIndexError("The index in Milvus is damaged: its record cannot be read.") from error


def write_record(server: Server, record: Record) -> None:
    """Makes `record` the newest, which every process finds from now on."""
    content = json.dumps(asdict(record) | {"format": FORMAT}).encode()
    rows = blobs.rows_of(_NAME, content, _TIMELESS)
    if len(rows) != 1:
        raise ValueError("a record is one row, or it could not be replaced at once")
    server.replace(server.blobs, rows[0])


def without(record: Record, done: list[Retired]) -> Record:
    """The record with less to remove."""
    return replace(record, retired=[one for one in record.retired if one not in done])
