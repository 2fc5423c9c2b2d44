"""One archive in Milvus, as the library sees it."""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.errors import DamagedIndexError
from bot.language.figures import say_list, say_number
from bot.language.interface import N_, _
from bot.model import Article
from bot.search.analysis.analyzer import Analyzer
from bot.search.milvus import blobs
from bot.search.milvus.article_table import ArticleTable
from bot.search.milvus.builder import build, last_record
from bot.search.milvus.client import Server
from bot.search.milvus.config import MilvusConfig
from bot.search.milvus.generation_record import Record, Retired, read_record, without, write_record
from bot.search.milvus.index import MilvusIndex
from bot.search.parameters import IndexParameters, differences
from bot.search.protocols import GRACE, Edition, Extra, Progress

_log = logging.getLogger(__name__)
TRUST = GRACE / 2  # seconds since its last look after which a follower no longer answers: it may have been overtaken
ASKING, BUILDING = 5.0, 60.0  # seconds of patience: a member waits for a question, an operator for a reload
_ROWS = 200  # articles removed with one filter
_FILE = re.compile(r"(m\d{6,}-[0-9a-f]{6})\.article_table")


class MilvusEngine:
    """Implements `Engine`. `folder` is for catalogues; `asking` and `building` are seconds of patience."""

    def __init__(
        self,
        config: MilvusConfig,
        folder: Path,
        analyzer: Analyzer,
        *,
        grace: float = GRACE,
        trust: float = TRUST,
        asking: float | None = None,
        building: float | None = None,
    ) -> None:
        self.config, self.folder = config, folder
        self._analyzer, self._grace, self._trust = analyzer, grace, trust
        self._looked: float | None = None  # when a follower last saw what the newest generation is
        self._asking, self._building = Server(config, asking or ASKING), Server(config, building or BUILDING)

    def newest(self) -> str | None:
        """See `Engine.newest`. A process that calls this is a replica and has to go on calling it."""
        record = last_record(self._asking)
        self._looked = time.time()
        return record.name if record else None

    def open(self, name: str) -> MilvusIndex:
        """See `Engine.open`. Only the newest generation can be opened: Milvus holds the record of no other."""
        record = read_record(self._asking)
        if record is None or record.name != name:
            raise DamagedIndexError(f"The index {name} is no longer in Milvus.")
        return self._opened(record)

    def open_newest(self) -> MilvusIndex | None:
        """See `Engine.open_newest`."""
        try:
            record = read_record(self._asking)
            return self._opened(record) if record else None
        except DamagedIndexError as error:
            _log.warning("%s It is not used.", error)
            return None

    def build(
        self,
        articles: Iterable[Article],
        *,
        base: Edition | None = None,
        keep: Sequence[int] = (),
        extra: Extra = dict,
        progress: Progress = lambda _articles, _passages: None,
    ) -> str:
        """See `Engine.build`."""
        if base is not None and not isinstance(base, MilvusIndex):
            raise TypeError("another engine's generation")
        place = self._temporary()
        record = build(
            self._building,
            articles,
            analyzer=self._analyzer,
            place=place,
            base=base,
            keep=keep,
            extra=extra,
            progress=progress,
        )
        place.replace(self._place(record.name))
        return record.name

    def amend(self, edition: Edition, files: Mapping[str, bytes]) -> None:
        """See `Engine.amend`: the record then names other blobs."""
        record = last_record(self._building)
        if record is None or record.name != edition.name:
            return
        extras = dict(record.extras)
        for name, content in files.items():
            extras[name] = f"extra-{record.number}-{secrets.token_hex(3)}-{name}"
            blobs.write(self._building, blobs.rows_of(extras[name], content, record.number))
        write_record(self._building, replace(record, extras=extras))
        for old in set(record.extras.values()).difference(extras.values()):
            self._building.delete(self._building.blobs, f'name like "{old}/%"')

    def sweep(self, keep: int) -> None:
        """See `Engine.sweep`: what was replaced longer ago than followers take to notice."""
        del keep  # others may read the last generation; how long ago it was replaced decides
        record = last_record(self._asking)
        if record is None:
            return
        due = [one for one in record.retired if time.time() - one.at >= self._grace]
        for one in due:
            self._remove(one)
        if due:
            now = last_record(self._building)
            if now is not None and now.name == record.name:
                write_record(self._building, without(now, due))

    def verify(self, edition: Edition) -> None:
        """See `Engine.verify`: every passage is there; texts are checked when they are read."""
        if not isinstance(edition, MilvusIndex):
            raise TypeError("another engine's generation")
        record, server = edition.record, self._asking
        if server.count(server.passages, f"born <= {record.number}") < record.lines:
            raise DamagedIndexError(f"The index {record.name} is damaged: Milvus has lost passages of it.")
        if edition.article_table.all("PRAGMA quick_check(1)") != [("ok",)]:
            edition.article_table.path.unlink(missing_ok=True)
            raise DamagedIndexError(f"The article table of the index {record.name} is damaged.")

    def close(self) -> None:
        """Ends the connections."""
        self._asking.close()
        self._building.close()

    # -- inside --------------------------------------------------------------------------------------------------

    def _opened(self, record: Record) -> MilvusIndex:
        other = differences(record.parameters, IndexParameters().version(self._analyzer.version))
        if other:
            raise DamagedIndexError(f"The index {record.name} was made with {other}.")
        place = self._place(record.name)
        if not place.exists():
            self._fetch(record, place)
        article_table = ArticleTable(place)
        if article_table.totals()[0] != record.articles:
            article_table.close()
            place.unlink(missing_ok=True)
            raise DamagedIndexError(f"The article table of the index {record.name} is not what its record says.")
        self._tidy(record)
        return MilvusIndex(self._asking, record, article_table, self._analyzer, still_there=self._still_there)

    def _still_there(self) -> bool:
        """Whether Milvus surely holds all of the generations opened here; only followers can be left behind."""
        return self._looked is None or time.time() - self._looked < self._trust

    def _fetch(self, record: Record, place: Path) -> None:
        """Makes the article table from its parts: all of them, or those since one that is here already."""
        temporary = self._temporary()
        base, known = self._nearest(record)
        article_table = ArticleTable.create(temporary, base)
        try:
            if base is not None:
                base.close()
            for name in record.part_names()[known:]:
                article_table.add(blobs.read(self._building, name))
            article_table.made = record.parts
            article_table.close()
            temporary.replace(place)
        finally:
            article_table.close()
            temporary.unlink(missing_ok=True)

    def _nearest(self, record: Record) -> tuple[ArticleTable | None, int]:
        """An older article table that only lacks the record's last parts, and how many parts it has."""
        for path in sorted(self.folder.glob("m*.article_table"), reverse=True):
            article_table = ArticleTable(path)
            try:
                made = article_table.made
                if made and made == record.parts[: len(made)]:
                    return article_table, sum(count for _, count in made)
            except DamagedIndexError:
                path.unlink(missing_ok=True)
            article_table.close()
        return None, 0

    def _tidy(self, record: Record) -> None:
        """Removes article tables older than the last but one, which replicas may still be reading."""
        for path in sorted(self.folder.glob("m*.article_table"), reverse=True)[2:]:
            if (found := _FILE.fullmatch(path.name)) and found[1] != record.name:
                path.unlink(missing_ok=True)
        for path in self.folder.glob(".making-*"):
            if time.time() - path.stat().st_mtime > 86_400:
                path.unlink(missing_ok=True)

    def _remove(self, one: Retired) -> None:
        server = self._building
        if one.whole:
            server.delete(server.passages, f"born < {one.number}")
            server.delete(server.blobs, f"born < {one.number} and born > 0")
            return
        if one.rows:
            for rows in _some(self._rows(one)):
                server.delete(server.passages, f"article in {rows}")
                server.delete(server.blobs, f"article in {rows}")
        server.delete(server.blobs, f'name like "extra-%" and born < {one.number}')
        server.delete(server.blobs, f'name == "{one.rows}"')
        if one.parts:
            server.delete(server.blobs, f'name like "part-%" and born < {one.number}')

    def _rows(self, one: Retired) -> list[int]:
        try:
            found: list[int] = json.loads(blobs.read(self._building, one.rows))
        except DamagedIndexError:
            return []
        return found

    def _place(self, name: str) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder / f"{name}.article_table"

    def _temporary(self) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder / f".making-{secrets.token_hex(6)}"


def check_up(config: MilvusConfig) -> str:
    """What an operator wants to know of an archive in Milvus, in a line. Changes nothing.

    Raises:
        DamagedIndexError: passages are missing, or the record cannot be read.
        EngineError: Milvus is away, or too old.
    """
    server = Server(config, ASKING)
    try:
        record = read_record(server)
        if record is None:
            return _("{host} answers; nothing is in it yet: it is built at the first start").format(host=config.host)
        if server.count(server.passages, f"born <= {record.number}") < record.lines:
            sentence = N_("The index {name} is damaged: passages are missing. It is built anew.")
            raise DamagedIndexError(sentence, name=record.name)
        line = _("{name} at {host}: {count} articles, no passage missing")
        line = line.format(name=record.name, host=config.host, count=say_number(record.articles))
        others = server.other_archives()
        beside = _("other archives there, which nothing deletes by itself: {names}").format(names=say_list(others))
        return f"{line}; {beside}" if others else line
    finally:
        server.close()


def _some(rows: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (rows[first : first + _ROWS] for first in range(0, len(rows), _ROWS))
