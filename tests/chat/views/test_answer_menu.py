"""What the menu under an answer offers, and how each choice is described."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from simcord.components import walk_components

from bot.chat.questions.desk import AnsweredQuestion
from bot.chat.transport.reply import Reply
from bot.chat.views.answer import answer_card
from bot.model import Question, Sort
from bot.store.servers import ServerSettings
from tests.chat.views.cards import SEARCHED, SESSION, WEBB, answer, components_of, excerpt


@pytest.fixture(autouse=True)
async def _on_a_loop() -> None:
    """discord.py's views ask for the running loop."""


def described(card: Reply) -> dict[str, str]:
    """Labels to descriptions."""
    parts: list[dict[str, Any]] = list(walk_components(components_of(card)))
    return {option["label"]: option["description"] for part in parts if part["type"] == 3 for option in part["options"]}


async def test_every_choice_says_what_it_does() -> None:
    settings = ServerSettings(watches=True, discuss=True)
    found = answer(excerpt(), excerpt(WEBB, 37, 60), searched=SEARCHED)
    card = answer_card(AnsweredQuestion(found, SESSION, settings))
    assert described(card) == {
        "Newest first": "Of the quotes that fit well, the newest come first",
        "Oldest first": "Of the quotes that fit well, the oldest come first",
        "Any date": "The same question over all dates",
        "Timeline": "When this was in the news",
        "Cite": "Citations to copy: plain, APA, MLA",
        "Why these": "Which words each quote was chosen for",
        "Share as picture": "The first quote as an image of a clipping",
        "Watch": "Be told when a new article answers this",
        "Discuss": "Open a thread under this answer",
        "Delete": "For whoever asked, and for moderators",
    }
    printed = replace(WEBB, path="webb.pdf", pages=((0, 3),), facsimile=True)
    newest = Question("Webb?", found.question.as_of, server=1, sort=Sort.NEWEST)
    card = answer_card(AnsweredQuestion(answer(excerpt(printed), more=2, question=newest), SESSION, settings))
    assert described(card)["Best first"] == "The quotes that fit best come first"
    assert described(card)["Clipping"] == "The printed page around quote 1"
