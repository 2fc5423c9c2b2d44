"""The figures of `evaluate` mean what its table says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.answers.evaluate import evaluate
from bot.model import Article
from bot.search import Analyzer, Index, build, open_index

TOWNS = ("Aldham", "Birch", "Colne", "Dedham", "Fordham", "Langham")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    articles = (
        Article(
            id=town,
            title=f"News of {town}",
            text=f"The mayor of {town} opened a bridge on Friday. It cost {number} crowns and is called Swan{number}.",
            path=f"{town}.txt",
            date=date(2020, 1, number),
        )
        for number, town in enumerate(TOWNS, 1)
    )
    return open_index(build(tmp_path_factory.mktemp("index"), articles, analyzer=Analyzer()))


def asked(town: str, answers: list[str], **more: object) -> dict[str, Any]:
    return {"id": town, "question": f"What bridge did {town} open?", "date": "2020-02-01", "answers": answers, **more}


def test_an_answer_counts_whatever_its_blanks_and_capitals(index: Index) -> None:
    found = evaluate(index, [asked("Birch", ["THE  mayor of birch"], gold=["Birch"]), asked("Colne", ["Zeppelin"])])
    assert (found.questions, found.answerable, found.with_gold) == (2, 2, 1)
    assert found.recall[0] == 0.5
    assert found.gold[0] == 1.0
    assert found.mrr == 1.0


def test_short_answers_and_bare_numbers_are_not_counted(index: Index) -> None:
    found = evaluate(index, [asked("Birch", ["the"]), asked("Colne", ["20201"])])
    assert found.answerable == 0


def test_details_are_the_contract_with_the_questions_id(index: Index) -> None:
    details: list[dict[str, Any]] = []
    evaluate(index, [asked("Birch", ["Swan2"])], on_answer=details.append)
    assert details[0]["id"] == "Birch"
    assert details[0]["as_of"] == "2020-02-01"
    assert details[0]["answer_at"] == 1


@pytest.mark.parametrize("record", [{}, {"question": ""}, {"question": "Who?", "date": "yesterday"}, {"question": 3}])
def test_a_record_that_is_no_question_is_named_by_its_number(index: Index, record: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="1"):
        evaluate(index, [record], today=date(2020, 1, 1))
