"""`ask` without a question, on a real terminal: the arrow keys bring back what was typed."""

from __future__ import annotations

import os
import pty
import select
import sys
from pathlib import Path

from tests.cli.conftest import ROOT


class Terminal:
    """What a program prints on a terminal, read piece by piece."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._unread = b""

    def until(self, words: bytes) -> bytes:
        """What it prints up to `words`."""
        while words not in self._unread:
            ready, _, _ = select.select([self._number], [], [], 60)
            assert ready, self._unread
            self._unread += os.read(self._number, 65536)
        seen, _, self._unread = self._unread.partition(words)
        return seen + words

    def type(self, keys: bytes) -> None:
        os.write(self._number, keys)


def test_the_arrow_keys_bring_back_a_question_and_move_in_it(corpus: Path, tmp_path: Path) -> None:
    child, number = pty.fork()
    if child == 0:  # pragma: no cover - another program from here on
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "DATA": str(tmp_path / "data")}
        os.chdir(tmp_path)
        os.execve(sys.executable, [sys.executable, "-m", "bot", "ask", "--corpus", str(corpus)], environment)
    terminal = Terminal(number)
    terminal.until(b"ask> ")
    terminal.type(b"Which ferry ran agruond?\n")
    assert b"Searched for: Which ferry ran aground?" in terminal.until(b"asked again, it is searched as typed")
    terminal.until(b"ask> ")
    terminal.type(b"\x1b[A\n")  # up
    terminal.until(b"Did you mean: Which ferry ran aground?")
    terminal.until(b"ask> ")
    terminal.type(b"Who keeps the lghthouse?" + b"\x1b[D" * 9 + b"i\n")  # left
    assert b"Searched for" not in terminal.until(b"Oddly")
    terminal.type(b"\n")
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
