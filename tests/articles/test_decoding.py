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


JAPANESE = (
    "昨日、東京で新しい展覧会が開かれました。多くの市民が朝早くから列を作り、"
    "館長は「これほどの人出は初めてだ」と話した。"
)
EAST_ASIAN = {
    "euc_jp": JAPANESE,
    "shift_jis": JAPANESE,
    "gb18030": "昨天上午，市博物馆举行了新展览的开幕式。许多市民一早就在门口排队，馆长说：这样多的观众还是第一次见到。",
    "euc_kr": (
        "어제 서울에서 새로운 전시회가 열렸다. 많은 시민들이 아침 일찍부터 줄을 섰고 "
        "관장은 이런 인파는 처음이라고 말했다."
    ),
}


@pytest.mark.parametrize("encoding", EAST_ASIAN)
@pytest.mark.parametrize("shift", range(4))
@pytest.mark.parametrize("end", ["\n", ""])
def test_a_long_east_asian_file_is_read_wherever_the_sample_ends(encoding: str, shift: int, end: str) -> None:
    text = "a" * shift + (EAST_ASIAN[encoding] + end) * 900
    data = text.encode(encoding)
    assert len(data) > 65_536
    assert decode(data) == (text, "")


def test_stray_bytes_in_utf8_are_read_as_windows_1252_and_told() -> None:
    text, flaw = decode(FRENCH.encode() + b"It\x92s 5\x80.")
    assert text == FRENCH + "It’s 5€."
    assert "mixes encodings" in flaw


@pytest.mark.parametrize("data", [b"PK\x03\x04\x00\x00", b"text with a \x00 in it", b"\xff\xfea"])
def test_what_is_not_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        decode(data)
