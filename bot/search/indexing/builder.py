"""Articles to a finished generation on disk: all of them, or what changed since an older one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import numpy as np

from bot.model import Article
from bot.search.analysis.analyzer import Analyzer
from bot.search.embedded.index import Generation
from bot.search.indexing.external_sort import Run
from bot.search.indexing.merge_policy import compose
from bot.search.indexing.segment_writer import Assembly
from bot.search.indexing.worker_pool import Crew, run_path
from bot.search.storage import generations as folders

Extra = Mapping[str, bytes] | Callable[[], Mapping[str, bytes]]
Progress = Callable[[int, int], None]

_CHUNK = 2_000_000  # characters tokenised at a time: about 50 MB of memory


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
        facts = compose(assembly, base, kept, k1=scoring.k1, b=scoring.b)
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
        for chunk in chunks(articles):
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


def chunks(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """The articles in lists that are worth tokenising at once."""
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
