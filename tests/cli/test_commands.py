"""Every command: its help, what it does at its simplest, and how it fails."""

import json
import logging
import re
import shlex
from io import StringIO
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.app import app
from bot.cli.log import set_up_logging
from bot.installation import VERSION
from tests.cli.conftest import Run

COMMANDS = ("backup", "restore", "init", "run", "preview", "ask", "import", "index", "evaluate", "doctor")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_an_example_that_names_real_options(command: str) -> None:
    shown = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200"}).output
    example = re.search(r"Example: python -m bot (.+)", shown)
    assert example, shown
    words = shlex.split(example[1])
    assert words[0] == command
    for option in (word for word in words if word.startswith("--")):
        assert option in shown.split("Example:")[0]


def test_the_version_is_that_of_the_package(bot_process: Run) -> None:
    assert bot_process("--version").stdout == f"clippings {VERSION}\n"


def test_index_counts_what_changed_and_names_what_it_skipped(bot: Run, corpus: Path) -> None:
    assert bot("index").returncode == 0
    (corpus / "empty.txt").write_text("", encoding="utf-8")
    (corpus / "ferry.txt").unlink()
    (corpus / "new.txt").write_text(" date 2022-08-01 A seal came ashore at Lower Quay.", encoding="utf-8")
    done = bot("index")
    assert re.search(r"1\s+0\s+1\s+1\s+1", done.stdout), done.stdout
    assert "skipped  empty.txt" in done.stdout


def test_index_refuses_to_shrink_by_more_than_half_unless_forced(bot: Run, corpus: Path) -> None:
    for number in range(6):
        (corpus / f"{number}.txt").write_text(
            f" date 2020-01-0{number + 1} Tide table number {number}.", encoding="utf-8"
        )
    assert bot("index").returncode == 0
    for path in sorted(corpus.iterdir())[:6]:
        path.unlink()
    refused = bot("index")
    assert refused.returncode == 5
    assert "2 of 8 articles" in refused.stderr
    assert bot("index", "--force").returncode == 0


def test_evaluate_measures_an_archive_against_known_answers(bot: Run, tmp_path: Path) -> None:
    asked = [
        {
            "id": "a",
            "question": "Which ferry ran aground?",
            "date": "2022-08-01",
            "answers": ["Osprey"],
            "gold": ["ferry.txt"],
        },
        {"id": "b", "question": "What is the fog bell called?", "date": "2022-08-01", "answers": ["Clarence"]},
    ]
    (tmp_path / "questions.jsonl").write_text("\n".join(map(json.dumps, asked)), encoding="utf-8")
    done = bot("evaluate", "questions.jsonl", "--json", "--details", "out.jsonl")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["questions"] == 2
    details = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [one["id"] for one in details] == ["a", "b"]
    assert "Osprey" in details[0]["excerpts"][0]["text"]


def test_evaluate_names_the_line_that_is_not_json(bot: Run, tmp_path: Path) -> None:
    (tmp_path / "questions.jsonl").write_text(
        '{"question": "Who?", "date": "2020-01-01"}\nnot json\n', encoding="utf-8"
    )
    done = bot("evaluate", "questions.jsonl")
    assert done.returncode == 2
    assert "line 2" in done.stderr


def test_doctor_finds_all_well_with_a_fresh_corpus(bot: Run) -> None:
    done = bot("doctor")
    assert done.returncode == 0, done.stdout
    assert "2 files" in done.stdout


def test_doctor_names_a_setting_that_is_misspelt(bot: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "AUTO_RELAOD=true\nexport SAERCH_ENGINE=embedded\nTZ=UTC\nMAX_FILE_MB=many\n", encoding="utf-8"
    )
    done = bot("doctor")
    assert done.returncode == 7
    assert "AUTO_RELAOD in .env is no setting; did you mean AUTO_RELOAD?" in done.stdout
    assert "did you mean SEARCH_ENGINE?" in done.stdout
    assert "MAX_FILE_MB: must be a number" in done.stdout, "beside what cannot be used"
    assert "TZ" not in done.stdout


def test_doctor_says_what_is_wrong_and_what_to_do(bot: Run, corpus: Path) -> None:
    bot("index")
    index = next((corpus.parent / "data" / "index").rglob("manifest.json"))
    index.write_text("{", encoding="utf-8")
    done = bot("doctor", DISCORD_TOKEN="not a token")
    assert done.returncode == 7
    assert re.search(r"wrong\s+token", done.stdout)
    assert re.search(r"wrong\s+index", done.stdout)
    assert "not a token" not in done.stdout


def test_wrong_settings_are_named_together_with_their_own_exit_code(bot_process: Run) -> None:
    done = bot_process("ask", "Who?", MAX_FILE_MB="-1", LOG_LEVEL="LOUD")
    assert done.returncode == 3
    assert "MAX_FILE_MB" in done.stderr
    assert "LOG_LEVEL" in done.stderr


def test_a_log_line_stays_one_line_whatever_a_file_is_called() -> None:
    out = StringIO()
    set_up_logging("INFO", "human", out)
    logging.getLogger("test").info("skipped %s", "a\nb\x1b[2J")
    set_up_logging("INFO", "json", out)
    logging.getLogger("test").info("skipped %s", "a\nb", extra={"request": "r1"})
    human, machine = out.getvalue().splitlines()
    assert "\x1b" not in human
    assert json.loads(machine)["request"] == "r1"
