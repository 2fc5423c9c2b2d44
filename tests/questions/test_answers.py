"""What newcomers, tricksters and people in conversation get from the archive that comes with Clippings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from bot.answers import answer
from bot.articles import Limits, read, scan
from bot.model import Answer, Article, Question, Turn, Verdict
from bot.search import Analyzer, Index, build, open_index
from tests.questions.test_corpus import CORPUS, lines

TODAY = date(2025, 11, 22)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    def articles() -> Iterator[Article]:
        for file in scan(CORPUS, Limits()).files:
            yield from (one for one in read(file, Limits(), TODAY) if isinstance(one, Article))

    analyzer = Analyzer("english")
    return open_index(build(tmp_path_factory.mktemp("index"), articles(), analyzer=analyzer))


def right(found: Answer, asked: dict[str, Any]) -> bool:
    if found.verdict is not Verdict.ANSWERED or not found.excerpts:
        return False
    first = found.excerpts[0]
    return first.article.id in asked["gold"] and any(words in first.text for words in asked["answers"])


def test_at_least_57_of_60_newcomers_questions_are_answered_by_the_first_excerpt(index: Index) -> None:
    asked = lines("own.jsonl")
    missed = [
        one["question"]
        for one in asked
        if not right(answer(index, Question(one["question"], date.fromisoformat(one["date"]))), one)
    ]
    assert len(asked) == 60
    assert len(missed) <= 3, missed


@pytest.mark.parametrize("asked", lines("tricks.jsonl"), ids=lambda one: one["question"][:50])
def test_a_trick_question_gets_the_verdict_of_a_careful_archivist(index: Index, asked: dict[str, Any]) -> None:
    found = answer(index, Question(asked["question"], date.fromisoformat(asked["as_of"])))
    allowed = [asked["verdict"]] if isinstance(asked["verdict"], str) else asked["verdict"]
    assert found.verdict in allowed, (asked["why"], [excerpt.text for excerpt in found.excerpts])


def followed(index: Index, asked: dict[str, Any]) -> Answer:
    first = answer(index, Question(asked["first"], TODAY)).excerpts
    turn = Turn(asked["first"], tuple(one.article.key for one in first), tuple(one.text for one in first))
    return answer(index, Question(asked["then"], TODAY, history=(turn,)))


@pytest.mark.parametrize("asked", lines("followups.jsonl"), ids=lambda one: one["then"][:50])
def test_a_question_that_leans_on_the_one_before_is_completed_and_finds_the_article(
    index: Index, asked: dict[str, Any]
) -> None:
    found = followed(index, asked)
    assert found.understood
    assert any(asked["contains"] in excerpt.article.text for excerpt in found.excerpts)


def test_at_least_9_of_12_leaning_questions_are_answered_in_what_is_shown(index: Index) -> None:
    asked = lines("followups.jsonl")
    missed = [
        one["then"]
        for one in asked
        if not any(one["contains"] in excerpt.text for excerpt in followed(index, one).excerpts)
    ]
    assert len(missed) <= 3, missed


def test_every_quote_is_the_archive_character_for_character(index: Index) -> None:
    for asked in lines("own.jsonl")[:20]:
        for excerpt in answer(index, Question(asked["question"], TODAY)).excerpts:
            assert excerpt.text == excerpt.article.text[excerpt.start : excerpt.end]
            assert 0 < len(excerpt.text) <= 600
