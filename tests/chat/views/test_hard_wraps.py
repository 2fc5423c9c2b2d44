"""A hard wrap inside a paragraph is shown as a blank wherever an excerpt is; the slice itself stays verbatim."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from bot.chat.text.citations import mla
from bot.chat.views.article import article_page
from bot.chat.views.clipping import clipping_of
from bot.cli.terminal import print_answer
from bot.model import Article
from tests.chat.views.cards import DAY, answer, card_of, excerpt, seen

TEXT = """The lighthouse museum of Lower Quay opened on Thursday after nine years
of repairs. The keeper said that the lamp had not been lit since 1974,
and that a ferry would call twice a day in the summer months to come.

Nobody objected."""
QUOTE = (TEXT.index("The keeper"), TEXT.index("\n\n"))
FLAT = (
    "The keeper said that the lamp had not been lit since 1974, "
    "and that a ferry would call twice a day in the summer months to come."
)
ARTICLE = Article("museum", "The lighthouse museum", TEXT, "museum.txt", DAY)


@pytest.fixture(autouse=True)
async def _on_a_loop() -> None:
    """discord.py makes views on a running event loop only."""


async def test_the_card_the_reader_and_the_picture_show_a_blank() -> None:
    lamp = FLAT.index("lamp")
    (quote,) = seen(card_of(answer(excerpt(ARTICLE, *QUOTE, highlights=((lamp, lamp + 4),))))).quotes
    assert (quote.text, quote.bold) == (FLAT, set(range(lamp, lamp + 4)))
    page = seen(article_page(ARTICLE, 0, QUOTE)).text
    assert FLAT in page
    assert "Thursday after nine years of repairs." in page
    assert f"{FLAT}\n\nNobody objected." in page
    assert clipping_of(ARTICLE, QUOTE, ()).quote == FLAT


async def test_the_terminal_and_citations_show_a_blank_and_the_slice_is_verbatim() -> None:
    output = io.StringIO()
    found = answer(excerpt(ARTICLE, *QUOTE))
    print_answer(Console(file=output, width=300), found)
    assert FLAT in output.getvalue()
    assert found.excerpts[0].text == TEXT[slice(*QUOTE)]
    assert "\n" in found.excerpts[0].text
    assert "opened on Thursday after nine years of repairs." in mla(Article("museum", "", TEXT, "museum.txt", DAY))
