"""What is seen of an article for a question: sentences whole, the question's words, what could be the answer."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.candidates.features import FEATURES, Candidate, read_candidate
from bot.answers.candidates.possible_answers import possible_answers
from bot.answers.candidates.regions import QueryTerms, Region, regions
from bot.answers.question.answer_type import AnswerType
from bot.answers.tuning import Tuning
from bot.model import Article, Passage
from bot.search import Analyzer

ANALYZER = Analyzer("english")
DAY = date(2024, 6, 15)
HARBOUR = (
    "HALDEN, Norway — The harbour council met on Monday. It chose the new pilot boat after four hours.\n\n"
    "The pilot boat Skarv cost 2.4 million kroner, said Ingrid Moe, who will steer her. “She is quick,” she added.\n\n"
    "No one spoke for the old ferry. It had carried the mail since 1951."
)
WORDS = st.lists(
    st.sampled_from(
        ["pilot", "boat", "Skarv", "harbour", "old.", "new", "“ferry”", "Moe", "1951", "the", "it", "cost?"]
    ),
    max_size=60,
)


def query_terms(question: str, wanted: AnswerType = AnswerType.THING) -> QueryTerms:
    terms = ANALYZER.terms(question)
    numbers = {term: number for number, term in enumerate(dict.fromkeys(terms))}
    order = [numbers[term] for term in terms]
    weights = [1.0] * len(numbers)
    return QueryTerms(ANALYZER, DAY, wanted, numbers, weights, sum(weights) or 1.0, set(pairwise(order)))


def whole(text: str, of: QueryTerms) -> Region:
    return regions(text, [Passage(0, 0, 0, len(text), 1.0, 1.0)], of)[0]


def seen(text: str, question: str, wanted: AnswerType = AnswerType.THING) -> Candidate:
    article = Article("a", "", text, "a.txt", DAY)
    return read_candidate(
        article, [Passage(0, 0, 0, len(text), 1.0, 1.0)], query_terms(question, wanted), 1.0, Tuning()
    )


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (AnswerType.PERSON, {"Ingrid", "Moe", "Skarv", "HALDEN", "Norway", "Monday"}),
        (AnswerType.NUMBER, {"four", "2", "4", "million", "1951"}),
        (AnswerType.TIME, {"Monday", "1951", "2", "4"}),
        (AnswerType.WORDS, {"“"}),
    ],
)
def test_each_kind_of_answer_has_its_marks(wanted: AnswerType, found: set[str]) -> None:
    words = [(HARBOUR[start:end], start) for _, start, end in ANALYZER.tokens(HARBOUR)]
    places = possible_answers(HARBOUR, 0, len(HARBOUR), words, wanted)
    assert places == sorted(places)
    assert {next((word for word, start in words if start == place), HARBOUR[place]) for place in places} == found


def test_what_the_question_says_itself_is_no_answer_to_it() -> None:
    region = whole(HARBOUR, query_terms("Who is Ingrid Moe?", AnswerType.PERSON))
    assert not {HARBOUR.index("Ingrid"), HARBOUR.index("Moe")} & {*region.names, *region.possible_answers}


def test_an_answer_next_to_the_questions_words_is_closer_than_one_far_from_them() -> None:
    of = query_terms("pilot boat cost", AnswerType.NAME)
    near = whole("The pilot boat Skarv cost much. " + "It was as calm as before. " * 8, of)
    far = whole("The pilot boat cost much. " + "It was as calm as before. " * 8 + "Skarv came home.", of)
    assert near.answering(0, 1_000) > 0.8
    assert 0.0 < far.answering(0, 1_000) < 0.3


def test_words_that_stand_together_in_the_question_count_where_they_stand_together_too() -> None:
    of = query_terms("first woman in space")
    assert of.paired(whole("She was the first woman in space.", of).hits) == 1.0
    assert of.paired(whole("She was the first American woman in space.", of).hits) == 0.5
    assert of.paired(whole("A woman went into orbit; space was first.", of).hits) == 0.0


def test_an_article_that_matches_by_its_title_alone_is_seen_by_its_beginning() -> None:
    article = Article("a", "The lighthouse", HARBOUR, "a.txt", DAY)
    candidate = read_candidate(article, [Passage(0, 0, 0, 60, 1.0, 1.0)], query_terms("lighthouse"), 1.0, Tuning())
    assert candidate.windows[0].window.start == 0
    assert not candidate.windows[0].hits


def test_an_excerpt_that_begins_with_it_is_seen_to_lean_on_the_sentence_before() -> None:
    dependent = FEATURES.index("dependent")
    values = {scored.window.start: scored.values[dependent] for scored in seen(HARBOUR, "pilot boat harbour").windows}
    assert values[0] == 0.0
    assert values[HARBOUR.index("It chose")] == 1.0


@given(WORDS, WORDS)
def test_whatever_is_read_every_view_is_a_slice_with_its_own_hits(text: list[str], question: list[str]) -> None:
    article, asked = " ".join(text), " ".join(question)
    candidate = seen(article, asked)
    for scored in candidate.windows:
        assert 0 <= scored.window.start < scored.window.end <= len(article)
        assert scored.window.end - scored.window.start <= Tuning().excerpt_characters
        assert len(scored.values) == len(FEATURES)
        for hit in scored.hits:
            assert scored.window.start <= hit.start < scored.window.end
            assert ANALYZER.term(article[hit.start : hit.end]) in ANALYZER.terms(asked)
    assert candidate.windows == sorted(candidate.windows, key=lambda scored: -scored.score)


@given(WORDS, WORDS)
def test_shares_lie_between_nothing_and_everything(text: list[str], question: list[str]) -> None:
    shares = [
        FEATURES.index(name)
        for name in ("article_coverage", "coverage", "adjacent_terms", "position", "answer_proximity", "new_names")
    ]
    for scored in seen(" ".join(text), " ".join(question)).windows:
        assert all(0.0 <= scored.values[number] <= 1.0 + 1e-9 for number in shares)
