"""An answer's card fits Discord's limits, whatever the articles hold."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simcord.components import validate_message_state, walk_components

from bot.chat.text.markdown import length
from bot.chat.transport.reply import Reply
from bot.model import Answer, Article, DateRange, Excerpt, Heading, Question, Sort, Verdict
from tests.chat.rendered import render
from tests.chat.views.cards import DAY, SEARCHED, WEBB, answer, card_of, components_of, excerpt, seen


@pytest.fixture(autouse=True)
async def _on_a_loop() -> None:
    """discord.py makes views on a running event loop only."""


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
    return Excerpt(article, start, start + len(text), 1.0, bold, cut_start=True, cut_end=True)


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
        assert "Más citas" in shown.buttons


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
    five = [excerpt(replace(article, id=str(each)), 0, 400) for each in range(5)]
    card = card_of(answer(*five, more=9))
    check(card)
    assert sum(text[:400].strip() in quote.text for quote in seen(card).quotes) == 5


async def test_offsets_in_an_article_of_many_million_characters_fit_a_custom_id() -> None:
    article = Article("h", "Huge", "s" * 20_000_000, "h.txt")
    huge = excerpt(article, 20_000_000 - 399, 20_000_000)
    card = card_of(answer(huge))
    check(card)
    ids = [part["custom_id"] for part in walk_components(components_of(card)) if "custom_id" in part]
    assert max(map(len, ids)) <= 100


words = st.text(st.sampled_from("*_~`|<>[]#@:/\\-.! ab1\n😀"), max_size=600)


@settings(max_examples=40)
@given(words, words, words, st.integers(1, 5), st.booleans())
def test_any_card_fits_and_nothing_in_it_is_live(text: str, title: str, note: str, number: int, cut: bool) -> None:
    async def make() -> None:
        article = Article("h", title, text[:400] or "x", "h.txt", DAY, title[:90], "https://orbit.example/h")
        whole = [
            Excerpt(replace(article, id=str(each)), 0, len(article.text), 1.0, ((0, 3), (5, 400)), cut, cut)
            for each in range(number)
        ]
        reply = answer(*whole, verdict=Verdict.UNSURE, note=note, suggestions=(title,), more=2)
        card = card_of(reply)
        check(card)
        for part in walk_components(components_of(card)):
            if part["type"] == 10 and not part["content"].startswith(("###", "-#")):
                assert not render(part["content"]).live

    asyncio.run(make())
