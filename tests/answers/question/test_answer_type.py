"""The kind of answer that a question asks for, and whether it asks for news, in the languages that are told apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.question.answer_type import AnswerType, expected_answer
from bot.answers.question.question_words import asks_for_news, asks_what_was_printed, counted_words

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
OTHER_KINDS = (
    AnswerType.SHARE,
    AnswerType.WORDS,
    AnswerType.PERSON,
    AnswerType.PLACE,
    AnswerType.TITLE,
    AnswerType.NAME,
)
NOUNS = {
    "english": (
        "What percentage of the members came?",
        "What did the mayor say?",
        "Which actress opened the museum?",
        "In which town does the ferry land?",
        "Which book was lent most often?",
        "What colour are the seats?",
    ),
    "german": (
        "Wie viel Prozent der Mitglieder kamen?",
        "Was hat der Bürgermeister gesagt?",
        "Welche schwedische Schauspielerin eröffnete das Museum?",
        "In welcher Kleinstadt legt die Fähre an?",
        "Welches Buch wurde am meisten ausgeliehen?",
        "Welche Farbe haben die Sessel?",
    ),
    "french": (
        "Quel pourcentage des membres est venu ?",
        "Qu'a dit le maire ?",
        "Quelle actrice a ouvert le musée ?",
        "Dans quelle ville accoste le bac ?",
        "Quel est le livre le plus emprunté ?",
        "De quelle couleur sont les fauteuils ?",
    ),
    "spanish": (
        "¿Qué porcentaje de los socios vino?",
        "¿Qué dijo el alcalde?",
        "¿Qué actriz abrió el museo?",
        "¿En qué ciudad atraca el transbordador?",
        "¿Cuál es el libro más prestado?",
        "¿De qué color son las butacas?",
    ),
    "italian": (
        "Quale percentuale dei soci è venuta?",
        "Che cosa ha detto il sindaco?",
        "Quale attrice ha aperto il museo?",
        "In quale città attracca il traghetto?",
        "Qual è il libro più prestato?",
        "Di che colore sono le poltrone?",
    ),
    "dutch": (
        "Hoeveel procent van de leden kwam?",
        "Wat heeft de burgemeester gezegd?",
        "Welke Zweedse actrice opende het museum?",
        "In welke stad legt de veerboot aan?",
        "Welk boek werd het meest geleend?",
        "Welke kleur hebben de stoelen?",
    ),
    "portuguese": (
        "Que percentagem dos sócios veio?",
        "O que disse o prefeito?",
        "Que atriz abriu o museu?",
        "Em que cidade atraca a balsa?",
        "Qual é o livro mais emprestado?",
        "De que cor são as cadeiras?",
    ),
}
COUNTED = {
    "english": ("How many red ships sank?", "red ships sank"),
    "german": ("Wie viele Schiffe sanken?", "Schiffe sanken"),
    "french": ("Combien d'enfants ont chanté ?", "enfants ont chanté "),
    "spanish": ("¿Cuántos barcos se hundieron?", "barcos se hundieron"),
    "italian": ("Quante navi affondarono?", "navi affondarono"),
    "dutch": ("Hoeveel schepen zonken er?", "schepen zonken er"),
    "portuguese": ("Quantos navios afundaram?", "navios afundaram"),
}
# What was printed, and what happened to something.
PRINTED = {
    "english": ("What happened last week?", "What happened to Beagle 2?"),
    "german": ("Was ist letzte Woche passiert?", "Was geschah mit Beagle 2?"),
    "french": ("Que s'est-il passé la semaine dernière ?", "Qu'est-il arrivé à Beagle 2 ?"),
    "spanish": ("¿Qué pasó la semana pasada?", "¿Qué pasó con Beagle 2?"),
    "italian": ("Che cosa è successo la settimana scorsa?", "Che cosa è successo con Beagle 2?"),
    "dutch": ("Wat gebeurde er vorige week?", "Wat gebeurde er met Beagle 2?"),
    "portuguese": ("O que aconteceu na semana passada?", "O que aconteceu com o Beagle 2?"),
}


@pytest.mark.parametrize("language", NOUNS)
def test_the_noun_that_is_asked_for_tells_the_kind_of_answer(language: str) -> None:
    assert [expected_answer(text, language) for text in NOUNS[language]] == list(OTHER_KINDS)


@pytest.mark.parametrize("language", NOUNS)
def test_what_is_counted_and_what_was_printed_are_read(language: str) -> None:
    question, words = COUNTED[language]
    assert counted_words(question, language) == words
    printed, topic = PRINTED[language]
    assert asks_what_was_printed(printed, language)
    assert not asks_what_was_printed(topic, language)


@pytest.mark.parametrize("language", QUESTIONS)
def test_the_question_word_tells_the_kind_of_answer(language: str) -> None:
    assert [expected_answer(text, language) for text in QUESTIONS[language]] == list(KINDS)
    assert asks_for_news(NEWS[language], language)
    assert not any(asks_for_news(text, language) for text in QUESTIONS[language])


@given(st.text(max_size=80), st.sampled_from(sorted({*QUESTIONS, "finnish"})))
def test_any_text_is_read_in_any_language(text: str, language: str) -> None:
    assert expected_answer(text, language) in AnswerType
    assert counted_words(text, language) in text
    assert isinstance(asks_for_news(text, language), bool)
    assert isinstance(asks_what_was_printed(text, language), bool)


def test_what_is_counted_is_no_money_though_something_is_paid() -> None:
    assert expected_answer("Hoeveel raadsleden stemden tegen het betaald parkeren?", "dutch") is AnswerType.NUMBER
    assert expected_answer("Hoeveel heeft hij betaald?", "dutch") is AnswerType.MONEY
    assert expected_answer("Combien de maisons ont été payées ?", "french") is AnswerType.NUMBER
    assert expected_answer("Combien d'euros a-t-il payés ?", "french") is AnswerType.MONEY


def test_a_language_without_a_table_tells_nothing() -> None:
    assert expected_answer("Who opened the museum?", "finnish") is AnswerType.THING
    assert not asks_for_news("What happened this week?", "finnish")
