"""Local news in seven languages: verdicts in the six others are as good as in English."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.questions.archives import FOLDER, LANGUAGES, archive, figures, questions

MOST_NEAR_ANSWERED = 1  # of five, as in English


@pytest.mark.parametrize("language", LANGUAGES)
def test_verdicts_are_as_good_as_in_english(tmp_path: Path, language: str) -> None:
    found = figures(archive(language, tmp_path), questions(language))
    assert (found.told, found.near, found.other) == (10, 5, 5)
    assert found.at_1 >= 9, found
    assert found.answered >= 8, found
    assert found.near_answered <= MOST_NEAR_ANSWERED, found
    assert found.other_answered == 0, found
    assert found.other_nothing >= 4, found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_evidence_is_in_the_archive_word_by_word(language: str) -> None:
    text = (FOLDER / f"{language}.txt").read_text("utf-8")
    assert text.count("\n date ") == 9
    for one in questions(language):
        if one.kind == "told":
            assert one.answer
            assert one.answer in one.evidence
            assert one.evidence in text
