"""Titles of articles that have none: the first sentence that says something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.openings import first_sentence
from bot.articles.titles import title_of

PROSE = "The harbour of Tern Island was closed on Monday after a storm."


@pytest.mark.parametrize(
    "above",
    [
        "Nov. 30, 2025, 6:01 a.m. ET\n",
        "Nov. 30, 2025 Updated Dec. 1, 2025, 9:12 p.m.\n\n",
        "Updated March 3, 2024\n",
        "Special to the Tern Courier\n",
        "By Ada Fenwick\nStaff Writer\n\n",
        "Ada Fenwick and Bo Lund\n\n",
        "afenwick@courier.example\n",
        "From staff and wire reports\n",
        "We will use the details you have shared to manage your registration. You agree to the terms.\n",
        "Editor’s Note: Ada Fenwick is a sailor. The views here are her own.\n\n",
        "A version of this story first appeared in a newsletter. Sign up here.\n",
        "TERN ISLAND – ",
        "TERN ISLAND, Me. (AP) — ",
        "New Tern (CNN Business) ",
        "(CNN) ",
        "AI-assisted summary ",
        "(CNNBusiness) ",
        "- ",
        "TERN ISLAND ‒ ",
        "This story is free for all who read it. TERN d'ISLE, Maine — ",
        "Port Lund/Tern Island (CNN) ",
        "2:58 am ET April 13, 2026 Share this update ",
        "…………………\n\n",
        "Get '5 Tides' in your inbox: sign up here. This story has been updated. ",
        "The Tide newsletter provides you with a daily digest. If you wish to object, please tick here. ",
        "More: What the harbour cost\n",
        "Nov. 30, 2025, 6:01 a.m. ET\nSpecial to the Tern Courier\nTERN ISLAND — ",
    ],
)
def test_what_stands_above_the_prose_is_no_title(above: str) -> None:
    assert title_of("", above + PROSE + " Boats lay at anchor.") == PROSE


@pytest.mark.parametrize(
    "sentence",
    [
        "The telescope is named after the astronomer Vera C. Rubin, who died in 2016.",
        "Gov. Ada Fenwick and Sen. Bo Lund met on Oct. 3 in the harbour.",
        "Millions across the U.S. were under warnings on Tuesday.",
        "Ten years ago she went to work for then-Gov. Bo Lund in the harbour.",
        "Amazon (AMZN) on Thursday bought a lighthouse.",
        "Nach Angaben der Polizei wurden am 13. und 14. August zwei Boote gestohlen.",
        "Die Schleuse in Unterhafen öffnet wieder am 3. Mai nach neun Jahren.",
        "The show runs from 7 to 11 p.m. on Friday in the old hall.",
    ],
)
def test_a_title_is_not_cut_at_an_abbreviation(sentence: str) -> None:
    assert title_of("", sentence + " More was said.") == sentence


def test_a_text_that_is_all_furniture_still_has_a_title() -> None:
    assert title_of("", "Special to the Courier") == "Special to the Courier"
    assert title_of("", "Nov. 30, 2025") == "Nov. 30, 2025"
    assert title_of("", "\n \n") == "Untitled"


@given(st.text(max_size=300))
def test_the_first_sentence_is_words_of_the_text(text: str) -> None:
    assert first_sentence(text) in " ".join(text.split())
