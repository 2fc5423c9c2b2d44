"""Articles to a finished generation on disk: all of them, or what changed since an older one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.model import Article
from bot.search import folders
from bot.search.absorbing import absorb, frequencies_without
from bot.search.analysis import Analyzer
from bot.search.assembling import Assembly
from bot.search.columns import write_columns
from bot.search.crew import Crew, run_path
from bot.search.generation import Generation
from bot.search.merging import Run
from bot.search.segment import Part, Segment
from bot.search.stored import average_idf

Extra = Mapping[str, bytes] | Callable[[], Mapping[str, bytes]]
Progress = Callable[[int, int], None]

_CHUNK = 2_000_000  # characters tokenised at a time: about 50 MB of memory
_PARTS_MOST = 4  # every part costs each question some 50 microseconds
_LARGER = 4  # a part is taken into the new one unless it is so many times larger
_GONE_MOST = 0.25  # share of a part that may be gone before it is written anew
_DRIFT_MOST = 0.02  # how far the average length may move before stored gains are computed anew


@dataclass(frozen=True, slots=True)
class Scoring:
    """rank-bm25's parameters, and how many times a title counts in each passage of its article."""

    k1: float = 0.9  # facts.md, "What moves answer quality"
    b: float = 0.4
    epsilon: float = 0.25
    title_weight: int = 1


def build(
    root: Path,
    articles: Iterable[Article],
    *,
    analyzer: Analyzer,
    scoring: Scoring = Scoring(),
    base: Generation | None = None,
    keep: Sequence[int] = (),
    extra: Extra = {},  # noqa: B006 (never written to)
    progress: Progress = lambda _articles, _passages: None,
    processes: int | None = None,
) -> Path:
    """Writes a generation of `articles` and, unread, of `base`'s rows `keep`; returns its folder, inside `root`.

    Scores are those of a fresh build from all articles. `extra` are small files of the caller's, kept with the
    generation under its checksums (a callable is called once all articles have been taken). `progress` is told the
    articles and passages tokenised so far. A large build starts a second process unless `processes` is 1. An exception
    or a kill leaves only a temporary folder behind, which `sweep` removes.

    Raises:
        DamagedIndexError: `base` turned out to be damaged.
        DataError: the second process was killed, or the corpus is too large.
    """
    kept = np.unique(np.asarray(keep, np.int64))
    if len(kept) and base is None:
        raise ValueError("rows to keep need the generation that holds them")
    if base is not None and not base.made_with(analyzer, asdict(scoring)):
        articles = chain(map(base.article, kept.tolist()), articles)
        base, kept = None, kept[:0]
    folder = folders.begin(root)
    assembly = Assembly(folder)
    try:
        cores = processes or os.cpu_count() or 1
        _tokenise(assembly, articles, analyzer, title_weight=scoring.title_weight, progress=progress, processes=cores)
        facts = _compose(folder, assembly, scoring, base, kept)
        older = {name: base.manifest.files[name] for name in base.segment_files()} if base else {}
        files = {path.name: older.get(path.name) or folders.listed(path) for path in folder.iterdir()}
        for name, content in (extra() if callable(extra) else extra).items():
            folders.write(folder / f"extra-{name}", content)
            files[f"extra-{name}"] = folders.listed(folder / f"extra-{name}")
        facts |= {"created": datetime.now(UTC).isoformat(), "scoring": asdict(scoring)}
        return folders.finish(folder, folders.Manifest(analyzer.version, analyzer.language, facts, files))
    except BaseException:
        folders.remove(folder)
        raise
    finally:
        assembly.records.close(durable=False)


def _tokenise(
    assembly: Assembly,
    articles: Iterable[Article],
    analyzer: Analyzer,
    *,
    title_weight: int,
    progress: Progress,
    processes: int,
) -> None:
    """Writes the articles' records and run files."""
    crew = Crew(assembly.folder, analyzer, title_weight, processes=processes)
    try:
        for chunk in _chunks(articles):
            first = len(assembly.rows)
            for article in chunk:
                assembly.rows.add(article)
                assembly.records.add(article)
            crew.take([(article.title, article.text) for article in chunk], assembly.records, first)
            progress(len(assembly.rows), crew.passages)
        own, second = crew.finish()
        progress(len(assembly.rows), crew.passages)
    finally:
        crew.close()
    assembly.vocabularies.append(own)
    if second is not None:
        assembly.vocabularies.append(second)
        (assembly.folder / "vocabulary").unlink()
    assembly.runs.extend(Run(run_path(assembly.folder, run), 0 if crew.mine[run] else 1) for run in range(crew.runs))


def _chunks(articles: Iterable[Article]) -> Iterator[list[Article]]:
    some: list[Article] = []
    size = 0
    for article in articles:
        some.append(article)
        size += len(article.text) + 200
        if size >= _CHUNK:
            yield some
            some, size = [], 0
    if some:
        yield some


