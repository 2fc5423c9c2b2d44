"""Words of every script, with their places in the text."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.stem.snowball import EnglishStemmer

from bot.errors import SettingsError
from bot.search import Analyzer
from bot.search.analysis.stopwords import STOP_WORDS

ENGLISH = Analyzer()


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("The dogs’ owner didn’t run.", ["dog", "owner", "didn", "run"]),
        ("“Quoted” — words… and/or_more", ["quot", "word"]),
        ("Beyoncé Beyonce BEYONCE\u0301", ["beyonc"] * 3),
        ("naïve Ångström Łódź", ["naiv", "angstrom", "łodz"]),
        ("日本経済", ["日", "本", "経", "済"]),
        ("서울은 아름답다", ["서울은", "아름답다"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("Война и мир", ["воина", "и", "мир"]),
        ("😀party🎉time", ["parti", "time"]),
        ("extra\u00adordinary", ["extraordinari"]),
        ("２０２０ 1990s 3.5 C-3PO", ["2020", "1990s", "3", "5", "c", "3po"]),
        ("", []),
        ("?!… —", []),
    ],
)
def test_what_counts_as_a_word(text: str, terms: list[str]) -> None:
    assert ENGLISH.terms(text) == terms


def test_forms_of_a_word_share_a_term() -> None:
    assert len({ENGLISH.term(word) for word in ("Launch", "launched", "launches", "LAUNCHING")}) == 1
    german = Analyzer("german")
    assert german.terms("Die Häuser, das Haus") == ["haus", "haus"]
    assert german.terms("Kinos, Kino, Kameras, Kamera") == ["kino", "kino", "kamera", "kamera"]
    assert Analyzer("spanish").terms("las canciones") == Analyzer("spanish").terms("canción")


def test_a_language_without_a_stemmer_is_named_with_those_that_have_one() -> None:
    with pytest.raises(SettingsError, match=r"klingon.*english"):
        Analyzer("klingon")


@given(st.text())
def test_tokens_are_the_terms_with_places_in_the_text(text: str) -> None:
    tokens = ENGLISH.tokens(text)
    assert [token.term for token in tokens] == ENGLISH.terms(text)
    for token in tokens:
        assert ENGLISH.term(text[token.start : token.end]) == token.term
    assert all(before.end <= after.start for before, after in pairwise(tokens))


@given(st.text(st.characters(categories=["Lu", "Ll", "Lo", "Nd"])))
def test_every_letter_and_digit_of_every_script_is_part_of_a_word(text: str) -> None:
    assert "".join(ENGLISH.words(text)) == text


@given(st.text())
def test_composed_and_decomposed_letters_are_the_same_words(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert ENGLISH.terms(composed) == ENGLISH.terms(unicodedata.normalize("NFD", composed))


@given(text=st.text(alphabet=st.sampled_from("aAbdeEinstyİıéÉßſ日本'’- .1२\u0301"), max_size=60), data=st.data())
@pytest.mark.parametrize("language", ["english", "german", "french", "arabic", "russian", "dutch"])
def test_looking_for_a_few_terms_finds_what_all_the_tokens_hold(language: str, text: str, data: st.DataObject) -> None:
    analyzer = Analyzer(language)
    tokens = analyzer.tokens(text)
    wanted = (
        set(data.draw(st.lists(st.sampled_from([token.term for token in tokens]), max_size=3))) if tokens else set()
    )
    assert analyzer.tokens_among(wanted, text) == [token for token in tokens if token.term in wanted]


ENGLISH = Analyzer()
NLTK = EnglishStemmer()
ENDINGS = [suffix for steps in vars(EnglishStemmer).values() if isinstance(steps, tuple) for suffix in steps]


@given(st.text("abcdeghilmnorstuy", min_size=1, max_size=9), st.sampled_from([*ENDINGS, "", "e", "y", "n", "t"]))
def test_english_terms_are_nltks_stems_also_where_nltk_is_not_asked(beginning: str, ending: str) -> None:
    for word in ENGLISH.words(beginning + ending):
        if word not in STOP_WORDS["english"]:
            assert ENGLISH.term(word) == NLTK.stem(word)


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("french", "Qu'il dit jusqu'à l'école d'Anna", ["dit", "école", "Anna"]),
        ("italian", "dell'opera, all'inizio nell'isola d'Elba", ["opera", "inizio", "isola", "Elba"]),
        ("dutch", "'s avonds met de auto's", ["avonds", "auto"]),
    ],
)
def test_what_stands_before_an_apostrophe_is_no_term(language: str, text: str, words: list[str]) -> None:
    analyzer = Analyzer(language)
    assert analyzer.terms(text) == [analyzer.term(word) for word in words if analyzer.term(word)]
