"""Sentences: whole ones, of any text, with nothing lost between them but blanks."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.analysis.sentences import sentences

PIECES = st.sampled_from(
    [
        "Dr. ",
        "U.S. ",
        "No. 5",
        "He said. ",
        "“Go!” ",
        "J. K. Rowling",
        "\n\n",
        "\n",
        " ",
        "3.5 ",
        "… ",
        "Why? ",
        "。",
        "a",
        "St. ",
    ]
)


def said(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Smith met Mrs. Jones at 5 p.m. on Tuesday.",
        "J. K. Rowling and George W. Bush met.",
        "The U.S. Army said No. 5 was the best.",
        "It cost $3.5 million, i.e. less than in Roe v. Wade.",
        "On Jan. 5 he was 5 ft. 6 in. tall.",
        "“Why?” she asked.",
        "Visit www.example.com today.",
        "Yes… or no.",
        "Die neue Steuer gilt ab dem 1. Juli 2021.",
        "Im 19. Jahrhundert kam der 1. FC Nebelstedt auf den 2. Platz.",
        "Il sig. Rossi, la dott.ssa Bianchi e l'ing. Verdi arrivarono.",
        "El sr. Pérez y la dra. Gómez llegaron el 5 de mar. 2020.",
        "Art. IV and Sec. II apply.",
        "Dhr. Jansen en mevr. De Vries kwamen met drs. Bos.",
        "Etwa 5 Mio. Euro kostet es Hrn. Müller.",
        "« Quoi ? » dit-il.",
    ],
)
def test_a_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert said(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He lives in the U.S. The house is small.", ["He lives in the U.S.", "The house is small."]),
        ("He said no. Then he left.", ["He said no.", "Then he left."]),
        ("El barco volvió al mar. Cantaron.", ["El barco volvió al mar.", "Cantaron."]),
        ("In nove ore. Vento debole.", ["In nove ore.", "Vento debole."]),
        ("Parti à sept. Rentré au col. Vu de l'est. Fin.", ["Parti à sept.", "Rentré au col.", "Vu de l'est.", "Fin."]),
        ("Keine von dieser Art. Das Museum schließt.", ["Keine von dieser Art.", "Das Museum schließt."]),
        ("I managed to miss. Chuck Berry was 87.", ["I managed to miss.", "Chuck Berry was 87."]),
        ("The score was 12. Then he left.", ["The score was 12.", "Then he left."]),
        ("„Es ist kalt.“ Er ging. »Nein!« Doch.", ["„Es ist kalt.“", "Er ging.", "»Nein!«", "Doch."]),
        ("« Bonjour. » Il partit. «¿Sí?» No.", ["« Bonjour. »", "Il partit.", "«¿Sí?»", "No."]),
        ("“I had no idea. I was lost,” he said.", ["“I had no idea.", "I was lost,” he said."]),
        ("“It ended.” She left.", ["“It ended.”", "She left."]),
        ("It was in Washington, D.C. He knew.", ["It was in Washington, D.C.", "He knew."]),
        ("It is 5. It is Vitamin C. The end.", ["It is 5.", "It is Vitamin C.", "The end."]),
        ("彼は言った。「はい。」そして去った。", ["彼は言った。", "「はい。」", "そして去った。"]),
    ],
)
def test_a_sentence_ends_where_a_reader_would_stop(text: str, expected: list[str]) -> None:
    assert said(text) == expected


def test_a_blank_line_or_a_list_ends_a_sentence_and_a_wrapped_line_does_not() -> None:
    assert said("A heading\n\nThe text is\nwrapped. It goes on.\n- one\n- two") == [
        "A heading",
        "The text is\nwrapped.",
        "It goes on.",
        "- one",
        "- two",
    ]


@given(st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join))
def test_sentences_are_in_order_and_leave_out_nothing_but_blanks(text: str) -> None:
    at = 0
    for start, end in sentences(text):
        assert at <= start < end <= len(text)
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize("piece", [".", "\n", " \n", "。", "?!", "”", "A.", "word", '."', "- \n"])
def test_a_hundred_thousand_of_anything_take_no_longer_than_an_article(piece: str) -> None:
    began = perf_counter()
    sentences(piece * (100_000 // len(piece)))
    assert perf_counter() - began < 3
