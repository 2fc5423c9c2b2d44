"""One measurement in a process of its own, so that its memory is its own: `worker WHAT ENGINE FOLDER`. Prints JSON."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Self

import psutil

from tests.benchmarks.data import load
from tests.benchmarks.peers import ENGINES, Change, Engine, emptied, passages, tokenised


def main(what: str, name: str, folder: Path) -> None:
    """Measures one thing of one engine."""
    engine = next(engine for engine in ENGINES if engine.name == name)
    measured = {"build": _build, "tokens": _tokens, "serve": _serve, "change": _change}[what](engine, folder)
    sys.stdout.write(json.dumps(measured) + "\n")


def _build(engine: Engine, folder: Path) -> dict[str, float]:
    articles = load(folder / "articles")
    own = emptied(folder / engine.name)
    Path("/proc/self/clear_refs").write_text("5")  # the peak so far was the input's
    before = _status("VmRSS")
    with _Children() as children:
        start = time.perf_counter()
        engine.build(articles, own)
        seconds = time.perf_counter() - start
    disk = sum(path.stat().st_size for path in own.rglob("*") if path.is_file())
    return {"build_s": seconds, "peak_mb": _status("VmHWM") - before + children.peak_mb(), "disk_mb": disk / 1e6}


def _tokens(engine: Engine, folder: Path) -> dict[str, float]:
    tokens = tokenised(passages(load(folder / "articles")))
    own = emptied(folder / f"{engine.name} tokens")
    start = time.perf_counter()
    engine.build_from_tokens(tokens, own)
    return {"tokens_s": time.perf_counter() - start}


def _serve(engine: Engine, folder: Path) -> dict[str, float]:
    questions = json.loads((folder / "questions").read_text())
    search = engine.open(folder / engine.name)
    for question in questions[: 5 if engine.slow else 300]:
        search(question)
    return {"serving_mb": _status("VmRSS")}


def _change(engine: Engine, folder: Path) -> dict[str, float]:
    articles = load(folder / "articles")
    middle = len(articles) // 2
    old, new = articles[middle], replace(articles[middle], text=articles[middle].text + "\n\nOne sentence more.")
    articles[middle] = new
    start = time.perf_counter()
    engine.change(Change(old, new, articles), folder / engine.name)
    return {"change_s": time.perf_counter() - start}


class _Children:
    """Watches the memory of child processes; the kernel's peak of a child begins with its parent's."""

    def __enter__(self) -> Self:
        self._peaks: dict[int, int] = {}
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look)
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._watch.join()

    def peak_mb(self) -> float:
        """The sum of each child's largest."""
        return sum(self._peaks.values()) / 2**20

    def _look(self) -> None:
        me = psutil.Process()
        while not self._over.wait(0.05):
            for child in me.children(recursive=True):
                with suppress(psutil.Error):
                    self._peaks[child.pid] = max(self._peaks.get(child.pid, 0), child.memory_info().rss)


def _status(field: str) -> float:
    """Megabytes, from what the kernel says of this process."""
    for line in Path(f"/proc/{os.getpid()}/status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
