"""Follow-ups in other languages than English: joined with the question before, or left alone."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers.question.followup import complete_question
from bot.model import Turn
from bot.search import Analyzer

TODAY = date(2022, 11, 23)
BEFORE = {
    "german": "Wer gewann 2019 den Goldenen Laib?",
    "french": "Qui a remporté l'Épi d'or en 2019 ?",
    "spanish": "¿Quién ganó la Espiga de Oro en 2019?",
    "italian": "Chi ha vinto la Mandorla d'argento nel 2019?",
    "dutch": "Wie won in 2019 de Gouden Aar?",
    "portuguese": "Quem ganhou a Ovelha de Ouro em 2019?",
    "swedish": "Vem vann Guldaxet 2019?",
    "finnish": "Kuka voitti Kultatähkän?",
}
LEANING = {
    "german": ("Und wann?", "Warum?", "Wie alt ist er?", "Wo ist seine Bäckerei?", "Und wie viele Brote?"),
    "french": ("Et quand ?", "Pourquoi ?", "Quel âge a-t-il ?", "Où est sa boulangerie ?", "Et combien de pains ?"),
    "spanish": ("¿Y cuándo?", "¿Por qué?", "¿Dónde está su panadería?", "¿Cuándo murió?", "¿Y cuántos panes?"),
    "italian": ("E quando?", "Perché?", "Dov'è la sua bottega?", "Quando morì?", "E quanti torroni?"),
    "dutch": ("En wanneer?", "Waarom?", "Hoe oud is hij?", "Waar is zijn bakkerij?", "En hoeveel broden?"),
    "portuguese": ("E quando?", "Porquê?", "Onde é a sua padaria?", "Quando morreu?", "E quantos queijos?"),
    "swedish": ("Och när?", "Varför?"),
    "finnish": ("Miksi?",),
}
COMPLETE = {
    "german": ("Wo kommt die Glocke Clarissa her?", "Wer ist Martha Seltsam?", "Was kostet das Brot in Bremen?"),
    "french": ("Quand la cloche a-t-elle sonné ?", "Qui est Marthe Lebizarre ?", "Où mène le chemin de fer or ?"),
    "spanish": ("¿Quién es Marta Rarezas?", "¿Qué he de pagar por la entrada del museo?"),
    "italian": ("Chi è Livia Bonfanti?", "Quanto costa il biglietto del teatro?"),
    "dutch": ("Wie is Klaske Boonstra?", "Hoeveel schepen zonken er?"),
    "portuguese": ("Quem é Delfina Arruda?", "Quanto custa uma noite no hotel?"),
    "swedish": ("Vem är Anna Lind?", "Hur länge bodde hon i it-huset?"),
    "finnish": ("Kuka on he?", "What about it?"),
}


@pytest.mark.parametrize("language", LEANING)
def test_what_says_too_little_is_joined_with_the_question_before(language: str) -> None:
    turn = Turn(BEFORE[language], ("a1",), ("Otto Krummholz won it.",))
    for text in LEANING[language]:
        completed = complete_question(text, [turn], Analyzer(language), TODAY)
        assert completed is not None, text
        assert completed.text == f"{text} {BEFORE[language]}"
        assert completed.article_keys == ("a1",)


@pytest.mark.parametrize("language", COMPLETE)
def test_what_says_enough_is_left_alone_and_no_pronoun_is_read_in_english(language: str) -> None:
    turn = Turn(BEFORE[language], ("a1",), ("Otto Krummholz won it.",))
    for text in COMPLETE[language]:
        assert complete_question(text, [turn], Analyzer(language), TODAY) is None, text


def test_another_date_takes_the_place_of_the_one_before() -> None:
    turn = Turn(BEFORE["german"], ("a1",), ())
    completed = complete_question("Und im Jahr 2020?", [turn], Analyzer("german"), TODAY)
    assert completed is not None
    assert completed.text == "Und im Jahr 2020? Wer gewann den Goldenen Laib?"
    news = complete_question("Was geschah letzte Woche?", [turn], Analyzer("german"), TODAY)
    assert news is None
