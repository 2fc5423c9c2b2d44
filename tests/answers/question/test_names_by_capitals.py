"""A capital inside a question tells a name; in German, where every noun has one, right after another capital."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.answers.question.reading import read_question
from bot.answers.tuning import Tuning
from bot.model import Article, Question
from bot.search import Analyzer, build, open_index


@pytest.mark.parametrize(
    ("language", "question", "names"),
    [
        ("english", "Which bell did Martha Oddly ring?", {"Martha", "Oddly"}),
        ("french", "Quelle cloche Martha Oddly a-t-elle sonnée ?", {"Martha", "Oddly"}),
        ("german", "Welche Glocke hat die Wärterin im Turm geläutet?", set()),
        ("german", "Welche Glocke hat Martha Seltsam im Museum Altendorf geläutet?", {"Seltsam", "Altendorf"}),
    ],
)
def test_names_are_told_by_capitals(tmp_path: Path, language: str, question: str, names: set[str]) -> None:
    analyzer = Analyzer(language)
    index = open_index(build(tmp_path, [Article("a", "", "Clarence.", "a.txt")], analyzer=analyzer), analyzer=analyzer)
    parsed = read_question(index, Question(question, date(2024, 1, 1)), Tuning())
    assert {term.word for term in parsed.terms if term.name} == names
