"""Hard wraps are shown as blanks; line breaks that the writer made stay."""

from __future__ import annotations

import random
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.hard_wraps import unwrapped

WORDS = [
    "the",
    "keeper",
    "of",
    "lighthouse",
    "rang",
    "a",
    "bell",
    "that",
    "nobody",
    "had",
    "heard",
    "seventy-four",
    "years",
]


@settings(max_examples=20)
@given(st.integers(0, 10**6), st.integers(50, 100), st.booleans())
def test_wrapped_paragraphs_are_shown_whole(seed: int, width: int, hyphens: bool) -> None:
    chance = random.Random(seed)
    paragraphs = [" ".join(chance.choices(WORDS, k=chance.randrange(60, 90))) for _ in range(chance.randrange(1, 4))]
    wrapped = "\n\n".join(textwrap.fill(one, width, break_on_hyphens=hyphens) for one in paragraphs)
    shown = "\n\n".join(paragraphs)
    assert unwrapped(wrapped).replace("seventy- four", "seventy-four") == shown
    if not hyphens:
        assert unwrapped(wrapped, 60, 200).strip() == shown[60:200].strip()


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(" ".join(WORDS[number:] * 3) for number in range(10)),  # a paragraph a line
        "The sea was grey,\nthe bell was still;\nno ship came in that night\nand none will.\n",
        "Ingredients:\n- flour, as much as there is\n- two eggs\n- salt\n",
        "One line alone.",
        "",
    ],
)
def test_lines_that_the_writer_made_stay(text: str) -> None:
    assert unwrapped(text) == text


def test_a_list_in_a_wrapped_text_stays_a_list() -> None:
    paragraph = textwrap.fill(" ".join(WORDS * 5), 72)
    text = f"{paragraph}\n\nThe council named\n- a chairman\n- two members"
    assert unwrapped(text).endswith("\n\nThe council named\n- a chairman\n- two members")
    assert "\n" not in unwrapped(text)[: len(paragraph)]


def test_the_line_that_the_date_stood_on_may_be_short() -> None:
    text = textwrap.fill(" " * 20 + " ".join(WORDS * 4), 72)[20:]
    assert "\n" not in unwrapped(text)
