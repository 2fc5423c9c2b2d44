"""`init` makes a folder to start from, and never touches what is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, read_settings
from tests.cli.conftest import Run


@pytest.fixture
def started(bot: Run) -> str:
    done = bot("init", "start")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_empty_folder_becomes_one_that_answers(bot: Run, tmp_path: Path, started: str) -> None:
    assert "cd start" in started
    assert "DISCORD_TOKEN" in started
    done = bot("ask", "When did Webb launch?", CORPUS=str(tmp_path / "start" / "corpus"))
    assert "25 December 2021" in done.stdout.replace("\n", " ")


def test_the_settings_are_the_defaults_and_for_its_owner_alone(
    tmp_path: Path, started: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path / "start")
    assert read_settings() == Settings(_env_file=None)
    assert (tmp_path / "start" / ".env").stat().st_mode & 0o777 == 0o600


def test_what_is_there_already_is_left_as_it_is(bot: Run, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "mine.txt").touch()
    (tmp_path / ".env").write_text("DISCORD_TOKEN=mine\n")
    done = bot("init")
    assert done.stdout.count("left as it is") == 2
    assert [path.name for path in (tmp_path / "corpus").iterdir()] == ["mine.txt"]
    assert (tmp_path / ".env").read_text() == "DISCORD_TOKEN=mine\n"


def test_an_empty_corpus_folder_gets_the_samples_unless_they_are_not_wanted(bot: Run, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    assert "left as it is" in bot("init", "--empty").stdout
    assert "sample articles" in bot("init").stdout
    assert len(list((tmp_path / "corpus").iterdir())) > 20


def test_it_can_be_made_without_the_samples(bot: Run, tmp_path: Path) -> None:
    assert bot("init", "--empty").returncode == 0
    assert list((tmp_path / "corpus").iterdir()) == []


def test_a_place_that_cannot_be_written_is_a_sentence(bot: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = bot("init", "file/start")
    assert done.returncode == 1
    assert "cannot be made" in done.stderr
    assert "Traceback" not in done.stderr


def test_where_there_is_no_corpus_the_sentence_says_how_to_get_one(bot: Run, tmp_path: Path) -> None:
    done = bot("ask", "Who?", CORPUS=str(tmp_path / "nowhere"))
    assert done.returncode == 5
    assert "clippings init" in done.stderr
