"""Local news in seven languages: verdicts in the six others are as good as in English."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers import answer
from bot.model import DateRange, Question, Verdict
from bot.search import Index
from tests.questions.archives import FOLDER, LANGUAGES, TODAY, archive, figures, questions

MOST_NEAR_ANSWERED = 1  # of five, as in English
# What was in the papers of a time; the fifth article is the only one of its month.
OF_A_MONTH = {
    "english": ("What happened in April 2018?", date(2018, 4, 11)),
    "german": ("Was geschah im Juni 2018?", date(2018, 6, 13)),
    "french": ("Que s'est-il passé en juin 2017 ?", date(2017, 6, 28)),
    "spanish": ("¿Qué pasó en agosto de 2016?", date(2016, 8, 9)),
    "italian": ("Che cosa è successo a luglio 2015?", date(2015, 7, 10)),
    "dutch": ("Wat gebeurde er in april 2015?", date(2015, 4, 22)),
    "portuguese": ("O que aconteceu em março de 2014?", date(2014, 3, 21)),
}


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    named: str = request.param
    return named


@pytest.fixture(scope="module")
def index(language: str, tmp_path_factory: pytest.TempPathFactory) -> Index:
    return archive(language, tmp_path_factory.mktemp(language))


def test_verdicts_are_as_good_as_in_english(index: Index, language: str) -> None:
    found = figures(index, questions(language))
    assert (found.told, found.near, found.other) == (17, 13, 10)
    assert found.at_1 >= 16, found
    assert found.answered >= 14, found
    assert found.near_answered <= 6, found
    assert found.other_answered == 0, found
    assert found.other_nothing >= 8, found


def test_the_news_of_a_month_are_the_articles_printed_in_it(index: Index, language: str) -> None:
    text, day = OF_A_MONTH[language]
    found = answer(index, Question(text, TODAY))
    assert found.verdict is Verdict.UNSURE
    assert found.missing == ()
    assert [excerpt.article.date for excerpt in found.excerpts] == [day]
    assert found.excerpts[0].start <= 1
    assert found.searched == DateRange(day.replace(day=1), found.searched.last if found.searched else None)


@pytest.mark.parametrize("named", LANGUAGES)
def test_the_evidence_is_in_the_archive_word_by_word(named: str) -> None:
    text = (FOLDER / f"{named}.txt").read_text("utf-8")
    assert text.count("\n date ") == 9
    for one in questions(named):
        if one.kind == "told":
            assert one.answer
            assert one.answer in one.evidence
            assert one.evidence in text
