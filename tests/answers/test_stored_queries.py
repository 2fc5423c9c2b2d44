from __future__ import annotations

import time
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.answers.stored_queries import StoredQuery, match_stored_queries
from bot.library import Library
from bot.search import Index

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


def matches(index: Index, *queries: StoredQuery) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for match in match_stored_queries(index, queries, keys_of(index), TODAY):
        found.setdefault(match.query.id, []).append(match.excerpt.text)
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


async def test_ten_thousand_watches_take_well_under_two_seconds(library: Library) -> None:
    text = "ferry market roof captain bridge tax school river harbour strike union vote storm fire train museum"
    words = text.split()
    queries = [
        StoredQuery(str(n), f"What happened to the {words[n % 16]} of {words[n // 16 % 16]} number {n}?", HERALD)
        for n in range(10_000)
    ]

    def timed(index: Index) -> float:
        keys = keys_of(index)
        match_stored_queries(index, queries[:10], keys, TODAY)
        began = time.process_time()
        match_stored_queries(index, queries, keys, TODAY)
        return time.process_time() - began

    assert await library.use(timed) < 2.0
