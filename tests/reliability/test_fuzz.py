"""Made-up articles, made-up questions, made-up buttons: a quotation is a slice, a press gets a sentence."""

from __future__ import annotations

import json
import random
import re
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answers import answer, as_json
from bot.model import Answer, Article, Excerpt, Question, Sort
from bot.search import Analyzer, build, open_index
from tests.chat.world import Seen, World, seen, shown

TODAY = date(2024, 6, 1)
ACTIONS = (
    *("more", "sort", "anydate", "mean", "why", "cite", "judge", "share", "context", "others", "read", "quote", "turn"),
    *("bars", "bar", "corpuslog", "corpuscancel", "uploadok", "uploaddate", "uploadday", "removalok"),
)
ANALYZER = Analyzer("english")

# -- excerpts ---------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    ["The probe landed", "Dr. J. Okoye said", "“It is dead.”", "U.S. officials", "on 3 May 2019", "3.5 km", "e.g.",
     "…", ". ", "! ", "?” ", "\n\n", "\n", " ", ", ", " - ", "—", "\u00a0", "\u200d", "\u202e", "é", "ǅ", "ß",
     "İstanbul", "漢字。", "🚀", "👩‍🚀", "**bold**", "<@1>", "[x](y)", "\x00", "\ud800",
     "a\u0301", "Mars", "PROBE", "waves", "don't", "x" * 600]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=8), min_size=1, max_size=40).map("".join).filter(str.strip)
ARTICLES = st.builds(
    Article,
    id=st.uuids().map(str),
    title=st.lists(PIECES, max_size=3).map("".join),
    text=TEXTS,
    path=st.just("a.txt"),
    date=st.none() | st.dates(date(1900, 1, 1), TODAY),
    source=st.sampled_from(["", "The Orbit Herald"]),
)
QUESTIONS = st.builds(
    Question,
    st.lists(PIECES | st.text(max_size=8), max_size=8).map(" ".join),
    st.just(TODAY),
    sort=st.sampled_from(Sort),
    limit=st.integers(1, 5),
    offset=st.integers(0, 2),
)


@given(st.lists(ARTICLES, min_size=1, max_size=6), st.lists(QUESTIONS, min_size=1, max_size=4))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_quotation_is_a_slice_and_every_highlight_is_in_it(
    articles: list[Article], questions: list[Question]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = open_index(build(Path(folder), articles, analyzer=ANALYZER), analyzer=ANALYZER)
        try:
            for question in questions:
                reply = answer(index, question)
                assert len(reply.excerpts) <= question.limit
                check(reply, {article.id: article for article in articles})
        finally:
            index.close()


def check(reply: Answer, articles: dict[str, Article]) -> None:
    assert len({excerpt.article.key for excerpt in reply.excerpts}) == len(reply.excerpts), "one excerpt an article"
    for excerpt in reply.excerpts:
        assert excerpt.article == articles[excerpt.article.id]
        check_slices(excerpt)
    assert json.loads(json.dumps(as_json(reply)))["verdict"] == reply.verdict


def check_slices(excerpt: Excerpt) -> None:
    text = excerpt.article.text
    assert 0 <= excerpt.start < excerpt.end <= len(text)
    assert excerpt.text == text[excerpt.start : excerpt.end]
    assert excerpt.text.strip(), "something to read"
    ends = 0
    for start, end in excerpt.highlights:
        assert ends <= start < end <= len(excerpt.text), "in order, apart, inside"
        ends = end


# -- buttons ----------------------------------------------------------------------------------------------------------

PARTS = (
    "",
    "0",
    "-1",
    "9" * 9,
    "zz-a",
    "0-9",
    "a",
    ":",
    "🚀",
    "\u202e",
    "clip",
    "../..",
    "%00",
    "x" * 16,
    "None",
    "1e9",
)


def forged(dice: random.Random, real: list[str]) -> str:
    """The id of a button that no answer has: a real one with a part exchanged, or a step with parts of others."""
    parts = dice.choice(real).split(":")
    for _ in range(dice.randint(1, 3)):
        parts[dice.randrange(1, len(parts))] = dice.choice((*PARTS, *dice.choice(real).split(":")[2:]))
    if dice.random() < 0.5:
        parts[1] = dice.choice(ACTIONS)
    return ":".join(parts)[: dice.choice((100, 100, 100, 30))]


@pytest.mark.parametrize("seed", range(1))
async def test_a_forged_button_gets_a_sentence_or_an_answer(
    world: World, caplog: pytest.LogCaptureFixture, seed: int
) -> None:
    dice = random.Random(seed)
    card = shown(await world.member.slash(world.channel, "ask", question="What happened to the Heron probe on Titan?"))
    real = [part["custom_id"] for part in seen(card).components if "custom_id" in part]
    for _ in range(60):
        identity = forged(dice, real)
        if not re.match(r"clip:[a-z]+", identity) or ":delete:" in identity or identity in ids_on(world, card):
            continue
        told = await press(world, card, identity)
        assert "Something went wrong" not in told.text, identity
        assert told.markdown, identity
    assert not [record for record in caplog.records if record.exc_info]


async def press(world: World, card: Any, identity: str) -> Seen:
    """What a hostile client sends: a press of a button that the message does not have."""
    button = next(part for part in _parts(world, card) if part.get("custom_id"))
    before, button["custom_id"] = button["custom_id"], identity
    result = await world.member.click(card, custom_id=identity)
    button["custom_id"] = before
    return seen(result) if result.response is not None or result.followups else seen(card)


def ids_on(world: World, card: Any) -> list[str]:
    return [part.get("custom_id", "") for part in _parts(world, card)]


def _parts(world: World, card: Any) -> list[dict[str, Any]]:
    stored = world.env.backend.get_message(world.channel.id, card.id)
    return [part for row in stored.components for part in _flat(row)]


def _flat(part: dict[str, Any]) -> list[dict[str, Any]]:
    return [part, *(deeper for inner in part.get("components", []) for deeper in _flat(inner))]
