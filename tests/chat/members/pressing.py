"""Asking a question, and pressing what stands under its answer."""

from __future__ import annotations

from typing import Any

import simcord

from tests.chat.world import Seen, World, seen, shown

HERON = "What happened to the Heron probe on Titan?"


async def ask(world: World, question: str = HERON, **options: Any) -> simcord.ResponseMessage:
    return shown(await world.member.slash(world.channel, "ask", question=question, **options))


def quote_ids(card: Seen) -> list[str]:
    """The custom ids of the buttons that open the reader at a quote."""
    return [part["custom_id"] for part in card.components if part.get("custom_id", "").startswith("clip:quote:")]


async def forge(world: World, message: simcord.ResponseMessage, identity: str) -> Seen:
    """What is shown after a press of a button that the bot never made for this message: what a hostile client sends."""
    return seen(await press_forged(world, message, identity))


async def press_forged(world: World, message: simcord.ResponseMessage, identity: str) -> simcord.InteractionResult:
    """The press alone."""
    stored = world.env.backend.get_message(world.channel.id, message.id)
    parts = [part for row in stored.components for part in _flat(row) if part.get("custom_id")]
    if identity not in {part["custom_id"] for part in parts}:
        parts[0]["custom_id"] = identity
    result: simcord.InteractionResult = await world.member.click(message, custom_id=identity)
    return result


def _flat(part: dict[str, Any]) -> list[dict[str, Any]]:
    return [part, *(deeper for inner in part.get("components", []) for deeper in _flat(inner))]
