"""The card fits Discord whatever the articles hold, and shows the source's own words."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simcord.components import validate_message_state, walk_components

from bot.chat.questions.desk import AnsweredQuestion
from bot.chat.text.markdown import length, to_discord
from bot.chat.transport.reply import Reply
from bot.chat.views.answer import answer_card
from bot.language.interface import speaking
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
SEARCHED = DateRange(date(1999, 12, 31), date(2020, 12, 31))


def card_of(answer: Answer, *, language: str = "en", keep_questions: bool = False, **given: Any) -> Reply:
    with speaking(language):
        return answer_card(AnsweredQuestion(answer, SESSION, ServerSettings(keep_questions=keep_questions)), **given)


def components_of(card: Reply) -> list[dict[str, Any]]:
    components: list[dict[str, Any]] = card.view.to_components()  # type: ignore[no-untyped-call]
    return components


def seen(card: Reply) -> Seen:
    return Seen(components_of(card))


def answer(*excerpts: Excerpt, verdict: Verdict = Verdict.ANSWERED, **given: Any) -> Answer:
    question = given.pop("question", Question("When did Webb leave?", date(2022, 8, 25), server=1))
    archive = DateRange(date(1957, 10, 5), date(2025, 1, 2))
    return Answer(question, verdict, excerpts, articles=26564, archive=archive, **given)


def excerpt(article: Article = WEBB, start: int = 0, end: int = 36, **given: Any) -> Excerpt:
    return Excerpt(article, start, end, 7.0, **given)


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
        assert "More quotes" in shown.buttons


async def test_no_combination_of_excerpts_and_buttons_exceeds_forty_components() -> None:
    """Every number of excerpts, verdict, kind of question and setting that changes what is on a card."""
    near = tuple(Heading(n, "n", "N" * 300, "n", DAY, "S" * 99, "", None, f"{n:016}") for n in range(3))
    counts = set()
    for verdict, number, more, private, shared, keep, offset, corrected, searched in product(
        Verdict, range(6), (0, 9), (False, True), (None, 1), (False, True), (0, 3), ("", "c" * 300), (None, SEARCHED)
    ):
        if (verdict is Verdict.NOTHING) != (number == 0):
            continue
        reply = answer(
            *(excerpt(replace(WEBB, id=str(each))) for each in range(number)),
            verdict=verdict,
            more=more,
            corrected=corrected,
            searched=searched,
            suggestions=("a", "b", "c"),
            nearest=near,
            question=Question("x", DAY, server=1, offset=offset),
        )
        card = card_of(reply, private=private, shared_by=shared, keep_questions=keep)
        counts.add(sum(1 for _ in walk_components(components_of(card))))
        for row in components_of(card):
            assert len(row["components"]) <= 5 or row["type"] == 17
    assert max(counts) <= 40
    assert max(counts) > 30, "the largest card was made"


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
