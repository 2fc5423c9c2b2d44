from __future__ import annotations

import asyncio
from pathlib import Path

from bot.chat.admin.maintenance import MaintenanceCog
from bot.chat.admin.permissions import Permissions
from bot.chat.admin.services import AdminServices, admin_services
from bot.chat.transport.reply import Reply
from bot.library import Library
from bot.model import Verdict
from bot.store.state import State
from tests.chat.admin.conftest import TODAY
from tests.chat.admin.house import HERALD, eventually
from tests.store.conftest import Clock


def services(library: Library, state: State) -> AdminServices:
    async def announce(server: int, channel: int, reply: Reply) -> None:
        raise AssertionError((server, channel, reply))

    return admin_services(library, state, Permissions(frozenset(), frozenset()), announce, lambda: TODAY)


async def test_auto_reload_takes_in_a_new_file_by_itself_and_leaves_a_line(
    library: Library, state: State, corpus: Path
) -> None:
    upkeep = MaintenanceCog(services(library, state), auto_reload=True)
    await upkeep.cog_load()
    await asyncio.sleep(0.3)
    (corpus / "comet.txt").write_text(" date 2024-05-06 Comet Pelikan will pass the Earth in August.")
    entries = await eventually(lambda: state.audit.entries(None))
    assert library.status().span.articles == 5
    assert (entries[0].who, entries[0].action) == (None, "reload")
    assert entries[0].detail.startswith("1 added")
    await upkeep.cog_unload()


async def test_what_is_past_its_time_is_removed(library: Library, state: State, clock: Clock) -> None:
    await state.servers.change(HERALD, keep_questions=True)
    await state.questions.keep(HERALD, 7, "Who?", Verdict.NOTHING)
    clock.pass_days(91)
    upkeep = MaintenanceCog(services(library, state))
    await upkeep.cog_load()

    async def none_left() -> bool:
        return not await state.questions.unanswered(HERALD)

    assert await eventually(none_left)
    await upkeep.cog_unload()
