"""The word lists that tell a typing error from a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spellchecker import SpellChecker

from bot.language.dictionaries import _LISTS, in_dictionary

ITALIAN = SpellChecker(language="it").word_frequency
KNOWN = {
    "arabic": "كتاب",
    "dutch": "vergadering",
    "english": "astronaut",
    "french": "élève",
    "german": "Straße",
    "italian": "città",
    "portuguese": "coração",
    "russian": "человек",
    "spanish": "mañana",
}


@pytest.mark.parametrize("language", _LISTS)
def test_each_language_has_its_words(language: str) -> None:
    assert in_dictionary(KNOWN[language], language)
    assert not in_dictionary("zzxqj", language)
    assert not in_dictionary('a": 5', language)


def test_a_language_without_a_list_has_none() -> None:
    assert not in_dictionary("talo", "finnish")


@given(st.sampled_from(sorted(ITALIAN.dictionary)) | st.text(max_size=8))
def test_it_knows_the_words_that_the_spell_checker_knows(word: str) -> None:
    assert in_dictionary(word, "italian") == (word.lower() in ITALIAN.dictionary)
