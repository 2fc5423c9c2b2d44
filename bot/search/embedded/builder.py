"""Articles to a finished generation on disk: all of them, or what changed since an older one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import numpy as np

from bot.model import Article
from bot.search.analysis.analyzer import Analyzer
from bot.search.embedded.index import EmbeddedIndex
from bot.search.indexing.chunks import chunks
from bot.search.indexing.external_sort import Run
from bot.search.indexing.merge_policy import merge
from bot.search.indexing.segment_writer import SegmentWriter
from bot.search.indexing.vector_writer import VectorFile
from bot.search.indexing.worker import run_path, vectors_path
from bot.search.indexing.worker_pool import WorkerPool
from bot.search.parameters import IndexParameters
from bot.search.storage import generations as folders

Extra = Mapping[str, bytes] | Callable[[], Mapping[str, bytes]]
Progress = Callable[[int, int], None]

_DEFAULT = IndexParameters()


def build(
    root: Path,
    articles: Iterable[Article],
    *,
    analyzer: Analyzer,
    parameters: IndexParameters = _DEFAULT,
    base: EmbeddedIndex | None = None,
    keep: Sequence[int] = (),
    extra: Extra = {},  # noqa: B006 (never written to)
    progress: Progress = lambda _articles, _passages: None,
    processes: int | None = None,
) -> Path:
    """Writes a generation of `articles` and, unread, of `base`'s rows `keep`; returns its folder, inside `root`.

    Scores are those of a fresh build from all articles. `extra` are small files of the caller's, kept with the
    generation under its checksums (a callable is called once all articles have been taken). `progress` is called with
    the articles and passages inverted so far. A large build uses `processes`, as many as there are cores unless given.
    An exception or a kill leaves only a temporary folder behind, which `sweep` removes.

    Raises:
        DamagedIndexError: `base` turned out to be damaged.
        DataError: one of the processes was killed, or the corpus is too large.
    """
    kept = np.unique(np.asarray(keep, np.int64))
    if len(kept) and base is None:
        raise ValueError("rows to keep need the generation that holds them")
    if base is not None and not base.made_with(analyzer, parameters):
        articles = chain(map(base.article, kept.tolist()), articles)
        base, kept = None, kept[:0]
    folder = folders.begin(root)
    writer = SegmentWriter(folder)
    try:
        cores = processes or os.cpu_count() or 1
        _invert(writer, articles, analyzer, parameters=parameters, progress=progress, processes=cores)
        facts = merge(writer, base.parts if base else (), kept, k1=parameters.k1, b=parameters.b)
        older = {name: base.manifest.files[name] for name in base.segment_files()} if base else {}
        files = {path.name: older.get(path.name) or folders.listed(path) for path in folder.iterdir()}
        for name, content in (extra() if callable(extra) else extra).items():
            folders.write(folder / f"extra-{name}", content)
            files[f"extra-{name}"] = folders.listed(folder / f"extra-{name}")
        facts |= {"created": datetime.now(UTC).isoformat()}
        version = parameters.version(analyzer.version)
        return folders.finish(folder, folders.Manifest(analyzer.language, version, facts, files))
    except BaseException:
        folders.remove(folder)
        raise
    finally:
        writer.documents.close(durable=False)


def _invert(
    writer: SegmentWriter,
    articles: Iterable[Article],
    analyzer: Analyzer,
    *,
    parameters: IndexParameters,
    progress: Progress,
    processes: int,
) -> None:
    """Writes the articles' documents and run files."""
    pool = WorkerPool(writer.folder, analyzer, parameters, processes=processes)
    try:
        for chunk in chunks(articles):
            for article in chunk:
                writer.rows.add(article)
                writer.documents.add(article)
            pool.take([(article.title, article.text) for article in chunk])
            progress(len(writer.rows), pool.passages)
        writer.vocabularies.extend(pool.finish())
        progress(len(writer.rows), pool.passages)
    finally:
        pool.close()
    for run in range(pool.runs):
        vocabulary = pool.vocabulary_of[run]
        writer.runs.append(Run(run_path(writer.folder, run), vocabulary))
        writer.vectors.append(VectorFile(vectors_path(writer.folder, run), vocabulary))
