"""The picture of a clipping: what is drawn, what is refused, what it needs."""

from __future__ import annotations

import re
import sys

import pytest

from bot.chat.views.clipping import UndrawableError, clipping_of, draw
from bot.errors import MissingExtraError
from bot.model import Article
from tests.chat.archive import ARTICLES


@pytest.mark.parametrize(
    ("quote", "sentence"),
    [
        ("long " * 300, "This quote is too long for a picture."),
        ("漢字の記事。", "The picture's font has no letters for this quote."),
    ],
)
def test_a_quote_that_cannot_be_drawn_is_refused_with_a_sentence(quote: str, sentence: str) -> None:
    article = Article("a", "T", quote, "a.txt")
    with pytest.raises(UndrawableError, match=re.escape(sentence)):
        draw(clipping_of(article, (0, len(quote)), ()))


def test_without_its_extra_a_picture_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(MissingExtraError, match="A picture of a quote needs an extra package"):
        draw(clipping_of(ARTICLES[1], (0, 61), ()))


def test_a_clippings_words_are_drawn_once_and_kept() -> None:
    clipping = clipping_of(ARTICLES[0], (0, 60), ((4, 9),))
    first = draw(clipping)
    assert first.startswith(b"\x89PNG")
    assert draw(clipping) is first
