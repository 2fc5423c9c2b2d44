from __future__ import annotations

import itertools
import time
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from bot.answers.query_table import QueryTable
from bot.answers.question.dates.vocabulary import MONTHS, STARTERS, UNITS
from bot.answers.question.reading import read_question
from bot.answers.stored_queries import StoredQuery, StoredQueryMatcher, answering_excerpt
from bot.answers.tuning import Tuning
from bot.library import Library
from bot.model import Article, Question
from bot.search import Analyzer, Index, build, open_index

TODAY = date(2025, 6, 15)
HERALD, GAZETTE = 4101, 4102
ARTICLES = {
    "ferry.txt": " date 2025-06-14 The Halden ferry sank on Saturday. Captain Mona Berg saved all forty passengers.",
    "market.txt": " date 2025-06-13 The fish market moved to the northern pier. Traders welcomed the roof.",
    f"servers/{HERALD}/own.txt": " date 2025-06-12 The Herald's regatta was won by Otto Lund in a red boat.",
}


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    for name, text in ARTICLES.items():
        path = tmp_path / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    opened = Library(tmp_path / "corpus", tmp_path / "data", today=lambda: TODAY)
    await opened.open()
    yield opened
    await opened.close()


def keys_of(index: Index) -> list[str]:
    headings = [*index.headings(HERALD), *index.headings(GAZETTE)]
    return list(dict.fromkeys(heading.key for heading in headings))


def matches(index: Index, *queries: StoredQuery, most: int = 3) -> dict[str, list[str]]:
    by_id = {query.id: query for query in queries}
    found: dict[str, list[str]] = {}
    for match in StoredQueryMatcher(index, queries, TODAY, most=most).matches(keys_of(index)):
        excerpt = answering_excerpt(index, by_id[match.query.id], match.key, TODAY)
        assert excerpt is not None
        found.setdefault(match.query.id, []).append(excerpt.text)
    return found


async def test_a_question_is_matched_by_the_article_that_answers_it_with_its_sentence(library: Library) -> None:
    found = await library.use(
        lambda index: matches(
            index,
            StoredQuery("ferry", "Which Halden ferry sank?", HERALD),
            StoredQuery("captain", "Who is Mona Berg?", GAZETTE),
            StoredQuery("bridge", "When does the Halden bridge open?", HERALD),
            StoredQuery("other", "What did the parliament decide about taxes?", HERALD),
        )
    )
    assert found.keys() == {"ferry", "captain"}
    assert "The Halden ferry sank on Saturday." in found["ferry"][0]


async def test_another_servers_article_matches_nobody_elses_watch(library: Library) -> None:
    found = await library.use(
        lambda index: matches(
            index,
            StoredQuery("own", "Who won the Herald's regatta?", HERALD),
            StoredQuery("foreign", "Who won the Herald's regatta?", GAZETTE),
        )
    )
    assert found.keys() == {"own"}


async def test_a_date_in_the_question_counts(library: Library) -> None:
    found = await library.use(
        lambda index: matches(
            index,
            StoredQuery("now", "Which Halden ferry sank in June 2025?", HERALD),
            StoredQuery("then", "Which Halden ferry sank in June 2019?", HERALD),
        )
    )
    assert found.keys() == {"now"}


WORDS = "ferry market roof captain bridge tax school river harbour strike union vote storm fire train Berg Lund Halden"
DATES = ("", "", "last week", "in June 2025", "on Monday", "since yesterday", "in the nineties", "next to the pier")


@st.composite
def questions(draw: st.DrawFn) -> str:
    some = draw(st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=6))
    opening = draw(st.sampled_from(("What about", "Who saw", "How many people were at", "News of", "")))
    return f"{opening} {' '.join(some)} {draw(st.sampled_from(DATES))}?"


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Index:
    random = Random(19)

    def article(number: int) -> Article:
        lines = (f"The {' '.join(random.choices(WORDS.split(), k=random.randint(2, 9)))} came." for _ in range(20))
        return Article(f"{number + 1:016x}", "", " ".join(lines), f"{number}.txt", date(2025, 6, random.randint(1, 15)))

    articles = [article(number) for number in range(7)]
    return open_index(build(tmp_path_factory.mktemp("news"), articles, analyzer=Analyzer()))


@settings(max_examples=25, deadline=None)
@given(questions())
def test_no_pair_that_judging_would_match_is_left_out_by_the_index_of_queries(news: Index, text: str) -> None:
    query = StoredQuery("query", text, HERALD)
    keys = keys_of(news)
    matched = {one.key for one in StoredQueryMatcher(news, [query], TODAY, most=99).matches(keys)}
    judged = {key for key in keys if answering_excerpt(news, query, key, TODAY) is not None}
    event("some answer" if judged else "none answers")
    assert matched == judged


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*STARTERS, *UNITS, *MONTHS, "1969", "3", "the", "ferry", "half"]), max_size=6))
def test_the_terms_of_a_stored_query_are_those_that_a_question_is_judged_by(news: Index, words: list[str]) -> None:
    text = " ".join(["What about the ferry", *words])
    parsed = read_question(news, Question(text, as_of=TODAY, server=HERALD), Tuning())
    own = {term.text: term.weight for term in parsed.terms if not term.frame}
    assert QueryTable(news, [(text, HERALD)], TODAY, Tuning()).shares(0) == pytest.approx(
        {term: weight / sum(own.values()) for term, weight in own.items()}
    )


def test_a_query_is_matched_by_the_first_articles_only_and_an_equal_one_with_it(news: Index) -> None:
    queries = [StoredQuery(name, "Berg Halden ferry", server) for name, server in (("a", HERALD), ("b", GAZETTE))]
    every = StoredQueryMatcher(news, queries, TODAY, most=99).matches(keys_of(news))
    first = StoredQueryMatcher(news, queries, TODAY, most=1).matches(keys_of(news))
    assert len(every) > 2
    assert [(one.query.id, one.key) for one in first] == [("a", every[0].key), ("b", every[0].key)]


def test_ten_thousand_watches_take_well_under_two_seconds(news: Index) -> None:
    words = WORDS.split()
    three = itertools.islice(itertools.product(("Who saw", "What of"), words, words, words), 10_000)
    texts = [f"{opening} the {one} of {other} and the {third}?" for opening, one, other, third in three]
    queries = [StoredQuery(text, text, HERALD) for text in texts]
    began = time.process_time()
    StoredQueryMatcher(news, queries, TODAY, most=1)
    assert time.process_time() - began < 2.0
