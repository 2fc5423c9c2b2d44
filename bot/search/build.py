"""Articles to a finished generation on disk."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.model import Article
from bot.search import folders
from bot.search.analysis import Analyzer
from bot.search.generation import Generation
from bot.search.passages import cut

Extra = Mapping[str, bytes] | Callable[[], Mapping[str, bytes]]


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
    progress: Callable[[int, int], None] = lambda _articles, _passages: None,
) -> Path:
    """Writes a generation of `articles` and, unread, of `base`'s rows `keep`; returns its folder, inside `root`.

    `extra` are small files of the caller's, kept with the generation under its checksums (a callable is called once
    all articles have been taken). `progress` is told the articles and passages done so far. An exception or a kill
    leaves only a temporary folder behind, which `sweep` removes.
    """
    taken: list[Article] = []
    for row in keep:
        if base is None:
            raise ValueError("rows to keep need the generation that holds them")
        taken.append(base.article(row))
    taken.extend(articles)
    taken.sort(key=lambda article: (article.server or -1, article.date.toordinal() if article.date else 0, article.key))
    folder = folders.begin(root)
    try:
        files = _write(folder, taken, analyzer, scoring, progress)
        for name, content in (extra() if callable(extra) else extra).items():
            files[f"extra-{name}"] = folders.write(folder, f"extra-{name}", content)
        facts = {"created": datetime.now(UTC).isoformat(), "scoring": asdict(scoring)}
        return folders.finish(folder, folders.Manifest(analyzer.version, analyzer.language, facts, files))
    except BaseException:
        folders.remove(folder)
        raise


def _write(
    folder: Path,
    articles: list[Article],
    analyzer: Analyzer,
    scoring: Scoring,
    progress: Callable[[int, int], None],
) -> dict[str, tuple[int, str]]:
    surfaces: Counter[str] = Counter()
    postings: dict[str, tuple[list[int], list[int]]] = {}
    passages: list[tuple[int, int, int, int]] = []
    for row, article in enumerate(articles):
        surfaces.update(word.lower() for word in analyzer.words(article.title))
        surfaces.update(word.lower() for word in analyzer.words(article.text))
        title = analyzer.terms(article.title) * scoring.title_weight
        for start, end in cut(article.text):
            terms = title + analyzer.terms(article.text[start:end])
            for term, count in Counter(terms).items():
                numbers, counts = postings.setdefault(term, ([], []))
                numbers.append(len(passages))
                counts.append(count)
            passages.append((row, start, end, len(terms)))
        progress(row + 1, len(passages))
    sources = sorted({article.source for article in articles})
    rows = np.array(passages, np.int32).reshape(-1, 4)
    words = [(word, count, analyzer.term(word)) for word, count in surfaces.most_common()]
    arrays: dict[str, NDArray[Any]] = {
        "date": np.array([a.date.toordinal() if a.date else 0 for a in articles], np.int32),
        "server": np.array([-1 if a.server is None else a.server for a in articles], np.int64),
        "source": np.array([sources.index(a.source) for a in articles], np.int32),
        "key": np.array([int(a.key, 16) for a in articles], np.uint64),
        "first": np.searchsorted(rows[:, 0], np.arange(len(articles) + 1)),
        "article": rows[:, 0],
        "start": rows[:, 1],
        "end": rows[:, 2],
        "length": rows[:, 3],
        "term_first": np.array([0, *accumulate(len(p) for p, _ in postings.values())], np.int64),
        "passage": np.array([n for p, _ in postings.values() for n in p], np.int32),
        "count": np.array([n for _, c in postings.values() for n in c], np.uint16),
    }
    files = folders.write_arrays(folder, arrays)
    texts = [a.text.encode("utf-8", "surrogatepass") for a in articles]
    headings = [
        json.dumps([a.id, a.title, a.path, a.date.isoformat() if a.date else None, a.source, a.url, a.server, a.key])
        for a in articles
    ]
    for name, parts in (
        ("texts", texts),
        ("headings", [heading.encode() for heading in headings]),
        ("terms", [term.encode("utf-8", "surrogatepass") for term in postings]),
        ("words", [json.dumps(word).encode() for word in words]),
        ("sources", [json.dumps(source).encode() for source in sources]),
    ):
        files[name] = folders.write(folder, name, b"".join(parts))
        files |= folders.write_arrays(folder, {f"{name}_at": np.array([0, *accumulate(map(len, parts))], np.int64)})
    return files
