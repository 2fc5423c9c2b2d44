"""Words nobody wrote, and the archive's own that they were meant to be."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.reply.spelling import Speller, visible_to
from bot.model import Article
from bot.search import Analyzer, Index, Word, build, open_index

TEXT = (
    "Chrissy Teigen and John Legend spoke. The government of Mississippi answered the government. A moon landing by "
    "Beagle and the Soviet cosmonaut Leonov. Nine beagles. In 2003 the B2 probe landed. The moon rose."
)
SECRET = "Teigan is the password of our own server, with its moon landings."


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    articles = [Article("a", "", TEXT, "a.txt"), Article("b", "", SECRET, "servers/7/b.txt", server=7)]
    root: Path = tmp_path_factory.mktemp("words")
    analyzer = Analyzer("english")
    return open_index(build(root, articles, analyzer=analyzer), analyzer=analyzer)


@pytest.fixture(scope="module")
def speller(index: Index) -> Speller:
    return Speller(index.words(), index.analyzer.language)


def shared(word: Word) -> bool:
    """What a reader outside server 7 may see."""
    return word.text in TEXT.lower()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tiegen", "teigen"),
        ("Tiegen", "Teigen"),
        ("TIEGEN", "TEIGEN"),
        ("Chryssy", "Chrissy"),
        ("goverment", "government"),
        ("govermnent", "government"),
        ("mississipi", "mississippi"),
        ("Beagel", "Beagle"),
        ("cosmonuat", "cosmonaut"),
        ("moonlanding", "moon landing"),
    ],
)
def test_a_misspelt_word_finds_the_one_meant(speller: Speller, typed: str, meant: str) -> None:
    assert speller.suggest(typed, visible=shared)[0] == meant


@pytest.mark.parametrize(
    "typed", ["teigen", "Legend", "BEAGLE", "2003", "2004", "b3", "teh", "", "…", "x" * 5000, "月面"]
)
def test_words_that_exist_numbers_and_scraps_are_left_alone(speller: Speller, typed: str) -> None:
    assert speller.suggest(typed, visible=shared) == []


@pytest.mark.parametrize("typed", ["Eagle", "beagles", "covenant", "Grovenment"])
def test_a_word_that_the_language_has_is_not_corrected(index: Index, typed: str) -> None:
    """ "couple" is no slip of "course"; nor is any other word that a dictionary has, though the archive lacks it."""
    suggested = Speller(index.words(), "english").suggest(typed, visible=shared)
    assert bool(suggested) == (typed == "Grovenment")


def test_a_language_without_a_word_list_goes_by_the_archive_alone(index: Index) -> None:
    assert Speller(index.words(), "finnish").suggest("eagle", visible=shared) == ["beagle"]


def test_a_word_of_another_server_is_never_suggested_nor_known(index: Index, speller: Speller) -> None:
    for stranger in (None, 8):
        assert speller.suggest("teigam", visible=visible_to(index, stranger)) == ["teigen"]
        assert speller.suggest("teigan", visible=visible_to(index, stranger)) == ["teigen"]
    assert "teigan" in speller.suggest("teigam", visible=visible_to(index, 7))
    assert speller.suggest("teigan", visible=visible_to(index, 7)) == []


def test_another_server_s_form_of_a_shared_word_is_not_told(index: Index, speller: Speller) -> None:
    assert speller.suggest("landinhs", visible=visible_to(index, 7)) == ["landings"]
    assert speller.suggest("landinhs", visible=visible_to(index, None)) == ["landing"]


def test_no_more_than_asked_for_come_back(speller: Speller) -> None:
    assert len(speller.suggest("beaglez", limit=1)) == 1


@given(st.text(max_size=50))
def test_any_text_gets_words_of_the_archive_or_none(speller: Speller, typed: str) -> None:
    for suggestion in speller.suggest(typed, visible=shared):
        assert all(part in TEXT.lower() for part in suggestion.lower().split())
        assert suggestion.lower() != typed.lower()
