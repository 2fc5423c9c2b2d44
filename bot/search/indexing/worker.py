"""The second process of a large build: `python -m bot.search.indexing.worker FOLDER TEXTS LANGUAGE TITLE_WEIGHT`.

Reads one JSON line a run from standard input, `[run, [[title, offset, size], ...]]`, writes the run's file and answers
`[run, passages]`; at `null` it writes its vocabulary and ends; at the end of the input its parent is gone and it ends.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from bot.search.analysis.analyzer import Analyzer
from bot.search.indexing.inverter import Tokeniser
from bot.search.indexing.worker_pool import run_path, write_vocabulary
from bot.search.storage.array_file import write_columns


def main(folder: Path, texts: Path, language: str, title_weight: int) -> None:
    """Serves until told to end."""
    tokeniser = Tokeniser(Analyzer(language), title_weight)
    with texts.open("rb") as file:
        for line in sys.stdin.buffer:
            order = json.loads(line)
            if order is None:
                write_vocabulary(folder, tokeniser.vocabulary())
                return
            run, places = order
            articles = [
                (title, os.pread(file.fileno(), size, at).decode("utf-8", "surrogatepass"))
                for title, at, size in places
            ]
            chunk = tokeniser.take(articles)
            write_columns(run_path(folder, run), chunk.arrays(), durable=False)
            sys.stdout.write(json.dumps([run, len(chunk.start)]) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
