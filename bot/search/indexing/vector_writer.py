"""The term vectors of a build's runs, and of older segments, into the columns of a new segment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from bot.search.storage.array_file import ArrayFileWriter, read_arrays
from bot.search.storage.narrow import Exceptions, exception_columns, moved, narrowed
from bot.search.storage.vectors import RANK_MOST

_PLAIN: dict[str, DTypeLike] = {"gap": np.uint8, "sentence_gap": np.uint8, "sentence_size": np.uint16}
_EXCEPTIONS = ("wide_gap", "odd_size", "rare_flags", "wide_sentence_gap", "wide_sentence_size")


@dataclass(frozen=True)
class VectorFile:
    """A file of term vectors whose words are numbered as in `vocabulary`; its articles follow those before it."""

    path: Path
    vocabulary: int


class VectorFiles:
    """The files of a build, in the order of the articles."""

    def __init__(self, files: Sequence[VectorFile]) -> None:
        self._columns = [(read_arrays(file.path), file.vocabulary) for file in files]
        self._paths = [file.path for file in files]

    def by_row(self, order: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
        """Where the vectors of each article will stand, by row; `order` are the articles in the order of rows."""
        found: dict[str, NDArray[Any]] = {}
        for counts, at in (("tokens", "token_at"), ("sentences", "sentence_at")):
            held = [np.empty(0, np.int32), *(columns[counts] for columns, _ in self._columns)]
            size = np.concatenate(held)
            found |= {counts: size[order], at: (np.cumsum(size, dtype=np.int64) - size)[order]}
        return found

    def write(self, writer: ArrayFileWriter, ranks: Sequence[NDArray[np.int32]]) -> None:
        """Writes all vectors and removes the files; `ranks` are those of each vocabulary's words."""
        lengths = {"word": [len(columns["word"]) for columns, _ in self._columns]}
        lengths["sentence"] = [len(columns["sentence_gap"]) for columns, _ in self._columns]
        high: list[Exceptions] = []
        writer.reserve("rank", np.uint16, sum(lengths["word"]))
        at = 0
        for (columns, vocabulary), length in zip(self._columns, lengths["word"], strict=True):
            rank, exceptions = narrowed(ranks[vocabulary][columns["word"]], RANK_MOST)
            writer.put("rank", at, rank)
            high.append(exceptions)
            at += length
        for name, value in exception_columns("high_rank", moved(high, lengths["word"])).items():
            writer.add(name, value)
        for name, kind in _PLAIN.items():
            self._append(writer, name, kind)
        for name in _EXCEPTIONS:
            found = [(columns[f"{name}_at"], columns[f"{name}_value"]) for columns, _ in self._columns]
            unit = "sentence" if "sentence" in name else "word"
            for column, value in exception_columns(name, moved(found, lengths[unit])).items():
                writer.add(column, value)
        for path in self._paths:
            path.unlink()

    def _append(self, writer: ArrayFileWriter, name: str, kind: DTypeLike) -> None:
        writer.reserve(name, kind, sum(len(columns[name]) for columns, _ in self._columns))
        at = 0
        for columns, _ in self._columns:
            writer.put(name, at, columns[name])
            at += len(columns[name])
