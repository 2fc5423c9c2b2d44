"""A compound in the question finds its parts in an article, and the other way round."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.question.compounds import known_parts
from bot.answers.question.reading import read_question
from bot.answers.tuning import Tuning
from bot.model import Article, Question
from bot.search import Analyzer, Index, build, open_index

TEXTS = {
    "german": "Die Brücke über die Trave ist gesperrt. Im Museum steht ein Leuchtturm. Die Hundesteuer steigt. "
    "Torfarbeiter fanden einen Einbaum.",
    "dutch": "De molenkat slaapt op zolder. De brug over de Waal is dicht.",
    "english": "The bridge over the river Trave is closed.",
}


def index_of(folder: Path, language: str) -> Index:
    analyzer = Analyzer(language)
    return open_index(build(folder, [Article("a", "", TEXTS[language], "a.txt")], analyzer=analyzer), analyzer=analyzer)


@pytest.mark.parametrize(
    ("language", "question", "words"),
    [
        ("german", "Warum ist die Travebrücke gesperrt?", ["Trave", "brücke", "gesperrt"]),
        ("german", "Wie hoch ist die Steuer für einen Hund?", ["Steuer"]),  # both become "Hundesteuer"
        ("german", "Wo fanden Arbeiter einen Einbaum?", ["fanden", "Arbeiter", "Einbaum"]),  # "Torfarbeiter"
        ("german", "Wann kommt das Raumschiff?", ["kommt", "Raumschiff"]),  # no article has its parts
        ("dutch", "Hoe heet de kat van de molen?", ["kat"]),
        ("dutch", "Is de Waalbrug dicht?", ["Waal", "brug", "dicht"]),
        ("english", "Why is the riverbridge closed?", ["riverbridge", "closed"]),
    ],
)
def test_unknown_compounds_are_replaced_by_what_articles_have(
    tmp_path: Path, language: str, question: str, words: list[str]
) -> None:
    parsed = read_question(index_of(tmp_path, language), Question(question, date(2024, 1, 1)), Tuning())
    assert [term.word for term in parsed.terms] == words
    assert all(term.passages for term in parsed.terms) == (words[-1] not in {"Raumschiff", "closed"})


PIECES = st.sampled_from(
    ["Trave", "brücke", "Brücke", "s", "Hunde", "steuer", "Leucht", "turm", "ß", "é", "日", " ", "-", ". "]
)


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return index_of(tmp_path_factory.mktemp("german"), "german")


@settings(max_examples=60)
@given(st.lists(PIECES | st.text(max_size=4), max_size=12).map("".join))
def test_parts_lie_in_the_text_in_its_order_and_known_words_stay(german: Index, text: str) -> None:
    tokens = german.analyzer.tokens(text)
    found = known_parts(german, text, tokens, None)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)
    known = {one for one in tokens if german.frequency(one.term, None)}
    assert known <= set(found)
    assert all(one in tokens or german.frequency(one.term, None) for one in found)
