"""Corpus languages without tables of question words: what is read in English for English is off, the rest works."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from bot.answers import answer
from bot.answers.question.answer_type import AnswerType, expected_answer
from bot.answers.question.dates import read_range
from bot.answers.question.followup import complete_question
from bot.answers.question.question_words import (
    asks_for_news,
    asks_what_was_printed,
    counted_words,
    frame_words,
)
from bot.answers.question.reading import read_question
from bot.answers.tuning import Tuning
from bot.language.answer_words import COUNTS, CURRENCIES, REASONS, TIMES
from bot.language.leaning import LEANING
from bot.model import Article, Question, Turn, Verdict
from bot.search import Analyzer, Index, build, open_index
from bot.settings import Language
from tests.questions.archives import LANGUAGES

TODAY = date(2024, 1, 10)
# A sentence, a question that it answers, the answer, and a question about something else.
TOLD = {
    "arabic": (
        "فاز الخباز سليم حداد بجائزة أفضل خبز في المدينة.",
        "من فاز بجائزة أفضل خبز؟",
        "سليم حداد",
        "متى هبط المسبار على المريخ؟",
    ),
    "danish": (
        "Bageren Otto Krogh vandt prisen for det bedste rugbrød.",
        "Hvem vandt prisen for det bedste rugbrød?",
        "Otto Krogh",
        "Hvornår landede rumsonden på Mars?",
    ),
    "finnish": (
        "Leipuri Otto Kurki voitti parhaan ruisleivän palkinnon.",
        "Kuka voitti parhaan ruisleivän palkinnon?",
        "Otto Kurki",
        "Milloin luotain laskeutui Marsiin?",
    ),
    "hungarian": (
        "Kovács Ottó pék nyerte a legjobb rozskenyér díját.",
        "Ki nyerte a legjobb rozskenyér díját?",
        "Kovács Ottó",
        "Mikor szállt le az űrszonda a Marson?",
    ),
    "norwegian": (
        "Bakeren Otto Krogh vant prisen for det beste rugbrødet.",
        "Hvem vant prisen for det beste rugbrødet?",
        "Otto Krogh",
        "Når landet romsonden på Mars?",
    ),
    "romanian": (
        "Brutarul Otto Crâng a câștigat premiul pentru cea mai bună pâine de secară.",
        "Cine a câștigat premiul pentru cea mai bună pâine de secară?",
        "Otto Crâng",
        "Când a aterizat sonda spațială pe Marte?",
    ),
    "russian": (
        "Пекарь Отто Журавлёв получил приз за лучший ржаной хлеб.",
        "Кто получил приз за лучший ржаной хлеб?",
        "Отто Журавлёв",
        "Когда зонд сел на Марс?",
    ),
    "swedish": (
        "Bagaren Otto Krog vann priset för det bästa rågbrödet.",
        "Vem vann priset för det bästa rågbrödet?",
        "Otto Krog",
        "När landade rymdsonden på Mars?",
    ),
}
# Whatever English reads something in.
ENGLISH = (
    "Who won the prize?",
    "How many ships sank this week?",
    "When did it land in May 2021?",
    "What happened last week?",
    "Why was he there?",
    "How much did the lamp cost since 2019?",
    "What about it in the 19th century?",
)


def archive_of(language: str, folder: Path) -> Index:
    analyzer = Analyzer(language)
    article = Article("a", "", TOLD[language][0], "a.txt", date(2014, 3, 8))
    return open_index(build(folder, [article], analyzer=analyzer), analyzer=analyzer)


def test_every_corpus_language_is_tried() -> None:
    assert {*TOLD, *LANGUAGES} == {*get_args(Language)}


@pytest.mark.parametrize("language", TOLD)
def test_what_is_read_in_english_is_off(language: str, tmp_path: Path) -> None:
    analyzer = Analyzer(language)
    turn = Turn("Who is Chrissy Teigen?", ("m1",), ("The model Chrissy Teigen is married to John Legend.",))
    for text in ENGLISH:
        assert expected_answer(text, language) is AnswerType.THING
        assert not asks_for_news(text, language)
        assert not asks_what_was_printed(text, language)
        assert counted_words(text, language) == ""
        assert read_range(text, TODAY, language) is None
        assert complete_question(text, [turn], analyzer, TODAY) is None
    for table in (COUNTS, CURRENCIES, REASONS, TIMES, LEANING):
        assert language not in table
    assert frame_words(language) == frozenset()
    parsed = read_question(archive_of(language, tmp_path), Question("How far is it, name day?", TODAY), Tuning())
    assert not any(term.frame for term in parsed.terms)


@pytest.mark.parametrize("language", TOLD)
def test_what_is_told_is_answered_and_what_is_not_is_not(language: str, tmp_path: Path) -> None:
    text, question, known, other = TOLD[language]
    index = archive_of(language, tmp_path)
    found = answer(index, Question(question, TODAY))
    assert found.verdict is Verdict.ANSWERED
    assert found.excerpts[0].text == text
    assert known in found.excerpts[0].text
    assert answer(index, Question(other, TODAY)).verdict is Verdict.NOTHING
    dated = answer(index, Question(f"{question} 2014-03-08", TODAY))
    assert dated.searched is not None
    assert dated.excerpts
