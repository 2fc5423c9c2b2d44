"""What was measured, as a table for the terminal and a picture for the README."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

Measured = dict[str, float]

COLUMNS = {
    "build_s": "build from text, s",
    "tokens_s": "from tokens, s",
    "peak_mb": "peak over input, MB",
    "disk_mb": "disk, MB",
    "open_ms": "open, ms",
    "first_ms": "first question, ms",
    "p50_ms": "p50, ms",
    "p95_ms": "p95, ms",
    "serving_mb": "serving, MB",
    "change_s": "one article changed, s",
}
_OURS, _PEER = "#d9480f", "#868e96"


def say(line: str) -> None:
    """Tells what is being done, beside the result."""
    sys.stderr.write(f"{line}\n")


def table(title: str, measured: dict[str, Measured]) -> None:
    """One row an engine."""
    _print(title, "engine", measured)


def scaling(measured: dict[int, Measured]) -> None:
    """One row a corpus size."""
    _print("Clippings as the corpus grows", "articles", {f"{size:,}": figures for size, figures in measured.items()})


def _print(title: str, first: str, rows: dict[str, Measured]) -> None:
    columns = {key: head for key, head in COLUMNS.items() if any(key in figures for figures in rows.values())}
    shown = Table(title=title)
    shown.add_column(first)
    for head in columns.values():
        shown.add_column(head, justify="right")
    for name, figures in rows.items():
        shown.add_row(name, *(_figure(figures.get(key)) for key in columns))
    Console(width=170).print(shown)


def _figure(value: float | None) -> str:
    """Three digits that matter."""
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def chart(title: str, measured: dict[str, Measured], path: Path) -> None:
    """Three small bar charts on a logarithmic scale: answering, building, memory."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 0.45 * len(measured) + 1.5), dpi=130, layout="constrained")
    figure.suptitle(f"{title} (logarithmic scales)", fontsize=10)
    names = list(measured)[::-1]
    heads = {
        "p50_ms": "a question, milliseconds: half, and 95 % (line), of them",
        "build_s": "build from raw text, seconds",
        "serving_mb": "memory while serving, MB",
    }
    for axes, (key, head) in zip(figure.subplots(1, 3, sharey=True), heads.items(), strict=True):
        values = [measured[name].get(key, 0.0) for name in names]
        texts = [_figure(value) for value in values]
        ends = values
        if key == "p50_ms":
            ends = [measured[name]["p95_ms"] for name in names]
            axes.hlines(names, values, ends, color="black", linewidth=1)
            axes.plot(ends, names, "|", color="black", markersize=9)
            texts = [f"{text} / {_figure(end)}" for text, end in zip(texts, ends, strict=True)]
        axes.barh(names, values, color=[_OURS if name == "Clippings" else _PEER for name in names])
        for name, end, text in zip(names, ends, texts, strict=True):
            axes.annotate(text, (end, name), (5, 0), textcoords="offset points", va="center", fontsize=8)
        axes.set_xscale("log")
        axes.margins(x=0.35)
        axes.xaxis.set_visible(False)
        axes.set_title(head, fontsize=9)
        axes.tick_params(labelsize=8)
        axes.spines[["top", "right", "bottom"]].set_visible(False)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path)
    say(f"The chart is in {path}.")
