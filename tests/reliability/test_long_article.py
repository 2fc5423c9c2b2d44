"""An article of a million words is indexed, quoted from its middle, read on from there, and delays no other answer."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Awaitable
from pathlib import Path

import pytest
import simcord

from bot.answers.tuning import Tuning
from tests.chat.archive import ARTICLES, write_archive
from tests.chat.world import World, seen, shown

HIDDEN = "The lamplighter of Ghent kept nine tame herons in the belfry."
ASKED = "What did the lamplighter of Ghent keep in the belfry?"
SECONDS = 2.0  # for any answer or page; Discord gives three


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    write_archive(folder, ARTICLES)
    dice = random.Random(7)
    words = [f"{first}{second}" for first in ("bar", "cor", "den", "fal", "gor") for second in ("a", "en", "ip", "ost")]
    sentences = [f"The {' '.join(dice.choices(words, k=18))} ended." for _ in range(50_000)]
    sentences[25_000] = HIDDEN
    (folder / "vast.txt").write_text(f" date 2021-03-04 {' '.join(sentences)}", encoding="utf-8")
    (folder / "one line of one word.txt").write_text(f" date 2021-03-05 {'x' * 5_000_000}", encoding="utf-8")
    return folder


async def within(work: Awaitable[simcord.InteractionResult]) -> simcord.InteractionResult:
    began = time.perf_counter()
    done = await work
    assert time.perf_counter() - began < SECONDS
    return done


async def test_an_article_of_a_million_words_is_quoted_from_its_middle_and_read_on_from_there(world: World) -> None:
    assert world.services.library.status().span.articles == len(ARTICLES) + 2
    result = await within(world.member.slash(world.channel, "ask", question=ASKED))
    card = seen(result)
    assert HIDDEN in card.quotes[0].text
    assert len(card.quotes[0].text) <= Tuning().core_characters
    page = await within(world.member.click(shown(result), label=card.buttons[0]))
    assert card.quotes[0].text[:100] in seen(page).text
    number, pages = map(int, re.findall(r"Page (\d+) of (\d+)", seen(page).text)[0])
    assert abs(number - pages / 2) <= 2, "in the middle"
    for common in ("bara ended", "What ended?", "coren falip gorost denen bara"):
        assert seen(await within(world.member.slash(world.channel, "ask", question=common))).text
    for title in ("xxxxxxxxxx", "x" * 40):  # a word without an end is cut into pages too
        endless = await within(world.member.slash(world.channel, "article", title=title))
        assert "Page 1 of" in seen(endless).text
