"""What a member means who asks on, and what nobody may be taken to mean."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.question.followup import complete_question
from bot.model import Turn
from bot.search import Analyzer

TODAY = date(2022, 11, 23)
ENGLISH = Analyzer("english")

BEAGLE = Turn("What happened to Beagle 2?", ("b1",), ("Beagle 2 left Mars Express on 19 December 2003.",))
BABY = Turn("What happened to Chrissy Teigen's baby?", ("t1",), ("Teigen and John Legend lost Jack.",))
WALK = Turn("Who was first to walk in space?", ("w1",), ("The cosmonaut Alexei Leonov left Voskhod 2.",))
CUP = Turn("Who won the World Cup in 2018?", ("c1",), ("France won it.",))
WHO = Turn("Who is Chrissy Teigen?", ("m1",), ("The model Chrissy Teigen is married to John Legend.",))


def understood(text: str, *history: Turn) -> str:
    """What the question was taken to mean, or an empty string when it was left alone."""
    completed = complete_question(text, history, ENGLISH, TODAY)
    return completed.understood if completed else ""


@pytest.mark.parametrize(
    ("text", "before", "meant"),
    [
        ("when did it land?", BEAGLE, "When did Beagle 2 land?"),
        ("Was it ever found?", BEAGLE, "Was Beagle 2 ever found?"),
        ("how many people did it kill?", BEAGLE, "How many people did Beagle 2 kill?"),
        ("who built it in 2003?", BEAGLE, "Who built Beagle 2 in 2003?"),
        ("Which company built it?", BEAGLE, "Which company built Beagle 2?"),
        ("Who was the scientist behind it?", BEAGLE, "Who was the scientist behind Beagle 2?"),
        ("What was its name?", BEAGLE, "What was Beagle 2’s name?"),
        ("and how is she now?", BABY, "How is Chrissy Teigen now?"),
        ("What is her husband's name?", BABY, "What is Chrissy Teigen’s husband's name?"),
        ("did anyone write to her?", BABY, "Did anyone write to Chrissy Teigen?"),
        ("where was he born?", WALK, "Where was Alexei Leonov born?"),
        ("where does she live?", WHO, "Where does Chrissy Teigen live?"),
    ],
)
def test_a_pronoun_takes_the_name_that_the_conversation_was_about(text: str, before: Turn, meant: str) -> None:
    assert understood(text, before) == meant


@pytest.mark.parametrize(
    ("text", "before", "meant"),
    [
        ("what about Philae?", BEAGLE, "What happened to Philae?"),
        ("How about Rosetta in 2014?", BEAGLE, "What happened to Rosetta in 2014?"),
        ("and in 2014?", CUP, "Who won the World Cup in 2014?"),
        ("what about 2014?", CUP, "Who won the World Cup in 2014?"),
        ("what about last year?", CUP, "Who won the World Cup last year?"),
    ],
)
def test_a_new_name_or_year_replaces_the_old_one(text: str, before: Turn, meant: str) -> None:
    assert understood(text, before) == meant


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("and when was that?", BEAGLE),
        ("and the second one?", BEAGLE),
        ("why?", BEAGLE),
        ("Who else?", BEAGLE),
        ("how many?", BEAGLE),
        ("how many people died?", BEAGLE),
        ("what happened next?", BEAGLE),
        ("tell me more", BEAGLE),
        ("What is the weather like there?", BEAGLE),
        ("and what did Legend say?", BABY),
        ("what about Luna?", BABY),
        ("who lost?", CUP),
        ("Who was in the crew?", BEAGLE),
    ],
)
def test_where_no_name_fits_both_questions_are_asked_together(text: str, before: Turn) -> None:
    completed = complete_question(text, [before], ENGLISH, TODAY)
    assert completed is not None
    assert completed.understood == f"{text} (after: {before.question})"
    assert completed.text == f"{text} {before.question}"


@pytest.mark.parametrize(
    "text",
    [
        "When did Apollo 11 land?",
        "Who is Donald Trump?",
        "And who won the World Cup?",
        "Where is the Louvre?",
        "Why do dogs bark when they are alone?",
        "How long does it take to fly to Mars?",
        "How many years has it been since Russia invaded Ukraine?",
        "Is there life on Mars?",
        "Who said that dogs bark?",
        "Which actor said he would quit?",
        "What is the name of the inmate who claims he was targeted?",
        "When she died, Queen Elizabeth left four dogs. Who takes them?",
        "If they win, which acting nominees join the elite club?",
        "When the probe crashed, what did it leave?",
        "Did NASA say they were sorry?",
        "Which company said it would close?",
        "Which team lost its coach?",
        "Which leader announced that he and his wife were splitting up?",
        "Which of these films did Angela Lansbury play in?",
        "What happened this week?",
        "What is this bot?",
        "The US and its allies asked for what?",
        "Mondlandung",
        "月面着陸",
        "…?!",
        "",
    ],
)
def test_a_complete_question_is_left_alone(text: str) -> None:
    for before in (BEAGLE, BABY, WALK, CUP, WHO):
        assert understood(text, before) == ""


def test_the_articles_of_the_turn_before_come_first() -> None:
    completed = complete_question("why?", [WALK, BEAGLE], ENGLISH, TODAY)
    assert completed is not None
    assert completed.article_keys == ("b1",)


def test_with_nothing_before_there_is_nothing_to_lean_on() -> None:
    assert complete_question("and when was that?", [], ENGLISH, TODAY) is None


def test_a_name_is_remembered_over_a_turn_that_has_none() -> None:
    assert (
        understood("when did it land?", BEAGLE, Turn("Why?", ("x",), ("nobody knows.",))) == "When did Beagle 2 land?"
    )


def test_of_two_names_none_is_guessed() -> None:
    two = Turn("Who introduced Chrissy Teigen to John Legend?", ("x",))
    assert understood("where does it hurt?", two) == f"where does it hurt? (after: {two.question})"


def test_of_two_names_the_subject_is_what_people_go_on_about() -> None:
    moon = Turn("When did Chandrayaan-3 land on the Moon?", ("x",))
    assert understood("what about Luna 25?", moon) == "When did Luna 25 land on the Moon?"
    assert understood("who built it?", moon) == "Who built Chandrayaan-3?"


def test_a_chain_of_whys_does_not_grow_for_ever() -> None:
    turn = BEAGLE
    for _ in range(60):
        completed = complete_question("but why?", [turn], ENGLISH, TODAY)
        assert completed is not None
        turn = Turn(completed.text, turn.articles)
    assert len(turn.question) < 500


MATTER = ("Luna", "probe", "crater", "landing", "rocket", "France", "volcano", "election")
STATED = st.lists(st.sampled_from(MATTER), min_size=1)
ASKED = st.sampled_from(["When did {} land?", "Who saw the {}?", "Where is the {}?", "What happened to the {}?", "{}"])
TURNS = st.lists(st.builds(Turn, st.text(max_size=80), st.just(("k",)), st.tuples(st.text(max_size=80))), max_size=3)


@given(STATED, ASKED, TURNS)
def test_a_question_with_its_own_matter_and_no_leaning_word_is_never_bent(
    stated: list[str], asked: str, history: list[Turn]
) -> None:
    assert complete_question(asked.format(" ".join(stated)), history, ENGLISH, TODAY) is None


LEANING = (
    "and what about it she he that this there one else why when how many Luna the second in 2019 ? , . ’s who did was"
)


@given(
    st.text(max_size=60) | st.lists(st.sampled_from(LEANING.split(" ")), max_size=12).map(" ".join), TURNS, st.dates()
)
def test_any_text_after_anything_gives_a_bounded_question_or_none(text: str, history: list[Turn], today: date) -> None:
    completed = complete_question(text, history, ENGLISH, today)
    if completed is not None:
        assert completed.text.strip()
        assert completed.understood.strip()
        assert len(completed.text) <= len(text) + 500
        assert completed.article_keys == history[-1].articles
