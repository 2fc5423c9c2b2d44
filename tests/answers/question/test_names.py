"""Names in questions and excerpts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.question.names import names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("What happened to Chrissy Teigen's baby?", ["Chrissy Teigen"]),
        ("When did Beagle 2 land?", ["Beagle 2"]),
        ("Beagle 2 landed when?", ["Beagle 2"]),
        ("How far is Supernova 1987A from Luna 25?", ["Supernova 1987A", "Luna 25"]),
        ("Did Ludwig van Beethoven meet the King of France?", ["Ludwig van Beethoven", "King of France"]),
        ("Is Mary-Jane O’Neil there?", ["Mary-Jane O’Neil"]),
        ("What does the US want from us?", ["US"]),
        ("Who was first, and when?", []),
        ("WHO WAS FIRST", []),
        ("", []),
    ],
)
def test_names_are_runs_of_capitalised_words(text: str, found: list[str]) -> None:
    assert [one.name for one in names(text)] == found


@given(st.text())
def test_a_name_is_a_slice_of_the_text(text: str) -> None:
    for one in names(text):
        assert text[one.start : one.end] == one.name
        assert one.words
