"""A new segment, from the runs of a build and from segments that it takes in."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.errors import DataError
from bot.model import Article
from bot.search.analysis import plain
from bot.search.columns import ColumnsWriter, read_columns
from bot.search.records import RecordsWriter
from bot.search.segment import SHARED, UNDATED, Part
from bot.search.strings import encoded, pack, pack_sorted
from bot.search.tokenising import Vocabulary

BUCKET = 2_000_000  # postings put in order at a time: 16 MB
_COUNT_BITS, _PASSAGE_BITS = 12, 28
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
        self.date.append(article.date.toordinal() if article.date else UNDATED)
        self.server.append(SHARED if article.server is None else article.server)
        self.source.append(article.source)
        self.key.append(int(article.key, 16))
        self.title.append(encoded(plain(article.title)) + b"\n")

    def take(self, part: Part, rows: NDArray[np.integer]) -> None:
        """Notes rows of an older segment."""
        segment = part.segment
        self.date.extend(segment.date[rows].tolist())
        self.server.extend(segment.server[rows].tolist())
        self.source.extend(segment.sources[number] for number in segment.source[rows].tolist())
        self.key.extend(segment.key[rows].tolist())
        self.title.extend(segment.titles.raw(row) for row in rows.tolist())


class Assembly:
    """Gathers the articles and runs of a new segment, then writes its files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = f"s{secrets.token_hex(6)}"
        self.rows = Rows()
        self.records = RecordsWriter(folder / f"{self.name}.texts")
        self.vocabularies: list[Vocabulary] = []
        self.runs: list[Run] = []

    def gather(self) -> tuple[int, int]:
        """Reads the passages of all runs, which must be complete; returns how many they are and their total length."""
        names = ("passages", "start", "end", "length")
        columns = [read_columns(run.path) for run in self.runs if not run.further]
        self._passages = {
            name: np.concatenate([np.empty(0, np.int32), *(column[name] for column in columns)]) for name in names
        }
        return len(self._passages["start"]), int(self._passages["length"].sum(dtype=np.int64))

    def write(self, k1: float, b: float, average: float) -> None:
        """Writes the segment; gains are computed for passages of `average` length. Needs `gather` before."""
        self.records.close(durable=True)
        order = np.lexsort((self.rows.key, self.rows.date, self.rows.server))
        sizes = self._passages["passages"][order]
        first = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
        place = np.empty(len(order), np.int64)  # where the passages of the article that came n-th begin
        place[order] = first[:-1]
        came = np.cumsum(self._passages["passages"]) - self._passages["passages"]
        number = np.repeat(place - came, self._passages["passages"]) + np.arange(len(self._passages["start"]))
        back = np.argsort(number)
        length = self._passages["length"][back]
        terms = sorted({term for vocabulary in self.vocabularies for term in vocabulary.terms})
        numbers = {term: place for place, term in enumerate(terms)}
        finals = [
            np.fromiter(map(numbers.__getitem__, vocabulary.terms), np.uint64, len(vocabulary.terms))
            for vocabulary in self.vocabularies
        ]
        frequencies = self._sort_runs(finals, len(terms), number)
        posting = np.concatenate([[0], np.cumsum(frequencies)]).astype(np.int64)
        with ColumnsWriter(self.folder / f"{self.name}.columns") as writer:
            self._write_rows(writer, order)
            for name, array in self._words(finals).items():
                writer.add(name, array)
            for name, array in pack_sorted("term", list(map(encoded, terms))).items():
                writer.add(name, array)
            writer.add("first", first)
            writer.add("article", np.repeat(np.arange(len(order), dtype=np.int32), sizes))
            writer.add("start", self._passages["start"][back])
            writer.add("end", self._passages["end"][back])
            writer.add("length", length)
            writer.add("posting", posting)
            step = (k1 + 1) / _CODES
            norm = (k1 * (1 - b + b * length / average) if average else np.zeros(len(length))).astype(np.float32)
            self._write_postings(writer, posting, norm, np.float32(k1 + 1), np.float32(step))
            facts = {"step": step, "average": average, "sources": sorted(set(self.rows.source))}
            writer.add("facts", np.frombuffer(json.dumps(facts).encode(), np.uint8))

    def _sort_runs(self, finals: list[NDArray[np.uint64]], terms: int, place: NDArray[np.int64]) -> NDArray[np.int64]:
        """Replaces each run file by its postings in final numbers and order; returns the terms' frequencies."""
        if terms >= 1 << 24 or len(place) >= 1 << _PASSAGE_BITS:
            raise DataError(
                "The corpus is too large for the built-in index: 16 million terms or 268 million passages at most."
            )
        frequencies = np.zeros(terms, np.int64)
        first, size = 0, 0
        for run in self.runs:
            columns = read_columns(run.path)
            if not run.further:
                first, size = first + size, len(columns["start"])
            term = finals[run.vocabulary][columns["term"]]
            frequencies += np.bincount(term.astype(np.int64), minlength=terms)
            term <<= np.uint64(_PASSAGE_BITS + _COUNT_BITS)
            term |= place[first : first + size][columns["passage"]].astype(np.uint64) << np.uint64(_COUNT_BITS)
            term |= columns["count"].astype(np.uint64)
            term.sort()
            run.path.unlink()
            term.tofile(run.path)
        return frequencies

    def _write_postings(
        self,
        writer: ColumnsWriter,
        posting: NDArray[np.int64],
        norm: NDArray[np.float32],
        most: np.float32,
        step: np.float32,
    ) -> None:
        """Merges the runs, a bucket of terms at a time."""
        total = int(posting[-1])
        writer.reserve("passage", np.int32, total)
        writer.reserve("count", np.uint16, total)
        writer.reserve("code", np.uint8, total)
        marks = _bounds(posting)
        shift = np.uint64(_PASSAGE_BITS + _COUNT_BITS)
        edges = []
        for run in self.runs:
            keys = np.memmap(run.path, np.uint64, "r") if run.path.stat().st_size else np.empty(0, np.uint64)
            edges.append(np.searchsorted(keys, np.array(marks, np.uint64) << shift).tolist())
        for bucket, (low, _) in enumerate(pairwise(marks)):
            pieces = [
                np.fromfile(run.path, np.uint64, edge[bucket + 1] - edge[bucket], offset=edge[bucket] * 8)
                for run, edge in zip(self.runs, edges, strict=True)
            ]
            keys = np.concatenate(pieces)
            keys.sort()
            passage = ((keys >> np.uint64(_COUNT_BITS)) & np.uint64((1 << _PASSAGE_BITS) - 1)).astype(np.int32)
            count = (keys & np.uint64((1 << _COUNT_BITS) - 1)).astype(np.uint16)
            gain = count * most / (count + norm[passage])
            code = np.clip(np.ceil(gain / step), 1, _CODES).astype(np.uint8)
            for name, array in (("passage", passage), ("count", count), ("code", code)):
                writer.put(name, int(posting[low]), array)
        for run in self.runs:
            run.path.unlink()

    def _write_rows(self, writer: ColumnsWriter, order: NDArray[np.int64]) -> None:
        rows = self.rows
        numbers = {source: number for number, source in enumerate(sorted(set(rows.source)))}
        writer.add("date", np.array(rows.date, np.int32)[order])
        writer.add("server", np.array(rows.server, np.int64)[order])
        writer.add("source", np.array([numbers[source] for source in rows.source], np.int32)[order])
        writer.add("key", np.array(rows.key, np.uint64)[order])
        for name, array in self.records.arrays().items():
            writer.add(name, array[order])
        for column, array in pack("title", [rows.title[row] for row in order.tolist()]).items():
            writer.add(column, array)

    def _words(self, finals: list[NDArray[np.uint64]]) -> dict[str, NDArray[Any]]:
        """The surface words of all vocabularies, ascending, with counts, terms, and what `Words.alike` compares."""
        counts: dict[str, int] = {}
        terms: dict[str, int] = {}
        for vocabulary, final in zip(self.vocabularies, finals, strict=True):
            number = [*final.tolist(), -1]
            for word, (count, term) in vocabulary.words.items():
                counts[word] = counts.get(word, 0) + count
                terms[word] = number[term]
        words = sorted(counts)
        size = np.fromiter(map(len, words), np.int32, len(words))
        return pack_sorted("word", [encoded(word) for word in words]) | {
            "word_count": np.fromiter((counts[word] for word in words), np.int64, len(words)),
            "word_term": np.fromiter((terms[word] for word in words), np.int32, len(words)),
            "word_size": size,
            "word_letters": letters(words),
        }


@dataclass(frozen=True)
class Run:
    """A run file, whose terms are those of `vocabulary`. A `further` one goes on with the passages before it."""

    path: Path
    vocabulary: int
    further: bool = False


def letters(words: list[str]) -> NDArray[np.uint64]:
    """For each word the set of its characters, as 64 bits: an edit changes two of them at most."""
    codes = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), np.uint32)
    bits = np.uint64(1) << (codes % 64).astype(np.uint64)
    sizes = np.fromiter(map(len, words), np.int64, len(words))
    if not len(words):
        return np.empty(0, np.uint64)
    return np.bitwise_or.reduceat(bits, np.cumsum(sizes) - sizes)


def _bounds(posting: NDArray[np.int64]) -> list[int]:
    """Terms at which buckets begin and end: as many postings as fit in one, or one term."""
    marks = [0]
    while marks[-1] < len(posting) - 1:
        fits = int(np.searchsorted(posting, posting[marks[-1]] + BUCKET, "right")) - 1
        marks.append(max(fits, marks[-1] + 1))
    return marks
