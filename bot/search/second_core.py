"""The second process of a large build: `python -m bot.search.second_core FOLDER TEXTS LANGUAGE TITLE_WEIGHT`.

Reads one JSON line a run from standard input, `[run, [[title, offset, size], ...]]`, writes the run's file and answers
`[run, passages]`; at `null` it writes its vocabulary and ends; at the end of the input its parent is gone and it ends.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from bot.search.analysis import Analyzer
from bot.search.columns import write_columns
from bot.search.crew import run_path, write_vocabulary
from bot.search.tokenising import Tokeniser


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
