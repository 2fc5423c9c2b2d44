"""The kind of answer that a question asks for, and whether it asks for news, in the languages that are told apart."""

from __future__ import annotations

import pytest

from bot.answers.question.answer_type import AnswerType, expected_answer
from bot.answers.question.question_words import asks_for_news

KINDS = (AnswerType.PERSON, AnswerType.PLACE, AnswerType.TIME, AnswerType.NUMBER, AnswerType.REASON, AnswerType.MONEY)
QUESTIONS = {
    "english": (
        "Who opened the museum?",
        "Where does the ferry land?",
        "When did the bell ring?",
        "How many ships sank?",
        "Why was the bridge closed?",
        "How much did the lamp cost?",
    ),
    "german": (
        "Wer hat das Museum eröffnet?",
        "Wo legt die Fähre an?",
        "Wann läutete die Glocke?",
        "Wie viele Schiffe sanken?",
        "Warum wurde die Brücke gesperrt?",
        "Wie viel kostete die Lampe?",
    ),
    "french": (
        "Qui a ouvert le musée ?",
        "Où accoste le bac ?",
        "Quand la cloche a-t-elle sonné ?",
        "Combien de navires ont coulé ?",
        "Pourquoi le pont a-t-il été fermé ?",
        "Combien la lampe a-t-elle coûté ?",
    ),
    "spanish": (
        "¿Quién abrió el museo?",
        "¿Dónde atraca el transbordador?",
        "¿Cuándo sonó la campana?",
        "¿Cuántos barcos se hundieron?",
        "¿Por qué se cerró el puente?",
        "¿Cuánto costó la lámpara?",
    ),
    "italian": (
        "Chi ha aperto il museo?",
        "Dove attracca il traghetto?",
        "Quando suonò la campana?",
        "Quante navi affondarono?",
        "Perché fu chiuso il ponte?",
        "Quanto costò la lampada?",
    ),
    "dutch": (
        "Wie opende het museum?",
        "Waar legt de veerboot aan?",
        "Wanneer luidde de klok?",
        "Hoeveel schepen zonken er?",
        "Waarom werd de brug gesloten?",
        "Hoeveel kostte de lamp?",
    ),
    "portuguese": (
        "Quem abriu o museu?",
        "Onde atraca a balsa?",
        "Quando tocou o sino?",
        "Quantos navios afundaram?",
        "Por que a ponte foi fechada?",
        "Quanto custou a lâmpada?",
    ),
}
NEWS = {
    "english": "What happened this week?",
    "german": "Was ist diese Woche passiert?",
    "french": "Que s'est-il passé cette semaine ?",
    "spanish": "¿Qué pasó esta semana?",
    "italian": "Che cosa è successo questa settimana?",
    "dutch": "Wat gebeurde er deze week?",
    "portuguese": "O que aconteceu esta semana?",
}


@pytest.mark.parametrize("language", QUESTIONS)
def test_the_question_word_tells_the_kind_of_answer(language: str) -> None:
    assert [expected_answer(text, language) for text in QUESTIONS[language]] == list(KINDS)
    assert asks_for_news(NEWS[language], language)
    assert not any(asks_for_news(text, language) for text in QUESTIONS[language])


def test_a_language_without_a_table_tells_nothing() -> None:
    assert expected_answer("Who opened the museum?", "finnish") is AnswerType.THING
    assert not asks_for_news("What happened this week?", "finnish")
