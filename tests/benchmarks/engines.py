"""Both engines side by side: how long they take to build and to rank, and how often they agree."""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.model import Article, Passage
from bot.search import EMBEDDED, Analyzer, Edition, EmbeddedEngine, Engine, Query
from bot.search.milvus import MilvusConfig, MilvusEngine
from tests.benchmarks.data import read_articles, read_questions, zipf_articles, zipf_questions
from tests.search.engines.server import MilvusServer

_TOP = 3
_RANKED = 120  # as `Tuning.ranked`


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options of this benchmark."""
    parser.add_argument("--articles", type=Path, help="a corpus; without one, made-up articles")
    parser.add_argument("--questions", type=Path, help="JSON lines with a `question`, or plain lines")
    parser.add_argument("--limit", type=int, default=2_000, help="articles taken (default: %(default)s)")
    parser.add_argument("--asked", type=int, default=200, help="questions asked (default: %(default)s)")
    parser.add_argument("--uri", default="", help="a Milvus server; without one, milvus-lite is started")


def run(options: argparse.Namespace) -> None:
    """Prints a table of both engines and the share of questions on which they agree."""
    articles = read_articles(options.articles, options.limit) if options.articles else [*zipf_articles(options.limit)]
    asked = read_questions(options.questions, options.asked) if options.questions else zipf_questions(options.asked)
    with TemporaryDirectory() as name:
        folder = Path(name)
        server = None if options.uri else MilvusServer(folder / "server")
        try:
            address = MilvusConfig(options.uri or (server.uri if server else ""), collection="benchmark")
            milvus = MilvusEngine(address, folder / "catalogues", Analyzer(), asking=60, building=600)
            seen = [_measure(EmbeddedEngine(EMBEDDED, folder / "index", Analyzer()), articles, asked)]
            seen.append(_measure(milvus, articles, asked))
            milvus.close()
        finally:
            if server is not None:
                server.kill()
    _tell(seen[0], seen[1])


@dataclass(frozen=True, slots=True)
class _Seen:
    build: float
    passages: int
    milliseconds: list[float]
    tops: list[list[tuple[str, int]]]


def _measure(engine: Engine, articles: Sequence[Article], asked: Sequence[str]) -> _Seen:
    started = time.perf_counter()
    index = engine.open(engine.build(articles))
    built = time.perf_counter() - started
    latest = max((article.date for article in articles if article.date), default=None)  # so that recency counts
    took, tops = [], []
    for question in asked:
        terms = tuple(dict.fromkeys(index.analyzer.terms(question)))
        started = time.perf_counter()
        ranked = index.rank(Query(terms, limit=_RANKED, as_of=latest, recency=0.5))
        took.append(1000 * (time.perf_counter() - started))
        tops.append(_top(index, ranked))
    index.close()
    return _Seen(built, index.passages, took, tops)


def _top(index: Edition, ranked: Sequence[Passage]) -> list[tuple[str, int]]:
    return [(index.heading(passage.article).key, passage.start) for passage in ranked[:_TOP]]


def _tell(embedded: _Seen, milvus: _Seen) -> None:
    print(f"{embedded.passages:,} passages, {len(embedded.tops)} questions")
    for name, one in (("embedded", embedded), ("milvus", milvus)):
        slowest = statistics.quantiles(one.milliseconds, n=20)[-1]
        median = statistics.median(one.milliseconds)
        print(f"{name:9} build {one.build:7.1f} s   rank p50 {median:7.1f} ms   p95 {slowest:7.1f} ms")
    same = sum(a == b for a, b in zip(embedded.tops, milvus.tops, strict=True))
    share = same / max(len(embedded.tops), 1)
    print(f"same top three, in the same order: {same} of {len(embedded.tops)} ({share:.1%})")
    if share < 0.95:
        sys.exit("The engines agree on less than 95 % of the questions.")
