"""A small German archive: what it tells is answered, what it does not tell is not."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answers import answer
from bot.model import Article, Question, Verdict
from bot.search import Analyzer, Index, build, open_index

TEXTS = [
    "Das Leuchtturmmuseum in Unterhafen wurde am Donnerstag nach neun Jahren wieder eröffnet. Die Wärterin Martha "
    "Seltsam sagte, die Lampe habe seit 1974 nicht mehr gebrannt. Die Nebelglocke trägt nun den Namen Clarissa.",
    "Die Fähre Fischadler lief bei Ebbe vor Eulenbucht auf Grund. Alle 41 Fahrgäste gingen zu Fuß an Land. Der Kapitän "
    "gab dem Nebel die Schuld.",
    "Der Bäcker Otto Krummholz gewann den Preis für das beste Roggenbrot. Sein Sauerteig ist nach seinen Worten älter "
    "als hundert Jahre.",
    "Die Brücke über die Trave bleibt bis März gesperrt, weil ein Pfeiler gerissen ist. Die Reparatur kostet zwei "
    "Millionen Euro.",
    "Im Moor bei Langwedel fanden Arbeiter einen Einbaum aus der Bronzezeit. Das Boot ist sechs Meter lang.",
    "Der Gemeinderat beschloss, die Hundesteuer auf 60 Euro zu erhöhen. Nur der Jagdverein stimmte dagegen.",
    "Ein Blitz traf die Kirche von Altendorf und zerstörte die Orgel. Verletzt wurde niemand.",
    "Die Storchenwarte in Bergenhusen zählte 23 Nester, so viele wie nie zuvor. Leiterin Ingrid Wiese ist froh.",
    "Das Freibad öffnet im Mai eine Rutsche von achtzig Metern. Gebaut hat sie eine Firma aus Flensburg.",
    "Die Bücherei verlieh im vorigen Jahr zwölftausend Bücher. Am beliebtesten war ein Krimi von Hanne Stein.",
]
ANSWERED = [
    ("Wer ist die Wärterin des Leuchtturmmuseums?", "Martha Seltsam"),
    ("Wie viele Fahrgäste hatte die Fähre Fischadler?", "41"),
    ("Wer gewann den Preis für das beste Roggenbrot?", "Otto Krummholz"),
    ("Warum ist die Brücke über die Trave gesperrt?", "Pfeiler"),
    ("Wo fanden Arbeiter einen Einbaum?", "Langwedel"),
    ("Wie viele Nester zählte die Storchenwarte in Bergenhusen?", "23"),
]
NOT_ANSWERED = [
    "Wer gewann die Fußballweltmeisterschaft in Brasilien?",
    "Wann landete die Raumsonde auf dem Mars?",
    "Wie heißt der Präsident von Frankreich?",
    "Was kostet ein Flug nach Neuseeland?",
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    articles = [
        Article(str(number), "", text, f"{number}.txt", date(2010 + number, 3, 4)) for number, text in enumerate(TEXTS)
    ]
    analyzer = Analyzer("german")
    return open_index(build(tmp_path_factory.mktemp("german"), articles, analyzer=analyzer), analyzer=analyzer)


def test_at_least_eight_of_ten_verdicts_are_right(index: Index) -> None:
    wrong = []
    for text, known in ANSWERED:
        found = answer(index, Question(text, date(2024, 1, 1)))
        if found.verdict is not Verdict.ANSWERED or known not in found.excerpts[0].text:
            wrong.append((text, found.verdict, round(found.probability, 2)))
    for text in NOT_ANSWERED:
        found = answer(index, Question(text, date(2024, 1, 1)))
        if found.verdict is Verdict.ANSWERED:
            wrong.append((text, found.verdict, round(found.probability, 2)))
    assert len(wrong) <= 2, wrong
