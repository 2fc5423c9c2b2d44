"""The question's words are marked in a quote, but never a part of a number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.reply.highlighting import highlights
from bot.search import Analyzer

ENGLISH = Analyzer()


def marked(question: str, excerpt: str) -> list[str]:
    return [excerpt[start:end] for start, end in spans(question, excerpt)]


def spans(question: str, excerpt: str) -> tuple[tuple[int, int], ...]:
    asked = set(ENGLISH.terms(question))
    hits = [(token.start, token.end) for token in ENGLISH.tokens(excerpt) if token.term in asked]
    return highlights(excerpt, hits, question)


@pytest.mark.parametrize(
    ("question", "excerpt", "expected"),
    [
        ("Where are the 2 inches?", "One inch is 2.54 cm, so 2 inches are 5.08.", ["inch", "2", "inches"]),
        ("What is 2.54 cm?", "One inch is 2.54 cm, and 54.2 is not.", ["2.54", "cm"]),
        ("Who paid 1,000?", "Paid: 1,000, not 21,000, nor 1,000,000.", ["Paid", "1,000"]),
        ("What left at 10:30?", "It left at 10:30, at 10, and by 10:30:15.", ["left", "10:30", "10"]),
        ("Version 1.2.3?", "Version 1.2.3 follows 1.2.", ["Version", "1.2.3"]),
        ("What weighs 2.5KG?", "It weighs 2.5kg (2.5 kilograms).", ["weighs", "2.5kg"]),
        ("What happened in 2021?", "In 2021. Then 2021, and 2021: all of it.", ["2021", "2021", "2021"]),
        ("Who won 3-2?", "They won 3-2 on 2020-10-28.", ["won", "3", "2"]),
    ],
)
def test_a_number_is_marked_whole_or_not_at_all(question: str, excerpt: str, expected: list[str]) -> None:
    assert marked(question, excerpt) == expected


PIECES = st.sampled_from([*"0123456789", *".,: -_", "12", "cm", "inch", "v", "é", "e\u0301", "二", "٣"])
TEXTS = st.lists(PIECES, max_size=30).map("".join)


def joint(text: str, place: int) -> bool:
    """Whether a dot, comma or colon stands there between two digits."""
    return (
        0 < place < len(text) - 1
        and text[place] in ".,:"
        and text[place - 1].isdecimal()
        and text[place + 1].isdecimal()
    )


@given(TEXTS, TEXTS)
def test_no_mark_begins_or_ends_within_a_number(question: str, excerpt: str) -> None:
    ended = 0
    for start, end in spans(question, excerpt):
        assert ended <= start < end <= len(excerpt)
        assert not joint(excerpt, start - 1)
        assert not joint(excerpt, end)
        ended = end


@given(TEXTS)
def test_a_question_marks_all_of_its_own_numbers(text: str) -> None:
    covered = {place for start, end in spans(text, text) for place in range(start, end)}
    terms = {place for token in ENGLISH.tokens(text) for place in range(token.start, token.end)}
    assert terms <= covered
