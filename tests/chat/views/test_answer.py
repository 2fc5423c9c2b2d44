"""An answer's card: what it says, what it offers, and the source's own words on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.chat.text.markdown import to_discord
from bot.model import Article, DateRange, Heading, Question, Sort, Verdict
from tests.chat.views.cards import DAY, SESSION, WEBB, answer, card_of, excerpt, seen


@pytest.fixture(autouse=True)
async def _on_a_loop() -> None:
    """discord.py makes views on a running event loop only."""


async def test_a_card_says_question_date_source_title_quote_and_what_was_searched() -> None:
    october = DateRange(date(2020, 10, 1), date(2020, 10, 31))
    card = seen(card_of(answer(excerpt(highlights=((4, 13),)), searched=october, date_phrase="in October 2020")))
    assert card.texts[0].text.startswith("When did Webb leave?")
    assert [quote.text for quote in card.quotes] == ["The telescope left on Christmas Day."]
    assert card.quotes[0].bold == set(range(4, 13))
    assert "28 October 2020 · The Orbit Herald\nWebb leaves for its orbit" in card.text
    assert card.text.index("28 October 2020") < card.text.index("The telescope left"), "the date before the quote"
    assert "1 article of 26,564, 1957–2025 · searched 1 to 31 October 2020 (“in October 2020”)" in card.text
    assert "<t:" not in card.markdown


async def test_a_title_that_is_the_quotes_own_first_sentence_is_not_said_twice() -> None:
    untitled = replace(WEBB, title="The telescope left on Christmas…")
    assert "Christmas…" not in seen(card_of(answer(excerpt(untitled)))).text


async def test_the_reader_opens_at_the_quote_and_its_button_names_the_date() -> None:
    other = excerpt(replace(WEBB, id="other", date=date(2021, 1, 2)))
    card = seen(card_of(answer(excerpt(), other)))
    assert card.ids("Read, 28 October 2020") == [f"clip:quote:{WEBB.key}:{WEBB.version}:0-10"]
    assert "Read, 2 January 2021" in card.buttons, "labels differ, for the ear"


async def test_unsure_and_nothing_look_different_at_a_glance() -> None:
    cards = {
        verdict: seen(card_of(answer(*([excerpt()] if verdict is not Verdict.NOTHING else []), verdict=verdict)))
        for verdict in Verdict
    }
    assert len({card.color for card in cards.values()}) == 3
    assert "No clear answer. Closest:" in cards[Verdict.UNSURE].text
    assert "Nothing that answers this in 26,564 articles, 1957–2025." in cards[Verdict.NOTHING].text
    assert "No clear answer" not in cards[Verdict.ANSWERED].text


async def test_where_a_sentence_goes_on_the_dots_stand_outside_the_quotation() -> None:
    card = seen(card_of(answer(excerpt(cut_start=True, cut_end=True))))
    assert "…\n> The telescope left on Christmas Day.\n…" in card.markdown


async def test_buttons_and_dates_are_in_the_language_in_force() -> None:
    card = seen(card_of(answer(excerpt()), language="de"))
    assert "28. Oktober 2020" in card.text
    assert "Lesen, 28. Oktober 2020" in card.buttons


async def test_nothing_names_the_words_that_are_missing_and_offers_the_closest_articles() -> None:
    near = Heading(3, "n", "Nearly it", "n.txt", DAY, "Herald", "", None, "0123456789abcdef")
    reply = answer(
        verdict=Verdict.NOTHING, suggestions=("When did Webb leave?",), nearest=(near,), missing=("Wbb", "x")
    )
    card = seen(card_of(reply))
    assert "Nothing on “Wbb” or “x” in 26,564 articles, 1957–2025." in card.text
    assert "Did you mean: When did Webb leave?" in card.buttons
    assert "Ask differently" in card.buttons
    assert "28 October 2020 · Herald\nNearly it" in card.text
    assert card.ids("Read, 28 October 2020") == ["clip:read:0123456789abcdef:0"]


async def test_the_archivists_are_told_only_where_questions_are_kept() -> None:
    reply = answer(verdict=Verdict.NOTHING)
    assert "Tell the archivists" not in seen(card_of(reply)).buttons
    assert "Tell the archivists" in seen(card_of(reply, keep_questions=True)).buttons


async def test_a_corrected_word_is_said_with_a_way_back() -> None:
    reply = answer(excerpt(), corrected="When did Webb leave?", question=Question("When did Wbb leave?", DAY, server=1))
    card = seen(card_of(reply))
    assert "Searched for: When did Webb leave?" in card.text
    assert card.ids("Search for “When did Wbb leave?”") == [f"clip:astyped:{SESSION}"]


@pytest.mark.parametrize(
    ("given", "there", "missing"),
    [
        ({"more": 4}, ["More quotes", "Newest first"], ["Any date", "Share", "Best first"]),
        (
            {"more": 0},
            ["Delete", "Helpful", "Not helpful", "Follow up", "Why these", "Cite", "Timeline", "Share as picture"],
            ["More quotes", "Newest first"],
        ),
        ({"searched": DateRange(DAY, DAY)}, ["Any date"], []),
        (
            {"more": 1, "question": Question("x", DAY, server=1, sort=Sort.NEWEST)},
            ["Best first", "Oldest first"],
            ["Newest first"],
        ),
        ({"verdict": Verdict.UNSURE}, ["Follow up", "Not helpful", "Cite"], ["Helpful"]),
    ],
)
async def test_only_steps_that_lead_somewhere_are_offered(
    given: dict[str, Any], there: list[str], missing: list[str]
) -> None:
    card = seen(card_of(answer(excerpt(), **given)))
    offered = {*card.buttons, *card.choices}
    assert set(there) <= offered
    assert not set(missing) & offered


async def test_a_private_answer_can_be_shared_and_a_public_one_deleted() -> None:
    private, public = seen(card_of(answer(excerpt()), private=True)), seen(card_of(answer(excerpt())))
    assert "Share" in private.buttons
    assert "Delete" not in private.choices
    assert "Share" not in public.buttons
    assert "Delete" in public.choices


async def test_a_quote_on_the_card_is_the_source_character_for_character() -> None:
    hostile = "See [this](https://evil.example) @everyone\n# now ||or|| <t:1:R> **never** 1. - x"
    article = Article("h", "T", hostile, "h.txt", DAY)
    card = seen(card_of(answer(excerpt(article, 0, len(hostile)))))
    assert [quote.text for quote in card.quotes] == [hostile]
    assert to_discord(hostile, quote=True) in card.markdown
