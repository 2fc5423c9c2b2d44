"""The card fits Discord whatever the articles hold, and shows the source's own words."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simcord.components import validate_message_state, walk_components

from bot.chat.questions.desk import AnsweredQuestion
from bot.chat.text.markdown import length, to_discord
from bot.chat.transport.reply import Reply
from bot.chat.views.answer import answer_card
from bot.model import Answer, Article, DateRange, Excerpt, Heading, Question, Sort, Verdict
from bot.store.servers import ServerSettings
from tests.chat.rendered import render
from tests.chat.world import Seen

DAY = date(2020, 10, 28)
WEBB = Article(
    "webb",
    "Webb leaves for its orbit",
    "The telescope left on Christmas Day. It will unfold for two weeks, and then it will cool.",
    "webb.txt",
    DAY,
    "The Orbit Herald",
    "https://orbit.example/webb",
)
SESSION = "s" * 16


def card_of(answer: Answer, *, language: str = "en", **given: Any) -> Reply:
    return answer_card(AnsweredQuestion(answer, SESSION, ServerSettings(date_language=language)), **given)


def components_of(card: Reply) -> list[dict[str, Any]]:
    components: list[dict[str, Any]] = card.view.to_components()  # type: ignore[no-untyped-call]
    return components


def seen(card: Reply) -> Seen:
    return Seen(components_of(card))


def answer(*excerpts: Excerpt, verdict: Verdict = Verdict.ANSWERED, **given: Any) -> Answer:
    question = given.pop("question", Question("When did Webb leave?", date(2022, 8, 25), server=1))
    return Answer(question, verdict, excerpts, articles=26564, **given)


def excerpt(article: Article = WEBB, start: int = 0, end: int = 36, **given: Any) -> Excerpt:
    return Excerpt(article, start, end, 7.0, **given)


@pytest.fixture(autouse=True)
async def _on_a_loop() -> None:
    """discord.py makes views on a running event loop only."""


async def test_a_card_says_question_quote_title_date_source_and_what_was_searched() -> None:
    october = DateRange(date(2020, 10, 1), date(2020, 10, 31))
    card = seen(card_of(answer(excerpt(highlights=((4, 13),)), searched=october, date_phrase="in October 2020")))
    assert card.texts[0].text.startswith("When did Webb leave?")
    assert [quote.text for quote in card.quotes] == ["The telescope left on Christmas Day."]
    assert card.quotes[0].bold == set(range(4, 13))
    assert "Webb leaves for its orbit\n28 October 2020 · The Orbit Herald" in card.text
    assert "Searched 26,564 articles · 1 to 31 October 2020 (“in October 2020”) · verdict: answered" in card.text
    assert "<t:" not in card.markdown


async def test_the_link_button_leads_to_the_quoted_sentence() -> None:
    card = seen(card_of(answer(excerpt())))
    assert card.links == ["https://orbit.example/webb#:~:text=The%20telescope%20left%20on%20Christmas%20Day."]


async def test_an_article_without_an_address_offers_its_context_instead() -> None:
    bare = Article("a", "Bare", "Only words here.", "a.txt")
    card = seen(card_of(answer(excerpt(bare, 0, 16))))
    assert card.links == []
    assert "Context" in card.buttons
    assert "undated" in card.text


async def test_unsure_and_nothing_look_different_at_a_glance() -> None:
    cards = {
        verdict: seen(card_of(answer(*([excerpt()] if verdict is not Verdict.NOTHING else []), verdict=verdict)))
        for verdict in Verdict
    }
    assert len({card.color for card in cards.values()}) == 3
    assert "Unsure" in cards[Verdict.UNSURE].text
    assert "Nothing found" in cards[Verdict.NOTHING].text
    assert "Unsure" not in cards[Verdict.ANSWERED].text


async def test_where_a_sentence_goes_on_the_dots_stand_outside_the_quotation() -> None:
    card = seen(card_of(answer(excerpt(cut_start=True, cut_end=True))))
    quoted = next(text for text in card.texts if text.quoted)
    assert quoted.text == "…\n\nThe telescope left on Christmas Day."
    assert "> The telescope left on Christmas Day.\n" in card.markdown
    assert "…\nWebb leaves for its orbit" in card.text


async def test_dates_are_in_the_language_of_the_server() -> None:
    assert "28. Oktober 2020" in seen(card_of(answer(excerpt()), language="de")).text


async def test_nothing_offers_other_spellings_and_the_closest_articles() -> None:
    near = Heading(3, "n", "Nearly it", "n.txt", DAY, "Herald", "", None, "0123456789abcdef")
    reply = answer(verdict=Verdict.NOTHING, suggestions=("When did Webb leave?",), nearest=(near,), missing=("Wbb",))
    card = seen(card_of(reply))
    assert "Did you mean: When did Webb leave?" in card.buttons
    assert "Nearly it\n28 October 2020 · Herald" in card.text
    assert card.ids("Read") == ["clip:read:0123456789abcdef:0"]


@pytest.mark.parametrize(
    ("given", "there", "missing"),
    [
        ({"more": 4}, ["More"], ["Any date", "Share", "Best first"]),
        ({"more": 0}, ["Delete", "Helpful", "Not helpful", "Why this", "Cite", "Timeline"], ["More", "Newest first"]),
        ({"searched": DateRange(DAY, DAY)}, ["Any date"], []),
        (
            {"more": 1, "question": Question("x", DAY, server=1, sort=Sort.NEWEST)},
            ["Best first", "Oldest first"],
            ["Newest first"],
        ),
    ],
)
async def test_only_steps_that_lead_somewhere_are_offered(
    given: dict[str, Any], there: list[str], missing: list[str]
) -> None:
    buttons = seen(card_of(answer(excerpt(), **given))).buttons
    assert set(there) <= set(buttons)
    assert not set(missing) & set(buttons)


async def test_a_private_answer_can_be_shared_and_a_public_one_deleted() -> None:
    assert "Share" in seen(card_of(answer(excerpt()), private=True)).buttons
    assert "Delete" not in seen(card_of(answer(excerpt()), private=True)).buttons
    assert "Share" not in seen(card_of(answer(excerpt()))).buttons


async def test_three_more_here() -> None:
    card = seen(card_of(answer(excerpt(others=((37, 60), (60, 70), (70, 80), (80, 88))))))
    (identity,) = card.ids("3 more here")
    assert identity.startswith(f"clip:others:{SESSION}:{WEBB.key}:{WEBB.version}:")


# -- whatever the articles hold ----------------------------------------------------------------------------------------

TEXTS = [
    "*" * 400,
    "# - > `|_~" * 40,
    "a\n" * 200,
    "*\n" * 200,
    "@everyone <@1> " * 27,
    "😀" * 400,
    "word " * 80,
    "x" * 400,
]
LONG = ["*" * 900, "word " * 200, "\n" * 500 + "x", "شركة " * 100, "😀" * 300, "<@123456789>" * 40]


def extreme() -> Iterator[Answer]:
    """The longest of everything at once, of every kind, in every number."""
    for number in (1, 3, 5):
        for place, text in enumerate(TEXTS):
            long = LONG[(place + number) % len(LONG)]
            bold = tuple((first, first + 1) for first in range(0, 400, 2))
            yield Answer(
                Question(long * 7, DAY, server=1, source=long, sort=Sort.OLDEST, offset=3),
                Verdict.UNSURE,
                tuple(_extreme(text, long, place, bold) for place in range(number)),
                note=long,
                searched=DateRange(date(1999, 12, 31), date(2020, 12, 31)),
                date_phrase=long,
                understood=long + "!",
                suggestions=(long + "1", long + "2", long + "3", long + "4"),
                more=10**6,
                articles=10**9,
            )


def _extreme(text: str, long: str, number: int, bold: tuple[tuple[int, int], ...]) -> Excerpt:
    address = "https://orbit.example/" + "a" * 450
    start = 10**5
    article = Article(f"{number}{long}", long, "s" * start + text, "p", date(1999, 12, 31), long, address)
    others = tuple((start - place - 9, start - place) for place in range(5))
    return Excerpt(article, start, start + len(text), 1.0, bold, cut_start=True, cut_end=True, others=others)


def check(card: Reply) -> None:
    """As Discord checks it, and as SimCord does."""
    components = components_of(card)
    parts = list(walk_components(components))
    assert len(parts) <= 40
    assert sum(length(part["content"]) for part in parts if part["type"] == 10) <= 4000
    validate_message_state(
        components, flags=1 << 15, content="", embeds=[], poll=None, stickers=[], previous_flags=1 << 15
    )


async def test_a_card_never_exceeds_discords_limits_and_what_is_left_out_is_offered() -> None:
    for number, reply in enumerate(extreme()):
        card = card_of(reply, language="es", private=number % 2 == 0, shared_by=10**19)
        check(card)
        shown = seen(card)
        assert len(shown.quotes) == len(reply.excerpts), "what the session counts as shown is shown"
        assert not any(quote.live for quote in shown.quotes)
        assert "More" in shown.buttons


async def test_ordinary_excerpts_are_shown_whole_even_five_of_them() -> None:
    text = "An ordinary sentence of the press, with a few words in it. " * 7
    article = Article("o", "An ordinary headline, longer than most of them are", text[:400], "o.txt", DAY, "Herald")
    five = [excerpt(replace(article, id=str(each)), 0, 400, others=((0, 9),)) for each in range(5)]
    card = card_of(answer(*five, more=9))
    check(card)
    assert sum(text[:400].strip() in quote.text for quote in seen(card).quotes) == 5


async def test_offsets_in_an_article_of_many_million_characters_fit_a_custom_id() -> None:
    article = Article("h", "Huge", "s" * 20_000_000, "h.txt")
    ends = [20_000_000 - 400 * place for place in range(4)]
    huge = excerpt(article, ends[0] - 399, ends[0], others=tuple((end - 399, end) for end in ends[1:]))
    check(card_of(answer(huge)))


words = st.text(st.sampled_from("*_~`|<>[]#@:/\\-.! ab1\n😀"), max_size=600)


@settings(max_examples=40)
@given(words, words, words, st.integers(1, 5), st.booleans())
def test_any_card_fits_and_nothing_in_it_is_live(text: str, title: str, note: str, number: int, cut: bool) -> None:
    async def make() -> None:
        article = Article("h", title, text[:400] or "x", "h.txt", DAY, title[:90], "https://orbit.example/h")
        whole = [
            Excerpt(replace(article, id=str(each)), 0, len(article.text), 1.0, ((0, 3), (5, 400)), cut, cut, ((0, 1),))
            for each in range(number)
        ]
        reply = answer(*whole, verdict=Verdict.UNSURE, note=note, suggestions=(title,), more=2)
        card = card_of(reply)
        check(card)
        for part in walk_components(components_of(card)):
            if part["type"] == 10 and not part["content"].startswith(("###", "-#")):
                assert not render(part["content"]).live

    asyncio.run(make())


async def test_a_quote_on_the_card_is_the_source_character_for_character() -> None:
    hostile = "See [this](https://evil.example) @everyone\n# now ||or|| <t:1:R> **never** 1. - x"
    article = Article("h", "T", hostile, "h.txt", DAY)
    card = seen(card_of(answer(excerpt(article, 0, len(hostile)))))
    assert [quote.text for quote in card.quotes] == [hostile]
    assert to_discord(hostile, quote=True) in card.markdown
