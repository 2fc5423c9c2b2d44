"""A whole answer, a timeline and a suggestion take linear time, whatever the question, the articles, or both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.answers import answer
from bot.answers.reply.advice import suggestions
from bot.answers.timeline import count_bars, in_bar
from bot.answers.tuning import Tuning
from bot.model import Article, DateRange, Question, Sort
from bot.search import Analyzer, EmbeddedIndex, build, open_index
from tests.doubling import assert_linear, cpu_seconds

TODAY = date(2025, 6, 15)
UNLIMITED = Tuning(seconds=1e9)  # without the budget, which would hide what takes too long
NEWS = "The Heron probe landed on Titan on Monday after a journey of seven years. "
UNITS = ["Heron probe ", "Heronn ", "herom probee landde ", "文日", "“Heron” ", "Titan, ", "A. ", "2020 ", "x"]


def articles(count: int, text: str = NEWS) -> Iterator[Article]:
    """Articles that are near-duplicates of each other."""
    for number in range(count):
        day = date(2020, 1, 1) + timedelta(number)
        yield Article(f"a{number}", f"Heron {number}", f"{text} Part {number}.", f"{number}.txt", day)


def index_of(folder: Path, found: Iterator[Article]) -> EmbeddedIndex:
    return open_index(build(folder, found, analyzer=Analyzer("english")))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedIndex:
    return index_of(tmp_path_factory.mktemp("index"), articles(60))


def of(unit: str) -> Callable[[int], Question]:
    return lambda size: Question(unit * (size // len(unit)), TODAY, sort=Sort.NEWEST)


@pytest.mark.parametrize("unit", UNITS)
def test_a_question_is_answered_in_linear_time(index: EmbeddedIndex, unit: str) -> None:
    answer(index, Question(NEWS, TODAY))
    assert_linear(of(unit), lambda question: answer(index, question, UNLIMITED), start=500, most=6_000)


def test_near_duplicates_and_long_articles_are_answered_in_linear_time(tmp_path: Path) -> None:
    question = Question("When did the Heron probe land on Titan?", TODAY)
    many = [index_of(tmp_path / f"m{count}", articles(count)) for count in (50, 100, 200)]
    long = [index_of(tmp_path / f"l{count}", articles(3, NEWS * count)) for count in (100, 200, 400)]
    assert_linear(lambda size: many[size // 2], lambda one: answer(one, question, UNLIMITED), start=1, most=4)
    assert_linear(lambda size: long[size // 2], lambda one: answer(one, question, UNLIMITED), start=1, most=4)


@pytest.mark.parametrize("word", ["Herom", "Tittan", "moonlandingheron", "journy" * 6])
def test_a_suggestion_takes_little_time_at_its_limits(index: EmbeddedIndex, word: str) -> None:
    question = Question(f"{word} " * (6_000 // (len(word) + 1)), TODAY)
    suggestions(index, question, [word])
    assert cpu_seconds(lambda asked: suggestions(index, asked, [word] * 3), question) < 0.05


def test_a_timeline_is_counted_in_linear_time(tmp_path: Path) -> None:
    indexes = [index_of(tmp_path / str(count), articles(count)) for count in (100, 200, 400)]
    question = Question("Heron probe", TODAY)

    def work(index: EmbeddedIndex) -> None:
        count_bars(index, question)
        in_bar(index, question, DateRange(), 5)

    assert_linear(lambda size: indexes[size // 2], work, start=1, most=4)
    assert cpu_seconds(lambda one: count_bars(one, Question("Heron " * 33, TODAY)), indexes[0]) < 0.05
