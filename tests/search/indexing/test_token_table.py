"""The table of pieces against a dict."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from bot.search.indexing.token_table import TokenTable

pieces = st.binary(min_size=1, max_size=30).map(lambda piece: piece.translate(None, b" \0") or b"x")


@given(st.lists(st.lists(pieces | st.sampled_from([b"\0", b"a", b"abcdefgh", b"abcdefghi", b"x" * 16, b"x" * 17]))))
def test_every_piece_keeps_its_number(texts: list[list[bytes]]) -> None:
    table = TokenTable()
    for text in texts:
        numbers, start, end = table.read(b" ".join(text))
        assert [b" ".join(text)[a:b] for a, b in zip(start, end, strict=True)] == text
        assert numbers.tolist() == [table.known[piece] for piece in text]
    assert sorted(table.known.values()) == list(range(len(table.known)))


def test_a_table_grows_with_its_pieces() -> None:
    chance = random.Random(4)
    table = TokenTable()
    for _ in range(8):
        text = [chance.randbytes(chance.randrange(1, 12)).translate(None, b" \0") or b"y" for _ in range(20_000)]
        assert table.read(b"  ".join(text))[0].tolist() == [table.known[piece] for piece in text]
