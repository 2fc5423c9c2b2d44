"""Sessions: what is noted of a question comes back as it was, to the right people, for a while."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.components.custom_ids import UnknownActionError, custom_id, read_span, span
from bot.chat.questions.sessions import (
    FOLLOW_UP_SECONDS,
    MOST_KEPT,
    MOST_TURNS,
    SESSION_SECONDS,
    Session,
    SessionExpiredError,
    Sessions,
)
from bot.model import Question, Sort, Turn
from bot.store.state import State

days = st.none() | st.dates()
words = st.text(max_size=20)
turns = st.builds(Turn, words, st.lists(words, max_size=3).map(tuple), st.lists(words, max_size=3).map(tuple))
questions = st.builds(
    Question, words, st.dates(), st.none() | st.integers(1), days, days, words, st.sampled_from(Sort),
    st.integers(1, 5), st.integers(0, 99), st.booleans(), st.lists(turns, max_size=3).map(tuple),
)  # fmt: skip


@given(st.builds(Session, questions, st.integers(1), turns, st.integers(0, 5), st.lists(words, max_size=3).map(tuple)))
def test_a_session_survives_json(session: Session) -> None:
    turns = [replace(turn, excerpts=turn.excerpts[:1]) for turn in (session.turn, *session.question.history)]
    kept = replace(session, turn=turns[0], question=replace(session.question, history=tuple(turns[1:])))
    assert Session.from_json(json.loads(json.dumps(session.as_json()))) == kept


def test_a_session_that_an_earlier_version_kept_is_read() -> None:
    turn = {"question": "Why?", "articles": ["k"], "excerpts": ["One.", "Two."]}
    asked = {"text": "Why?", "as_of": "2022-08-25", "server": 1, "since": None, "until": None, "source": "",
             "sort": "relevance", "limit": 3, "offset": 0, "any_date": False,
             "history": [turn], "as_typed": False}  # fmt: skip
    former = {"question": asked, "member": 7, "turn": turn, "shown": 2, "suggestions": ["Who?"]}
    before = Turn("Why?", ("k",), ("One.", "Two."))
    question = Question("Why?", date(2022, 8, 25), server=1, history=(before,))
    assert Session.from_json(former) == Session(question, 7, before, 2, ("Who?",))


def test_a_session_keeps_a_long_question_once() -> None:
    text = "What of it? " * 500
    quotes = tuple("x" * 300 for _ in range(3))
    history = tuple(Turn(text, ("a" * 16,) * 3, quotes) for _ in range(MOST_TURNS))
    question = Question(text, date(2022, 8, 25), server=1456074443980900001, history=history)
    suggestions = tuple(f"Which of it? {text[12:]}" for _ in range(3))
    long = Session(question, 7, Turn(text, ("a" * 16,) * 3, quotes), 3, suggestions)
    assert len(json.dumps(long.as_json())) < len(text) + MOST_TURNS * 900 + 1_000
    plain = Session(replace(question, text="Who?", history=()), 7, Turn("Who?", ("a" * 16,) * 3, quotes), 3)
    assert len(json.dumps(plain.as_json())) < 700


async def test_a_members_oldest_sessions_go(tmp_path: Path) -> None:
    clock = Clock()
    state = await State.open(tmp_path, now=clock)
    sessions = Sessions(state.memory)
    names = [f"{number:016}" for number in range(MOST_KEPT + 5)]
    await sessions.write("other", session(member=8))
    for first in range(0, len(names), 50):
        clock.seconds += 1
        await state.together(*(sessions.writing(name, session()) for name in names[first : first + 50]))
    clock.seconds += 1
    await sessions.write("last", session())
    kept = await state.memory.entries("slip")
    assert len(kept) == MOST_KEPT + 1
    assert {"other", "last", *names[6 + 50 :]} <= set(kept)
    await state.close()


class Clock:
    def __init__(self) -> None:
        self.seconds = 1e9

    def __call__(self) -> float:
        return self.seconds


def session(server: int | None = 1, member: int = 7) -> Session:
    return Session(Question("Why?", date(2022, 8, 25), server=server), member, Turn("Why?"))


async def test_a_session_is_found_by_its_own_server_or_person_until_it_is_old(tmp_path: Path) -> None:
    clock = Clock()
    state = await State.open(tmp_path, now=clock)
    sessions = Sessions(state.memory)
    await sessions.write("a" * 16, session())
    await sessions.write("b" * 16, session(server=None))
    assert await sessions.find("a" * 16, server=1, member=99) == session()
    assert await sessions.find("b" * 16, server=None, member=7) == session(server=None)
    for name, server, member in (("a", 2, 7), ("a", None, 7), ("b", None, 8), ("b", 1, 7), ("c", 1, 7)):
        with pytest.raises(SessionExpiredError):
            await sessions.find(name * 16, server=server, member=member)
    clock.seconds += SESSION_SECONDS + 1
    with pytest.raises(SessionExpiredError):
        await sessions.find("a" * 16, server=1, member=7)
    await state.close()


async def test_talk_is_remembered_by_channel_and_member_for_a_quarter_of_an_hour(tmp_path: Path) -> None:
    clock = Clock()
    state = await State.open(tmp_path, now=clock)
    sessions = Sessions(state.memory)
    await state.together(sessions.setting_latest(5, 7, "name"))
    assert await sessions.latest(5, 7) == "name"
    assert await sessions.latest(5, 8) is None
    assert await sessions.latest(6, 7) is None
    clock.seconds += FOLLOW_UP_SECONDS + 1
    assert await sessions.latest(5, 7) is None
    await state.close()


def test_a_conversation_keeps_its_latest_turns() -> None:
    history = tuple(Turn(str(number)) for number in range(9))
    long = Session(Question("Q", date(2022, 8, 25), history=history), 7, Turn("now"))
    assert [turn.question for turn in long.history] == ["6", "7", "8", "now"]
    assert len(long.history) == MOST_TURNS


@given(st.integers(0, 10**9), st.integers(1, 10**6))
def test_a_span_comes_back_from_its_short_form(start: int, more: int) -> None:
    assert read_span(span(start, start + more)) == (start, start + more)


@given(st.text(max_size=20))
def test_what_is_no_span_is_refused_with_a_sentence(text: str) -> None:
    try:
        start, end = read_span(text)
    except UnknownActionError:
        return
    assert start < end


def test_a_custom_id_is_never_longer_than_discord_takes() -> None:
    with pytest.raises(ValueError, match="101 characters"):
        custom_id("x", "y" * 94)
