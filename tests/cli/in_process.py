"""The command line, called in this process: a process of its own for each command costs a second to start."""

from __future__ import annotations

import io
import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.cli.app import main


def call(
    words: list[str], folder: Path, environment: Mapping[str, str], stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """Does what `python -m bot` does with these words in `folder`, and returns what it printed and its exit code."""
    out, error = io.BytesIO(), io.BytesIO()
    code = 0
    with _logging_as_at_a_start(), pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            patch.delenv(name)
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.chdir(folder)
        patch.setattr(sys, "argv", ["clippings", *words])
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        for name, stream in (("stdout", out), ("stderr", error)):
            patch.setattr(sys, name, io.TextIOWrapper(stream, encoding="utf-8", write_through=True))
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        return subprocess.CompletedProcess(words, code, out.getvalue().decode(), error.getvalue().decode())


@contextmanager
def _logging_as_at_a_start() -> Iterator[None]:
    root, ours = logging.getLogger(), logging.getLogger("bot")
    handlers, levels = root.handlers[:], (root.level, ours.level)
    root.handlers.clear()
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(levels[0])
        ours.setLevel(levels[1])