def _compose(
    folder: Path, assembly: Assembly, scoring: Scoring, base: Generation | None, kept: NDArray[np.int64]
) -> dict[str, object]:
    """Decides which older segments stay as they are, writes the new one, and returns the generation's facts."""
    parts = _kept_parts(base, kept)
    new_passages, new_length = assembly.gather()
    staying = _staying(parts, new_passages, new_length)
    for part, rows in parts:
        if not any(part is other for other, _ in staying) and len(rows):
            absorb(assembly, part, rows, folder)
    new_passages, new_length = assembly.gather()
    passages = new_passages + sum(_size(part, rows)[0] for part, rows in staying)
    length = new_length + sum(_size(part, rows)[1] for part, rows in staying)
    if len(assembly.rows):
        assembly.write(scoring.k1, scoring.b, length / max(passages, 1))
    else:
        assembly.records.close(durable=False)
        assembly.records.path.unlink()
    result = _link(folder, base, staying)
    names = [part.segment.name for part in result]
    if len(assembly.rows):
        names.append(assembly.name)
        result.append(Part(Segment(folder, assembly.name), 0, 0, np.empty(0, np.int32), None))
    return {
        "segments": names,
        "articles": sum(int(part.alive.sum()) for part in result),
        "passages": passages,
        "length": length,
        "average_idf": average_idf(passages, _frequencies(result)),
    }


def _kept_parts(base: Generation | None, kept: NDArray[np.int64]) -> list[tuple[Part, NDArray[np.int64]]]:
    """The parts of `base`, each with the rows of its segment to keep."""
    if base is None:
        return []
    inside = [kept[(kept >= part.row) & (kept < part.row + part.rows)] - part.row for part in base.parts]
    return [(part, rows[part.alive[rows]]) for part, rows in zip(base.parts, inside, strict=True)]


def _staying(
    parts: list[tuple[Part, NDArray[np.int64]]], new_passages: int, new_length: int
) -> list[tuple[Part, NDArray[np.int64]]]:
    """The parts that are much larger than all that is new, mostly still there, and few."""
    sizes = [_size(part, rows) for part, rows in parts]
    average = (new_length + sum(length for _, length in sizes)) / max(new_passages + sum(n for n, _ in sizes), 1)
    staying = []
    pending = new_passages
    for (passages, _), (part, rows) in sorted(zip(sizes, parts, strict=True), key=lambda pair: pair[0][0]):
        wasted = passages < (1 - _GONE_MOST) * part.passages
        drifted = abs(average / (part.segment.average or 1.0) - 1) > _DRIFT_MOST
        if wasted or drifted or passages < _LARGER * pending:
            pending += passages
        else:
            staying.append((part, rows))
    return staying[::-1][: _PARTS_MOST - 1]


def _size(part: Part, rows: NDArray[np.int64]) -> tuple[int, int]:
    """Passages and their total length in some rows of a part."""
    held = np.zeros(part.rows, np.bool_)
    held[rows] = True
    inside = held[part.segment.article]
    return int(inside.sum()), int(part.segment.length[inside].sum(dtype=np.int64))


def _link(folder: Path, base: Generation | None, staying: list[tuple[Part, NDArray[np.int64]]]) -> list[Part]:
    """Brings the files of older segments into the new folder, and notes which of their rows are gone."""
    result = []
    removed: dict[str, NDArray[np.int64]] = {}
    for part, rows in staying:
        for name in Segment.files(part.segment.name):
            _share(base.folder / name if base else folder / name, folder / name)
        gone = np.ones(part.rows, np.bool_)
        gone[rows] = False
        frequencies = None
        if gone.any():
            same = np.array_equal(gone, ~part.alive)
            frequencies = part.df if same else frequencies_without(part, gone)
            removed[f"{part.segment.name}.rows"] = np.flatnonzero(gone)
            removed[f"{part.segment.name}.df"] = frequencies
        result.append(Part(part.segment, 0, 0, np.flatnonzero(gone).astype(np.int32), frequencies))
    if removed:
        write_columns(folder / "removed.columns", removed)
    return result


def _share(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copy2(source, target)


def _frequencies(parts: list[Part]) -> NDArray[np.int64]:
    """In how many passages of all parts each term stands, in no order."""
    if not parts:
        return np.empty(0, np.int64)
    largest = max(parts, key=lambda part: part.passages)
    total = largest.df.astype(np.int64)
    others: dict[bytes, int] = {}
    for part in parts:
        if part is largest:
            continue
        for term, frequency in zip(part.segment.terms.all(), part.df.tolist(), strict=True):
            number = largest.segment.terms.find(term.decode("utf-8", "surrogatepass"))
            if number is None:
                others[term] = others.get(term, 0) + frequency
            else:
                total[number] += frequency
    return np.concatenate([total, np.fromiter(others.values(), np.int64, len(others))])
