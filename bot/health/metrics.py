"""Metrics in the text format of Prometheus, collected at each scrape."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import accumulate
from platform import python_version
from typing import Protocol

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from bot.errors import Failure
from bot.installation import VERSION
from bot.library import LATENCY_BOUNDS, Counters, Library, Totals
from bot.model import Verdict

_OUTCOMES = ("done", "refused", "cancelled", "failed")


class ProcessHealth(Protocol):
    """What the metrics need of `Health`."""

    servers: Callable[[], int]
    shards: Callable[[], Iterable[int]]

    def ready(self) -> Mapping[str, bool]:
        """Each part that answering depends on, and whether it is available."""


class Metrics(Collector):
    """The metrics of one library and of the process (memory, open files, CPU)."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self, library: Library, health: ProcessHealth) -> None:
        self._library, self._health = library, health
        self._events = _Events()
        logging.getLogger().addHandler(self._events)
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(self)
        ProcessCollector(registry=self._registry)

    def written(self) -> bytes:
        """The page that Prometheus reads."""
        return generate_latest(self._registry)

    def close(self) -> None:
        """Stops counting log records."""
        logging.getLogger().removeHandler(self._events)

    def collect(self) -> Iterator[Metric]:
        """The metrics at this moment."""
        info = {"version": VERSION, "python": python_version()}
        yield InfoMetricFamily("clippings_build", "Which version runs.", value=info)
        parts = self._health.ready()
        yield _gauge("ready", "1 when a question would be answered.", all(parts.values()))
        yield _up(parts)
        yield InfoMetricFamily("clippings_process", "What this process does, of several.", value=self._role())
        yield _gauge("servers", "Discord servers that this process serves.", self._health.servers())
        yield from _answers_and_reloads(self._library.counters)
        figures = self._library.totals()
        if figures is not None:
            yield from _held(figures)
        running = self._library.running is not None
        yield _gauge("reload_running", "1 while a reload is under way.", running)
        yield _counter("log_events", "Warnings and errors in the log.", "level", self._events.counts)
        about = "Commands, presses and messages that were not answered as they should be, by reason."
        yield _counter("interactions_failed", about, "reason", self._events.failures)

    def _role(self) -> dict[str, str]:
        role = "follower" if self._library.follows else "indexer"
        return {"role": role, "shards": ",".join(map(str, sorted(self._health.shards())))}


def _up(parts: Mapping[str, bool]) -> Metric:
    family = GaugeMetricFamily("clippings_up", "1 while this part is there.", labels=["part"])
    for name, there in parts.items():
        family.add_metric([name], there)
    return family


def _answers_and_reloads(counters: Counters) -> Iterator[Metric]:
    answers = {verdict.value: counters.answers[verdict] for verdict in Verdict}
    yield _counter("answers", "Answers given, by verdict.", "verdict", answers)
    edges = [*map(str, LATENCY_BOUNDS), "+Inf"]
    yield HistogramMetricFamily(
        "clippings_answer_seconds",
        "How long an answer took, from the question to its excerpts.",
        buckets=list(zip(edges, accumulate(counters.within), strict=True)),
        sum_value=counters.seconds,
    )
    reloads = {outcome: counters.reloads[outcome] for outcome in _OUTCOMES}
    yield _counter("reloads", "Reloads, by how they ended.", "outcome", reloads)


def _held(figures: Totals) -> Iterator[Metric]:
    age = max(0.0, time.time() - figures.built.timestamp())
    yield _gauge("articles", "Articles that can be quoted, every server's.", figures.articles)
    yield _gauge("passages", "Passages that they were cut into.", figures.passages)
    yield _gauge("problems", "Files and records that were not taken as they are.", figures.problems)
    yield _gauge("index_bytes", "Size of the index on disk.", figures.bytes_on_disk)
    yield _gauge("generation_age_seconds", "Since a reload last found the folder as it answers.", age)


def _gauge(name: str, about: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"clippings_{name}", about, value=value)


def _counter(name: str, about: str, label: str, counts: dict[str, int]) -> CounterMetricFamily:
    family = CounterMetricFamily(f"clippings_{name}", about, labels=[label])
    for value, count in counts.items():
        family.add_metric([value], count)
    return family


class _Events(logging.Handler):
    """Counts the log's warnings and errors, and unanswered questions by the `failure` of their record."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.counts: Counter[str] = Counter(warning=0, error=0)
        self.failures: Counter[str] = Counter(dict.fromkeys(Failure, 0))

    def emit(self, record: logging.LogRecord) -> None:
        self.counts["error" if record.levelno >= logging.ERROR else "warning"] += 1
        failure = getattr(record, "failure", None)
        if failure is not None:
            self.failures[failure] += 1
