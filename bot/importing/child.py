"""The process that reads an uploaded export: `python -m bot.importing.child`. The system limits its memory and time."""

from __future__ import annotations

import os
import resource
import sys
from datetime import date
from pathlib import Path
from typing import Any

from bot.articles.limits import MEGABYTE, Limits
from bot.articles.sandbox.frames import read_frame, write_frame
from bot.articles.sandbox.processes import limit
from bot.errors import ClippingsError
from bot.importing.entries import ReadOptions
from bot.importing.importer import Order, Report, run

_PER_BYTE = 16  # address space for each byte of a file: text at four bytes a character, parsed and copied


def main() -> int:
    """Carries out the import on the input, and answers with what it found."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not look like a frame
    request, _ = read_frame(sys.stdin.buffer, 0)
    limits, source = Limits(**request["limits"]), Path(request["source"])
    memory = int(limits.max_read_mb * MEGABYTE) + _PER_BYTE * source.stat().st_size
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, int(request["seconds"]) + 1)):
        limit(what, most)
    limit(resource.RLIMIT_FSIZE, request["most"])
    limit(resource.RLIMIT_CORE, 0)
    order = Order([source], Path(request["target"]), ReadOptions(limits), date.fromisoformat(request["today"]))
    try:
        write_frame(answers, _found(run(order)))
    except MemoryError:
        write_frame(answers, {"refused": "It takes too much memory to read."})
    except ClippingsError as error:
        write_frame(answers, {"refused": str(error)})
    answers.flush()
    return 0


def _found(report: Report) -> dict[str, Any]:
    kinds = [tally.kind for tally in report.tallies if tally.articles]
    left_out: dict[str, int] = {}
    for tally in report.tallies:
        for kind, count in tally.left_out.items():
            left_out[kind] = left_out.get(kind, 0) + count
    problems = [problem.reason for tally in report.tallies for problem in tally.problems if problem.skipped]
    refused = sum(tally.refused for tally in report.tallies)
    return {"kinds": kinds, "left_out": left_out, "refused_entries": refused, "problems": problems[:10]}


if __name__ == "__main__":
    sys.exit(main())
