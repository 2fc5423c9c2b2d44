"""The README keeps its word: its commands run, the files it names are there, formats and codes are listed."""

import configparser
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from bot.articles.formats import READERS
from bot.errors import ExitCode

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [line[2:] for block in re.findall(r"```console\n(.*?)```", README, re.S) for line in block.splitlines()]
IN_PROCESS = [command for command in COMMANDS if command.startswith("python -m bot")]
MAKE = sorted({target for command in re.findall(r"\bmake [a-z]+\b", README) for target in command.split()[1:]})


def test_every_shown_command_is_one_that_the_tests_know_how_to_run() -> None:
    assert COMMANDS
    assert {command for command in COMMANDS if command not in IN_PROCESS} == {"make run", "make test"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.mark.parametrize("command", IN_PROCESS)
def test_a_command_of_the_readme_runs_as_shown(command: str, data: Path) -> None:
    done = subprocess.run(
        [sys.executable, *shlex.split(command)[1:]],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATA": str(data)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize("target", MAKE)
def test_a_make_target_of_the_readme_exists(target: str) -> None:
    done = subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize("name", re.findall(r"\]\((?!https?:)([^)#]+)\)", README))
def test_a_file_that_the_readme_links_to_is_there(name: str) -> None:
    assert (ROOT / name).is_file()


def test_every_format_is_in_the_readme() -> None:
    assert [suffix for suffix in READERS if f"`{suffix}`" not in README] == []


def test_every_exit_code_is_in_the_readme() -> None:
    assert [code.name for code in ExitCode if not re.search(rf"^\| {code.value} \|", README, re.M)] == []


def test_the_sample_unit_starts_the_bot_and_restarts_only_what_a_restart_may_mend() -> None:
    (sample,) = re.findall(r"```ini\n(.*?)```", README, re.S)
    unit = configparser.ConfigParser()
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(sample)
    service = unit["Service"]
    assert service["ExecStart"].startswith(service["WorkingDirectory"] + "/")
    assert service["ExecStart"].endswith("/python -m bot run")
    assert service["Restart"] == "on-failure"
    for_a_person = {ExitCode.USAGE, ExitCode.SETTINGS, ExitCode.TOKEN, ExitCode.DATA}
    assert {int(code) for code in service["RestartPreventExitStatus"].split()} == for_a_person
    assert int(service["TimeoutStopSec"]) > 10  # what the bot itself takes at most
