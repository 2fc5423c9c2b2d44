"""Turns: a storm of one server leaves the event loop, and the threads that compute, to another server's request."""

from __future__ import annotations

import asyncio
import os

import pytest

from bot.chat.transport.turns import DRAWING, Turns, compute, compute_apart
from bot.errors import MissingExtraError
from bot.language.interface import language, speaking
from bot.request import set_party

HOSTILE, QUIET = 1, 2


class Acknowledgements:
    """Requests that hold a turn until `may_end` is set; `begun` is in the order of their turns."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.begun: list[int] = []
        self.second = asyncio.Event()
        self.may_end = asyncio.Event()

    async def request(self, party: int) -> None:
        set_party(party)
        with self.turns.under_way():
            async with self.turns.turn():
                self.begun.append(party)
                if len(self.begun) == 2:
                    self.second.set()
                await self.may_end.wait()

    def storm(self, party: int, count: int) -> list[asyncio.Task[None]]:
        return [asyncio.create_task(self.request(party)) for _ in range(count)]


async def test_one_party_has_few_turns_at_once_and_fewer_beside_another() -> None:
    acknowledging = Acknowledgements(Turns(alone=3, beside=1, patience=60))
    storm = acknowledging.storm(HOSTILE, 10)
    await asyncio.sleep(0)
    assert acknowledging.begun == [HOSTILE] * 3
    quiet = acknowledging.storm(QUIET, 1)
    await asyncio.sleep(0)
    assert acknowledging.begun == [HOSTILE] * 3 + [QUIET], "it waits for no turn of the storm's"
    acknowledging.may_end.set()
    await asyncio.gather(*storm, *quiet)
    assert acknowledging.begun == [HOSTILE] * 3 + [QUIET] + [HOSTILE] * 7
    assert acknowledging.turns.is_idle, "nothing is kept of a party that has left"


async def test_whoever_has_waited_too_long_goes_ahead_and_one_who_leaves_holds_up_nobody() -> None:
    acknowledging = Acknowledgements(Turns(alone=1, beside=1, patience=0.01))
    storm = acknowledging.storm(HOSTILE, 3)
    await asyncio.sleep(0)
    storm[1].cancel()
    await asyncio.wait_for(acknowledging.second.wait(), 5)
    acknowledging.may_end.set()
    assert [type(ended) for ended in await asyncio.gather(*storm, return_exceptions=True)] == [
        type(None),
        asyncio.CancelledError,
        type(None),
    ]


def refuse() -> str:
    raise MissingExtraError("The timeline", "timeline")


async def test_pictures_are_made_in_another_process_in_the_language_of_the_reader() -> None:
    await asyncio.to_thread(DRAWING.start)
    with speaking("de"):
        assert await compute_apart(language) == "de"
        assert await compute(language) == "de"
    first, second = await asyncio.gather(compute_apart(os.getpid), compute(os.getpid))
    assert second == os.getpid() != first
    with pytest.raises(MissingExtraError, match="timeline"):
        await compute_apart(refuse)
