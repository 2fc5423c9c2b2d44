from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.model import Verdict
from bot.store.state import State
from tests.store.conftest import ANNA, BORIS, GAZETTE, HERALD, Clock, on_sqlite


async def everything_in(state: State, table: str) -> list[object]:
    return await state._database.read(lambda connection: connection.execute(f"SELECT * FROM {table}").fetchall())


async def test_nothing_is_kept_without_the_servers_consent_nor_of_a_direct_message(state: State) -> None:
    await state.servers.change(GAZETTE, keep_questions=True)
    assert await state.questions.keep(HERALD, ANNA, "Who?", Verdict.NOTHING) is None
    assert await state.questions.keep(None, ANNA, "Who?", Verdict.NOTHING) is None
    assert await state.questions.unanswered(HERALD) == []


async def test_a_question_is_kept_without_who_asked_it(state: State) -> None:
    await state.servers.change(HERALD, keep_questions=True)
    asker = 987_654_321_987_654_321
    name = await state.questions.keep(HERALD, asker, "Who was first?", Verdict.NOTHING, took_ms=4.5, articles=["ab"])
    assert name is not None
    await state.questions.judge(HERALD, name, asker, helpful=False)
    (kept,) = await state.questions.unanswered(HERALD)
    assert (kept.text, kept.verdict, kept.took_ms, kept.articles) == ("Who was first?", Verdict.NOTHING, 4.5, ("ab",))
    for table in ("questions", "feedback", "memory", "audit", "facts"):
        assert str(asker) not in str(await everything_in(state, table))


@on_sqlite
async def test_who_asked_is_in_none_of_the_files(state: State, tmp_path: Path) -> None:
    await state.servers.change(HERALD, keep_questions=True)
    asker = 987_654_321_987_654_321
    name = await state.questions.keep(HERALD, asker, "Who was first?", Verdict.NOTHING)
    assert name is not None
    await state.questions.judge(HERALD, name, asker, helpful=False)
    await state.close()
    for file in (tmp_path / "data").iterdir():
        assert str(asker).encode() not in file.read_bytes()
        assert asker.to_bytes(8, "big") not in file.read_bytes()


async def test_poor_answers_are_those_with_nothing_or_marked_not_helpful(state: State) -> None:
    await state.servers.change(HERALD, keep_questions=True)
    good = await state.questions.keep(HERALD, ANNA, "good", Verdict.ANSWERED)
    poor = await state.questions.keep(HERALD, ANNA, "poor", Verdict.ANSWERED)
    await state.questions.keep(HERALD, ANNA, "none", Verdict.NOTHING)
    assert good
    assert poor
    assert await state.questions.judge(HERALD, good, BORIS, helpful=True)
    assert await state.questions.judge(HERALD, poor, BORIS, helpful=True)
    assert await state.questions.judge(HERALD, poor, BORIS, helpful=False), "the later word counts"
    assert [(kept.text, kept.helpful, kept.unhelpful) for kept in await state.questions.unanswered(HERALD)] == [
        ("none", 0, 0),
        ("poor", 0, 1),
    ]


async def test_a_vote_from_another_server_is_not_counted(state: State) -> None:
    await state.servers.change(HERALD, keep_questions=True)
    name = await state.questions.keep(HERALD, ANNA, "Who?", Verdict.ANSWERED)
    assert name
    assert not await state.questions.judge(GAZETTE, name, BORIS, helpful=False)
    assert not await state.questions.judge(None, name, BORIS, helpful=False)
    assert await state.questions.unanswered(HERALD) == []


async def test_forgetting_a_member_removes_theirs_everywhere_and_nobody_elses(state: State) -> None:
    for server in (HERALD, GAZETTE):
        await state.servers.change(server, keep_questions=True)
        name = await state.questions.keep(server, ANNA, "Anna asks", Verdict.NOTHING)
        assert name
        await state.questions.judge(server, name, BORIS, helpful=False)
        other = await state.questions.keep(server, BORIS, "Boris asks", Verdict.ANSWERED)
        assert other
        await state.questions.judge(server, other, ANNA, helpful=False)
    await state.memory.put("view", "a", {"text": "Anna asks"}, seconds=9, user=ANNA)
    await state.memory.put("view", "b", {"text": "Boris asks"}, seconds=9, user=BORIS)
    assert await state.forget(ANNA) == 2
    assert await state.forget(ANNA) == 0
    assert await state.questions.unanswered(HERALD) == [], "her question is gone, and so is her vote"
    assert await state.memory.get("view", "a") is None
    assert await state.memory.get("view", "b") == {"text": "Boris asks"}


@on_sqlite
async def test_a_forgotten_question_leaves_no_trace_in_the_files(state: State, tmp_path: Path) -> None:
    await state.servers.change(HERALD, keep_questions=True)
    await state.questions.keep(HERALD, ANNA, "the secret of the orchard", Verdict.NOTHING)
    await state.forget(ANNA)
    await state.close()
    assert not any(b"orchard" in file.read_bytes() for file in (tmp_path / "data").iterdir())


async def test_questions_are_kept_as_long_as_their_server_says(state: State, clock: Clock) -> None:
    await state.servers.change(HERALD, keep_questions=True, retention_days=10)
    await state.servers.change(GAZETTE, keep_questions=True)
    for server in (HERALD, GAZETTE):
        await state.questions.keep(server, ANNA, "Who?", Verdict.NOTHING)
    clock.pass_days(9)
    assert await state.sweep() == 0
    clock.pass_days(2)
    assert await state.sweep() == 1
    assert await state.questions.unanswered(HERALD) == []
    assert len(await state.questions.unanswered(GAZETTE)) == 1


async def test_a_month_holds_its_own_questions(state: State, clock: Clock) -> None:
    await state.servers.change(HERALD, keep_questions=True)
    for text, day in (("may", (2025, 5, 31)), ("june", (2025, 6, 1)), ("july", (2025, 7, 1))):
        clock.seconds = datetime(*day, tzinfo=UTC).timestamp()
        await state.questions.keep(HERALD, ANNA, text, Verdict.ANSWERED)
    found = await state.questions.between(HERALD, datetime(2025, 6, 1, tzinfo=UTC), datetime(2025, 7, 1, tzinfo=UTC))
    assert [kept.text for kept in found] == ["june"]


async def test_an_answer_does_not_fail_because_its_question_cannot_be_kept(
    state: State, caplog: pytest.LogCaptureFixture
) -> None:
    await state.servers.change(HERALD, keep_questions=True)
    await state.close()
    with caplog.at_level(logging.WARNING):
        assert await state.questions.keep(HERALD, ANNA, "the secret question", Verdict.NOTHING) is None
    assert "could not be kept" in caplog.text
    assert "secret" not in caplog.text


async def test_a_question_may_hold_any_character(state: State) -> None:
    await state.servers.change(HERALD, keep_questions=True)
    await state.questions.keep(HERALD, ANNA, "100 % of what? \0 Qui fut “le premier” 🚀?", Verdict.NOTHING)
    (kept,) = await state.questions.unanswered(HERALD)
    assert kept.text.startswith("100 % of what?")
    assert kept.text.endswith("Qui fut “le premier” 🚀?")
