"""A question has a budget of work: hostile articles cost it that much and no more, and it says what it did not read."""

from __future__ import annotations

import io
import time
from dataclasses import replace
from datetime import date, timedelta

import pytest
from rich.console import Console

from bot.answers import Tuning, answer
from bot.answers.budget import Budget
from bot.cli.terminal import print_answer
from bot.model import Article, Question, Verdict
from bot.search import Analyzer, Index, build, open_index

QUESTION = Question("Where did the Heron probe land?", date(2025, 1, 1))
HOSTILE = {"ideographs": "文日", "letters": "a b ", "marks": "x, ", "names": "Heron Probe "}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    texts = [f"The Heron probe landed on Titan. {unit * (50_000 // len(unit))}" for unit in list(HOSTILE.values()) * 3]
    texts += [f"Ferry number {number} crossed the strait." for number in range(100)]
    day = date(2020, 1, 1)
    articles = [Article(f"a{n}", "", text, f"{n}.txt", day + timedelta(n)) for n, text in enumerate(texts)]
    return open_index(build(tmp_path_factory.mktemp("hostile"), articles, analyzer=Analyzer("english")))


def test_a_budget_counts_the_work_of_its_own_thread() -> None:
    now = [5.0]
    budget = Budget(0.3, lambda: now[0])
    assert budget.terms == pytest.approx(1_200_000, rel=0.01)
    now[0] = 5.2
    assert budget.left == pytest.approx(0.1)
    now[0] = 6.0
    assert budget.spent
    assert budget.terms == 0


def test_hostile_articles_cost_a_question_no_more_than_its_budget(index: Index) -> None:
    tuning = replace(Tuning(), seconds=0.1)
    answer(index, QUESTION, tuning)  # what is computed once for a generation
    began = time.thread_time()
    found = answer(index, QUESTION, tuning)
    assert time.thread_time() - began < 0.3
    assert found.verdict is not Verdict.NOTHING


def test_a_question_whose_budget_is_spent_is_answered_from_the_best_article_and_says_so(index: Index) -> None:
    found = answer(index, QUESTION, replace(Tuning(), seconds=0.0))
    assert found.excerpts
    assert found.unread == 9
    out = io.StringIO()
    print_answer(Console(file=out, width=200), found, why=True)
    assert "9 more articles that hold the words were not read: the question's time was used up." in out.getvalue()
    out = io.StringIO()
    print_answer(Console(file=out, width=200), answer(index, QUESTION, replace(Tuning(), seconds=30.0)), why=True)
    assert "not read" not in out.getvalue()
