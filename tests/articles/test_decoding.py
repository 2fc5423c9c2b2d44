"""Encodings."""

from __future__ import annotations

import pytest

from bot.articles.decoding import decode
from bot.articles.drafts import UnreadableError

FRENCH = "À côté de la forêt, l’élève étudiait le château. " * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_with_or_without_a_mark_is_read_without_a_word(encoding: str) -> None:
    assert decode(FRENCH.encode(encoding)) == (FRENCH, "")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        ("The mayor opened the café. ", "latin-1"),
        ("Zażółć gęślą jaźń. Wczoraj w Łodzi odbyły się wybory.", "cp1250"),
        ("Вчера в Москве открылась новая выставка современного искусства.", "cp1251"),
        ("昨日、東京で新しい展覧会が開かれました。", "shift_jis"),
    ],
)
def test_an_old_encoding_is_detected(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == (text, "")


def test_stray_bytes_in_utf8_are_read_as_windows_1252_and_told() -> None:
    text, flaw = decode(FRENCH.encode() + b"It\x92s 5\x80.")
    assert text == FRENCH + "It’s 5€."
    assert "mixes encodings" in flaw


@pytest.mark.parametrize("data", [b"PK\x03\x04\x00\x00", b"text with a \x00 in it", b"\xff\xfea"])
def test_what_is_not_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        decode(data)
