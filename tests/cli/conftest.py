"""The program as people start it: a real corpus folder, a data folder of its own; a process where that matters."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.in_process import call

ROOT = Path(__file__).parents[2]
SEEDLIKE = (
    " date 2021-03-04 The harbour town of Lower Quay opened its new lighthouse museum on Thursday "
    "after nine years of repairs.\n"
    "\n"
    "The keeper, Martha Oddly, said the lamp “had not been lit since 1974”. She named the restored fog bell Clarence.\n"
)

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with a space in its name, holding two articles in the archive's own form."""
    folder = tmp_path / "my corpus"
    folder.mkdir()
    (folder / "lighthouse.txt").write_text(SEEDLIKE, encoding="utf-8")
    (folder / "ferry.txt").write_text(
        " date 2022-07-15 The ferry Osprey ran aground on Gull Bank on Friday.\n\nNobody was hurt.\n",
        encoding="utf-8",
    )
    return folder


def environment(corpus: Path, data: Path, **given: str) -> dict[str, str]:
    """The settings that a command gets, and nothing else of the developer's environment."""
    kept = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", ""), "LANG": "C.UTF-8"}
    return {**kept, "CORPUS": str(corpus), "DATA": str(data), "COLUMNS": "200", **given}


@pytest.fixture
def bot(tmp_path: Path, corpus: Path) -> Run:
    """Runs a command on that corpus, in this process, and returns what it printed."""

    def run(*words: str, stdin: str = "", **given: str) -> "subprocess.CompletedProcess[str]":
        return call(list(words), tmp_path, environment(corpus, tmp_path / "data", **given), stdin)

    return run


@pytest.fixture
def bot_process(tmp_path: Path, corpus: Path) -> Run:
    """Runs `python -m bot` on that corpus, and returns what it printed."""

    def run(*words: str, stdin: str = "", **given: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=tmp_path,
            env=environment(corpus, tmp_path / "data", **given),
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return run
