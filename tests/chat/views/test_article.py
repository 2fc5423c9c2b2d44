"""The reader: how far the end of a long article is."""

from __future__ import annotations

from dataclasses import replace

from bot.chat.text.pagination import PAGE, pages
from bot.chat.views.answer_buttons import read_quote
from bot.chat.views.article import article_page
from tests.chat.views.cards import WEBB, components_of, excerpt, seen

SIX_PAGES = replace(WEBB, text="\n\n".join(f"Page {n}. " + "It flew on. " * ((PAGE - 20) // 13) for n in range(6)))


def buttons(page: int, *, quote: tuple[int, int]) -> dict[str, str]:
    """The labels and custom ids of a page of the article."""
    card = article_page(SIX_PAGES, page, quote, may_share=True)
    rows = [part for part in components_of(card) if part["type"] == 1]
    assert all(len(row["components"]) <= 5 for row in rows)
    return {one["label"]: one.get("custom_id", "") for row in rows for one in row["components"]}


def test_the_end_of_a_six_page_article_is_three_presses_from_any_quote() -> None:
    spans = pages(SIX_PAGES.text)
    assert len(spans) == 6
    for number, (start, _) in enumerate(spans):
        assert read_quote(excerpt(SIX_PAGES, start, start + 7)) is not None, "the first press"
        page, presses = number, 1
        while page < 5:
            labels = buttons(page, quote=(start, start + 7))
            page = int(labels.get("Last page", labels["Next"]).split(":")[3])
            presses += 1
        assert presses <= 3
    assert "Last page" not in buttons(4, quote=(0, 7))
    assert "Page 6 of 6" in seen(article_page(SIX_PAGES, 5)).text
