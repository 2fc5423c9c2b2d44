"""Of a long first excerpt the core answers; no excerpt ends with what begins the next paragraph."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.answers import answer
from bot.answers.tuning import Tuning
from bot.model import Answer, Question
from bot.search import Analyzer, Index, build, open_index
from tests.answers.reply.test_answering import FILLER, article

ARCHIVE = [
    *FILLER,
    article(
        "tunnel",
        date(2022, 5, 6),
        "The mayor spoke for an hour about the weather. " * 5
        + "The Quay Line was opened on Friday. Its tunnel under the harbour is 2.54 miles long. "
        + "A band played in the station of the Quay Line, and the tunnel was full of people who walked through. " * 4,
    ),
    article(
        "bridge",
        date(1950, 5, 4),
        "The Rosenau bridge was the pride of the valley, and the whole town came down to the river whenever its "
        "keeper painted the railings of the Rosenau bridge in the green of the county, with the band of the fire "
        "brigade and a barrel of beer from the mill. Nobody could say any more who had drawn the plans, for they "
        "were lost when the town hall burned, and no stone of the bridge was the first. Yet the Rosenau bridge was"
        " opened on 4 May 1887, as a stone under the second arch says to this day, with the name of the mayor of "
        "that year below it in large letters. The keeper shows it on Sundays to whoever asks him at the gate of "
        "the house, for nothing but a cigar.",
    ),
    article(
        "vane",
        date(2022, 7, 8),
        "The weather vane of Upper Quay is painted by Tilda Brisk.\n\nWhat is the weather vane made of?\n\n"
        "It is made of copper that was taken from a ship. " + "Nobody knows the name of the ship any longer. " * 12,
    ),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return open_index(build(Path(tmp_path_factory.mktemp("cores")), iter(ARCHIVE), analyzer=Analyzer()))


def asked(index: Index, text: str) -> Answer:
    return answer(index, Question(text, date(2024, 6, 1)))


def test_a_long_first_excerpt_has_a_core_of_whole_sentences_in_it(index: Index) -> None:
    lead = asked(index, "How long is the tunnel of the Quay Line?").excerpts[0]
    assert lead.core is not None
    start, end = lead.core
    assert lead.start <= start < end <= lead.end
    assert "2.54" in lead.article.text[start:end]
    assert end - start <= Tuning().core_characters < lead.end - lead.start


def test_no_excerpt_ends_with_the_heading_of_the_next_paragraph(index: Index) -> None:
    lead = asked(index, "Who paints the weather vane of Upper Quay?").excerpts[0]
    assert "Tilda Brisk" in lead.text
    assert not lead.text.endswith("?")


def test_the_last_sentence_of_an_excerpt_can_be_its_core(index: Index) -> None:
    lead = asked(index, "When was the Rosenau bridge opened?").excerpts[0]
    assert lead.end < len(lead.article.text), "the excerpt ends before the article"
    assert lead.core is not None
    assert "4 May 1887" in lead.article.text[slice(*lead.core)]
