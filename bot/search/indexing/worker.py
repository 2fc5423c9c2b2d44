"""What a further process of a large build does: read a chunk of articles, invert it, write its run file, say so.

Also the files by which the processes of a build exchange articles and vocabularies.
"""

from __future__ import annotations

import json
import signal
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from bot.search.analysis.analyzer import Analyzer
from bot.search.indexing.inverter import Inverter
from bot.search.indexing.piece_table import Vocabulary
from bot.search.parameters import IndexParameters
from bot.search.storage.array_file import write_arrays


def serve(pipe: Connection, folder: Path, number: int, language: str, parameters: IndexParameters) -> None:
    """Inverts the chunks whose numbers come over `pipe` until None comes, then writes its vocabulary.

    Ends when the other end of the pipe is closed: its parent is gone.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C at the terminal is for the parent, whose end it notices
    inverter = Inverter(Analyzer(language), parameters)
    try:
        while (run := json.loads(pipe.recv_bytes())) is not None:
            passages = invert(inverter, read_chunk(folder, run), folder, run)
            pipe.send_bytes(json.dumps([run, passages]).encode())
    except (EOFError, BrokenPipeError):
        return
    write_vocabulary(folder, number, inverter.vocabulary())


def invert(inverter: Inverter, articles: Sequence[tuple[str, str]], folder: Path, run: int) -> int:
    """Writes the run files of some articles; returns how many passages they have."""
    chunk = inverter.take(articles)
    write_arrays(run_path(folder, run), chunk.arrays(), durable=False)
    write_arrays(vectors_path(folder, run), chunk.vectors.arrays(), durable=False)
    return len(chunk.start)


def run_path(folder: Path, run: int) -> Path:
    """The file of a run."""
    return folder / f"run-{run}"


def vectors_path(folder: Path, run: int) -> Path:
    """The file of a run's term vectors."""
    return folder / f"vectors-{run}"


def write_chunk(folder: Path, run: int, articles: Sequence[tuple[str, str]]) -> None:
    """Writes articles, given as (title, text), for the process that inverts them."""
    texts = [text.encode("utf-8", "surrogatepass") for _, text in articles]
    places = json.dumps([[title, len(text)] for (title, _), text in zip(articles, texts, strict=True)]).encode()
    (folder / f"chunk-{run}").write_bytes(b"".join([places, b"\n", *texts]))


def read_chunk(folder: Path, run: int) -> list[tuple[str, str]]:
    """What `write_chunk` wrote; the file is removed."""
    path = folder / f"chunk-{run}"
    places, _, texts = path.read_bytes().partition(b"\n")
    path.unlink()
    articles, at = [], 0
    for title, size in json.loads(places):
        articles.append((title, texts[at : at + size].decode("utf-8", "surrogatepass")))
        at += size
    return articles


def write_vocabulary(folder: Path, number: int, vocabulary: Vocabulary) -> None:
    """For the process that asked."""
    content = json.dumps([vocabulary.terms, vocabulary.words])
    (folder / f"vocabulary-{number}").write_text(content, encoding="ascii")


def read_vocabulary(folder: Path, number: int) -> Vocabulary:
    """What `write_vocabulary` wrote; the file is removed."""
    path = folder / f"vocabulary-{number}"
    terms, words = json.loads(path.read_text(encoding="ascii"))
    path.unlink()
    return Vocabulary(terms, {word: (count, term) for word, (count, term) in words.items()})
