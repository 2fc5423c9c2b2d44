"""A new segment, from the runs of a build and from segments that it takes in."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.model import Article
from bot.search.analysis.analyzer import plain
from bot.search.indexing.external_sort import Run, merged, renumbered, sort_runs
from bot.search.indexing.lexicon import Lexicon
from bot.search.indexing.piece_table import Vocabulary
from bot.search.indexing.vector_writer import VectorFile, VectorFiles
from bot.search.storage.array_file import ArrayFileWriter, read_arrays
from bot.search.storage.documents import DocumentWriter
from bot.search.storage.segment import SegmentView
from bot.search.storage.string_table import encoded, pack
from bot.search.visibility import stored_day, stored_owner

_CODES = 255


@dataclass
class Rows:
    """The articles of a new segment in the order in which they came."""

    date: list[int] = field(default_factory=list)
    server: list[int] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    key: list[int] = field(default_factory=list)
    title: list[bytes] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.date)

    def add(self, article: Article) -> None:
        """Notes an article."""
        self.date.append(stored_day(article.date))
        self.server.append(stored_owner(article.server))
        self.source.append(article.source)
        self.key.append(int(article.key, 16))
        self.title.append(b" %b\n" % encoded(plain(article.title)))

    def take(self, part: SegmentView, rows: NDArray[np.integer]) -> None:
        """Notes rows of an older segment."""
        segment = part.segment
        self.date.extend(segment.date[rows].tolist())
        self.server.extend(segment.server[rows].tolist())
        self.source.extend(segment.sources[number] for number in segment.source[rows].tolist())
        self.key.extend(segment.key[rows].tolist())
        self.title.extend(segment.titles.raw(row) for row in rows.tolist())


class SegmentWriter:
    """Gathers the articles and runs of a new segment, then writes its files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = f"s{secrets.token_hex(6)}"
        self.rows = Rows()
        self.documents = DocumentWriter(folder / f"{self.name}.texts")
        self.vocabularies: list[Vocabulary] = []
        self.runs: list[Run] = []
        self.vectors: list[VectorFile] = []

    def gather(self) -> tuple[int, int]:
        """Reads the passages of all runs, which must be complete; returns how many they are and their total length."""
        names = ("passages", "start", "end", "length")
        columns = [read_arrays(run.path) for run in self.runs if not run.further]
        self._passages = {
            name: np.concatenate([np.empty(0, np.int32), *(column[name] for column in columns)]) for name in names
        }
        return len(self._passages["start"]), int(self._passages["length"].sum(dtype=np.int64))

    def write(self, k1: float, b: float, average: float) -> None:
        """Writes the segment; gains are computed for passages of `average` length. Needs `gather` before."""
        self.documents.close(durable=True)
        order = np.lexsort((self.rows.key, self.rows.date, self.rows.server))
        number = renumbered(self._passages["passages"], order)
        lexicon = Lexicon(self.vocabularies)
        runs = sort_runs(self.runs, lexicon.term_numbers, number, len(lexicon.terms))
        vectors = VectorFiles(self.vectors)
        columns = (
            lexicon.columns()
            | self.documents.blocks()
            | self._by_row(order)
            | self._by_passage(order, number)
            | vectors.by_row(order)
        )
        columns["posting"] = np.concatenate([[0], np.cumsum(runs.frequencies)]).astype(np.int64)
        step = (k1 + 1) / _CODES
        facts = {"step": step, "average": average, "sources": sorted(set(self.rows.source))}
        columns["facts"] = np.frombuffer(json.dumps(facts).encode(), np.uint8)
        with ArrayFileWriter(self.folder / f"{self.name}.columns") as writer:
            for name, array in columns.items():
                writer.add(name, array)
            vectors.write(writer, lexicon.ranks)
            total = int(columns["posting"][-1])
            for name, kind in (("passage", np.int32), ("count", np.min_scalar_type(runs.most)), ("impact", np.uint8)):
                writer.reserve(name, kind, total)
            norm = (k1 * (1 - b + b * columns["length"] / (average or 1.0))).astype(np.float32)
            for place, passage, count in merged(runs, columns["posting"]):
                gain = count * np.float32(k1 + 1) / (count + norm[passage])
                code = np.clip(np.ceil(gain / np.float32(step)), 1, _CODES)
                for name, array in (("passage", passage), ("count", count), ("impact", code)):
                    writer.put(name, place, array)

    def abandon(self) -> None:
        """Removes what was begun, since there is nothing new."""
        self.documents.close(durable=False)
        self.documents.path.unlink()

    def _by_passage(self, order: NDArray[np.int64], number: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        sizes = self._passages["passages"][order]
        back = np.argsort(number)
        return {name: self._passages[name][back] for name in ("start", "end", "length")} | {
            "first": np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32),
            "article": np.repeat(np.arange(len(order), dtype=np.int32), sizes),
        }

    def _by_row(self, order: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        rows = self.rows
        sources = {source: number for number, source in enumerate(sorted(set(rows.source)))}
        columns = self.documents.arrays() | {
            "date": np.array(rows.date, np.int32),
            "server": np.array(rows.server, np.int64),
            "source": np.array([sources[source] for source in rows.source], np.int32),
            "key": np.array(rows.key, np.uint64),
        }
        columns = {name: array[order] for name, array in columns.items()}
        return columns | pack("title", [rows.title[row] for row in order.tolist()])
