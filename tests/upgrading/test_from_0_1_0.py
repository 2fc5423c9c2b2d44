"""What 0.1.0 wrote is taken over: settings, questions, marks, sessions, log; and its index answers."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.errors import DataError
from bot.library import Library, index_folder
from bot.model import Question, Verdict
from bot.store.state import State

WRITTEN = Path(__file__).parent / "written-by-0.1.0.zip"
THEN = 1_780_000_000.0  # seconds since 1970, when it was written
SERVER, ASKER, ADMIN = 77, 1001, 42


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Its folder: a corpus of three articles, and the data made of it."""
    shutil.unpack_archive(WRITTEN, tmp_path)
    return tmp_path


@pytest.fixture
async def state(folder: Path) -> AsyncIterator[State]:
    opened = await State.open(folder / "data", now=lambda: THEN + 60)
    yield opened
    await opened.close()


async def test_settings_questions_and_the_log_are_as_they_were(state: State) -> None:
    settings = await state.servers.read(SERVER)
    assert (settings.excerpts, settings.keep_questions, settings.channels) == (4, True, (5, 6))
    (question,) = await state.questions.between(SERVER, datetime.fromtimestamp(THEN - 1, UTC), datetime.now(UTC))
    assert (question.text, question.verdict, question.unhelpful) == (
        "When did the Osprey bridge open?",
        Verdict.ANSWERED,
        1,
    )
    (entry,) = await state.audit.entries(SERVER)
    assert (entry.who, entry.action) == (ADMIN, "corpus reload")
    assert await state.memory.get("view", "token-1") == {"text": "x"}


async def test_a_member_who_asked_then_is_still_known_to_forget_me(state: State) -> None:
    assert await state.forget(ASKER) == 1
    assert await state.memory.get("view", "token-1") is None


async def test_its_index_answers_or_is_built_anew_without_a_word_lost(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    (written,) = (folder / "data" / "index").iterdir()
    written.rename(index_folder(folder / "corpus", folder / "data", "english"))  # named after the place of the corpus
    library = Library(folder / "corpus", folder / "data", today=lambda: date(2026, 6, 1))
    await library.open()
    try:
        answer = await library.ask(Question("When did the Osprey bridge open?", date(2026, 6, 1)))
    finally:
        await library.close()
    assert answer.excerpts[0].article.date == date(2020, 10, 28)
    assert "opened on Wednesday after nine years" in answer.excerpts[0].text


async def test_a_state_of_a_newer_version_is_refused_and_left_alone(folder: Path) -> None:
    path = folder / "data" / "state.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(DataError, match="newer version"):
        await State.open(folder / "data")
    assert path.read_bytes() == before
