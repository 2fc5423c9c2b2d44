"""Pages of an answer neither repeat an article nor skip one, whatever the size of a page; `more` tells the truth."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from bot.answers import answer
from bot.model import Article, Question
from bot.search import Analyzer, Index, build, open_index
from tests.benchmarks.data import read_articles
from tests.questions.test_corpus import CORPUS, lines

HEADS, TAILS = (
    ["lan", "har", "mus", "bel", "tur", "fog", "sli", "wea", "fer", "cha"],
    ["tern", "bour", "der", "lock", "ping"],
)
WORDS = [head + tail for head in HEADS for tail in TAILS]


def paged(index: Index, text: str, day: date, size: int) -> list[str]:
    """The articles of all pages in their order; each page says rightly how many follow."""
    found: list[str] = []
    while True:
        page = answer(index, Question(text, day, limit=size, offset=len(found)))
        if not page.excerpts:
            assert not found or not page.more
            return found
        found += [one.article.id for one in page.excerpts]
        assert len(page.excerpts) == size or not page.more
        if not page.more:
            return found
        assert len(found) + page.more <= 30


def with_several_pages(index: Index, questions: list[tuple[str, date]]) -> int:
    """How many of the questions have more than one page, once the pages of all are seen to be the whole."""
    several = 0
    for text, day in questions:
        whole = answer(index, Question(text, day, limit=50))
        everything = [one.article.id for one in whole.excerpts]
        assert not whole.more
        assert len(set(everything)) == len(everything)
        for size in (3, 5):
            assert paged(index, text, day, size) == everything, (text, size)
        several += len(everything) > 5
    return several


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return open_index(build(tmp_path_factory.mktemp("own"), read_articles(CORPUS, None), analyzer=Analyzer()))


def test_pages_of_the_corpus_that_comes_with_clippings(corpus: Index) -> None:
    questions = [(one["question"], date.fromisoformat(one["date"])) for one in lines("own.jsonl")[::2]]
    assert with_several_pages(corpus, questions) >= len(questions) // 3


def test_pages_of_a_made_up_archive(tmp_path_factory: pytest.TempPathFactory) -> None:
    chance = random.Random(4)
    articles = []
    for number in range(60):
        sentences = [f"The {' '.join(chance.choices(WORDS, k=8))}." for _ in range(6)]
        day = date(2000, 1, 1) + timedelta(chance.randrange(3000))
        articles.append(Article(str(number), sentences[0], " ".join(sentences), f"{number}.txt", day))
    index = open_index(build(tmp_path_factory.mktemp("made"), articles, analyzer=Analyzer()))
    questions = [(f"What of the {' '.join(chance.sample(WORDS, 4))}?", date(2010, 1, 1)) for _ in range(30)]
    assert with_several_pages(index, questions) >= len(questions) // 3


def test_where_nothing_answers_the_article_on_the_topic_is_named_and_no_other(corpus: Index) -> None:
    near = answer(corpus, Question("What is the goal of Artemis?", date(2026, 11, 24)))
    assert ["Artemis" in corpus.article(heading.row).text for heading in near.nearest] == [True]
    assert answer(corpus, Question("How do I renew my library card?", date(2026, 11, 24))).nearest == ()
