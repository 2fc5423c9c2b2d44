"""The corpus's own words, and finding those that a misspelt one may have meant."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.model import Article
from bot.search import Analyzer, Words, build, open_index

ANALYZER = Analyzer()
LETTERS = "abcdé日"


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Words:
    chance = random.Random(2)
    text = " ".join("".join(chance.choices(LETTERS[:5], k=chance.randrange(1, 9))) for _ in range(800))
    folder = tmp_path_factory.mktemp("words")
    base = open_index(build(folder, [Article("a", "", text, "a.txt")], analyzer=ANALYZER))
    more = [Article("b", "The Teigens", "Teigen’s teigen 日本", "b.txt")]
    rows = list(base.keys().values())
    return open_index(build(folder, more, analyzer=ANALYZER, base=base, keep=rows)).words()


def test_words_are_counted_as_they_are_written_most_frequent_first(words: Words) -> None:
    found = {word.text: word for word in words}
    assert (found["teigen"].count, found["teigens"].count) == (2, 1)
    assert found["teigens"].term == found["teigen"].term == ANALYZER.term("teigen")
    assert found["the"].term == ""
    counts = [word.count for word in words]
    assert counts == sorted(counts, reverse=True)
    assert len(counts) == len(words)
    assert "teigens" in words
    assert "unheard" not in words
    assert 5 not in words


@given(st.text(LETTERS, max_size=9), st.integers(0, 2))
def test_alike_misses_no_word_within_the_edits(words: Words, wanted: str, edits: int) -> None:
    near = {word.text for word in words if OSA.distance(word.text, wanted) <= edits}
    assert near <= {word.text for word in words.alike(wanted, edits)}


@given(st.text(LETTERS, min_size=1, max_size=4), st.integers(1, 4))
def test_compounds_are_the_longer_words_that_begin_or_end_with_the_part(words: Words, part: str, longer: int) -> None:
    expected = {
        word.text
        for word in words
        if len(word.text) >= len(part) + longer and (word.text.startswith(part) or word.text.endswith(part))
    }
    assert {word.text for word in words.compounds(part, longer)} == expected
