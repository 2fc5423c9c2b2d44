"""The archive that comes with Clippings, and the questions that are asked of it, fit each other."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.articles import Limits, read, scan
from bot.model import Article, Problem

HERE = Path(__file__).parent
CORPUS = HERE.parent.parent / "corpus"
FIRST_DAY, LAST_DAY = date(1957, 10, 4), date(2025, 12, 31)
RUN = 14  # words in a row that two articles may not share: more is copying, less is a turn of phrase
VERDICTS = {"answered", "unsure", "nothing"}


@pytest.fixture(scope="module")
def found() -> list[Article | Problem]:
    files = scan(CORPUS, Limits())
    assert not files.problems
    return [one for file in files.files for one in read(file, Limits(), LAST_DAY)]


@pytest.fixture(scope="module")
def articles(found: list[Article | Problem]) -> dict[str, Article]:
    return {one.id: one for one in found if isinstance(one, Article)}


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


def test_nothing_is_skipped_and_only_the_list_of_words_is_undated(found: list[Article | Problem]) -> None:
    assert [one.path for one in found if isinstance(one, Problem)] == ["words-of-spaceflight.txt"]


def test_there_are_enough_articles_most_of_them_in_the_form_of_the_archive(articles: dict[str, Article]) -> None:
    opening = [path for path in CORPUS.glob("*.txt") if path.read_text("utf-8").startswith(" date ")]
    assert len(articles) >= 30
    assert len(opening) > len(articles) / 2
    kinds = {Path(one.path).suffix for one in articles.values()}
    assert kinds == {".txt", ".md", ".html", ".json", ".jsonl", ".pdf"}


def test_each_article_is_as_long_as_a_newspaper_piece(articles: dict[str, Article]) -> None:
    lengths = {one.id: len(one.text.split()) for one in articles.values()}
    assert {id_: words for id_, words in lengths.items() if not 250 <= words <= 600} == {}


def test_each_date_lies_in_the_space_age_and_agrees_with_the_name_of_the_file(articles: dict[str, Article]) -> None:
    for one in articles.values():
        if one.date is None:
            continue
        assert FIRST_DAY <= one.date <= LAST_DAY, one.id
        if one.path != "moon-wire.jsonl":
            assert one.path.startswith(one.date.isoformat())


def test_no_two_articles_share_a_long_run_of_words(articles: dict[str, Article]) -> None:
    seen: dict[tuple[str, ...], str] = {}
    for one in articles.values():
        words = one.text.lower().split()
        for start in range(len(words) - RUN + 1):
            run = tuple(words[start : start + RUN])
            assert seen.setdefault(run, one.id) == one.id, (one.id, " ".join(run))


def test_quotation_marks_are_curly_and_come_in_pairs(articles: dict[str, Article]) -> None:
    for one in articles.values():
        assert '"' not in one.text, one.id
        assert one.text.count("“") == one.text.count("”"), one.id


def test_each_question_has_its_article_its_date_and_its_answering_words(articles: dict[str, Article]) -> None:
    questions = lines("own.jsonl")
    assert len({one["question"] for one in questions}) == 60
    assert len({one["gold"][0] for one in questions}) >= 50
    for one in questions:
        article = articles[one["gold"][0]]
        assert one["printed"] == (article.date.isoformat() if article.date else None), one
        assert one["answers"][0] in article.text, one
        assert date.fromisoformat(one["date"]) > date(2025, 9, 30), one


def test_each_trick_question_has_a_verdict_and_a_reason_and_most_are_refused() -> None:
    tricks = lines("tricks.jsonl")
    allowed = [{one["verdict"]} if isinstance(one["verdict"], str) else set(one["verdict"]) for one in tricks]
    assert len(tricks) == 40
    assert all(verdicts and verdicts <= VERDICTS for verdicts in allowed)
    assert all(one["why"] for one in tricks)
    assert sum("answered" not in verdicts for verdicts in allowed) > len(tricks) / 2


def test_each_conversation_ends_in_words_that_one_article_holds(articles: dict[str, Article]) -> None:
    conversations = lines("followups.jsonl")
    assert len(conversations) == 12
    for one in conversations:
        assert any(one["contains"] in article.text for article in articles.values()), one
