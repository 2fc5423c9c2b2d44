"""Who tokenises a build: this process, and for a large corpus a second one on the other core."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.errors import DataError
from bot.search.analysis.analyzer import Analyzer
from bot.search.indexing.inverter import Tokeniser, Vocabulary
from bot.search.storage.array_file import write_columns
from bot.search.storage.documents import RecordsWriter

SECOND_FROM = 10_000_000  # characters: a second of work, after which half a second of starting a process is repaid
_WAITING = 2  # chunks the second process may have: one at work, one to go on with


class Crew:
    """Tokenises chunks of articles into run files, `run-0`, `run-1`, … in `folder`."""

    def __init__(self, folder: Path, analyzer: Analyzer, title_weight: int, *, processes: int) -> None:
        self._folder = folder
        self._analyzer = analyzer
        self._title_weight = title_weight
        self._own = Tokeniser(analyzer, title_weight)
        self._may_hire = processes > 1
        self._second: subprocess.Popen[bytes] | None = None
        self._characters = 0
        self._others: set[int] = set()
        self.runs = 0
        self.passages = 0
        self.mine: dict[int, bool] = {}

    def take(self, articles: Sequence[tuple[str, str]], records: RecordsWriter, first: int) -> None:
        """Tokenises articles, of which the first is number `first` of `records`, into the next run file."""
        run = self.runs
        self.runs += 1
        self._characters += sum(len(text) for _, text in articles)
        if self._second is None and self._may_hire and self._characters > SECOND_FROM:
            self._hire(records.path)
        self._hear(block=False)
        if self._second is not None and len(self._others) < _WAITING:
            places = [records.text_place(first + i) for i in range(len(articles))]
            titled = [[title, *place] for (title, _), place in zip(articles, places, strict=True)]
            self._tell(json.dumps([run, titled]))
            self._others.add(run)
            self.mine[run] = False
            return
        chunk = self._own.take(articles)
        write_columns(run_path(self._folder, run), chunk.arrays(), durable=False)
        self.passages += len(chunk.start)
        self.mine[run] = True

    def finish(self) -> tuple[Vocabulary, Vocabulary | None]:
        """Waits for all runs; returns this process's vocabulary and the second one's."""
        if self._second is None:
            return self._own.vocabulary(), None
        while self._others:
            self._hear(block=True)
        self._tell("null")
        if self._second.stdin:
            self._second.stdin.close()
        if self._second.wait() != 0:
            raise self._lost()
        return self._own.vocabulary(), read_vocabulary(self._folder)

    def close(self) -> None:
        """Ends the second process, whatever it is doing."""
        if self._second is not None:
            self._second.kill()
            self._second.wait()
            for pipe in (self._second.stdin, self._second.stdout):
                if pipe:
                    pipe.close()

    def _hire(self, texts: Path) -> None:
        """Starts the second process. It ends by itself when this one is gone and closes its standard input."""
        command = [sys.executable, "-m", "bot.search.indexing.worker"]
        given = [str(self._folder), str(texts), self._analyzer.language, str(self._title_weight)]
        self._second = subprocess.Popen(  # noqa: S603 (our own module, our own paths)
            [*command, *given],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,  # a Ctrl-C at the terminal is for the parent, whose end it notices
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )

    def _tell(self, line: str) -> None:
        pipe = self._second.stdin if self._second else None
        try:
            content = memoryview(f"{line}\n".encode())
            while pipe and content:
                content = content[pipe.write(content) or 0 :]
        except OSError as error:
            raise self._lost() from error

    def _hear(self, *, block: bool) -> None:
        """Takes the second process's reports, one line a run."""
        pipe = self._second.stdout if self._second else None
        while pipe and self._others and (block or select.select([pipe], [], [], 0)[0]):
            block = False
            line = pipe.readline()
            if not line:
                raise self._lost()
            run, passages = json.loads(line)
            self._others.discard(run)
            self.passages += passages

    def _lost(self) -> DataError:
        return DataError("The index could not be built: the process that helps on the second core has ended.")


def run_path(folder: Path, run: int) -> Path:
    """The file of a run."""
    return folder / f"run-{run}"


def write_vocabulary(folder: Path, vocabulary: Vocabulary) -> None:
    """For the process that asked."""
    content = json.dumps([vocabulary.terms, vocabulary.words])
    (folder / "vocabulary").write_text(content, encoding="ascii")


def read_vocabulary(folder: Path) -> Vocabulary:
    """What `write_vocabulary` wrote."""
    terms, words = json.loads((folder / "vocabulary").read_text(encoding="ascii"))
    return Vocabulary(terms, {word: (count, term) for word, (count, term) in words.items()})
