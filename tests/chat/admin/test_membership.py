"""A server that is joined, left, and joined again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.chat.admin.maintenance import MaintenanceCog
from bot.chat.admin.membership import missing_permissions
from bot.model import Verdict
from bot.store.state import GRACE_DAYS, State
from tests.chat.admin.house import HERALD, House, eventually
from tests.chat.world import Seen, seen
from tests.store.conftest import Clock


@pytest.fixture
def own_files() -> dict[str, str]:
    return {f"servers/{HERALD}/own.txt": " date 2024-01-02 The Herald's own bridge opened on Tuesday."}


async def leave(house: House) -> None:
    guild = house.bot.get_guild(HERALD)
    house.bot.dispatch("guild_remove", guild)
    await eventually(lambda: house.services.state.fact(f"left.{HERALD}"))


async def sweep(house: House) -> None:
    await MaintenanceCog(house.services).sweep()


async def test_what_is_kept_for_a_server_goes_a_week_after_it_was_left(
    house: House, state: State, clock: Clock, corpus: Path
) -> None:
    await state.servers.change(HERALD, keep_questions=True)
    await state.questions.keep(HERALD, 7, "Who?", Verdict.NOTHING)
    await leave(house)
    clock.pass_days(GRACE_DAYS - 1)
    await sweep(house)
    assert await state.questions.unanswered(HERALD)
    assert (corpus / "servers" / str(HERALD) / "own.txt").exists()
    clock.pass_days(2)
    await sweep(house)
    assert not await state.questions.unanswered(HERALD)
    assert not (corpus / "servers" / str(HERALD) / "own.txt").exists()
    assert await state.servers_to_forget() == []

    async def without() -> bool:
        return house.services.library.status(HERALD).span.articles == 4

    assert await eventually(without)


async def test_a_server_that_comes_back_within_the_week_keeps_what_it_had(
    house: House, state: State, clock: Clock
) -> None:
    await state.servers.change(HERALD, keep_questions=True)
    await leave(house)
    house.bot.dispatch("guild_join", house.bot.get_guild(HERALD))

    async def noted() -> bool:
        return await state.fact(f"left.{HERALD}") is None

    assert await eventually(noted)
    clock.pass_days(GRACE_DAYS + 1)
    await sweep(house)
    state.servers._known.clear()
    assert (await state.servers.read(HERALD)).keep_questions


async def test_the_admin_is_told_once_which_permissions_are_missing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, Any]] = []

    async def write_to(member: int, reply: Any) -> None:
        told.append((member, reply.view.to_components()))

    cog: Any = house.bot.get_cog("MembershipCog")
    cog._write_to = write_to
    guild = house.bot.get_guild(HERALD)
    assert guild is not None
    few = discord.Permissions(view_channel=True, send_messages=True)
    monkeypatch.setattr(type(guild.me), "guild_permissions", property(lambda _: few))
    for _ in range(2):
        await cog.on_guild_join(guild)
    ((member, components),) = told
    assert member == guild.owner_id
    text = Seen(components).text
    assert "The Herald" in text
    assert "Attach Files" in text
    assert "Send Messages In Threads" in text
    assert "View Channel" not in text


def test_nothing_is_missing_with_the_permissions_of_the_readme() -> None:
    has = discord.Permissions(274878024704 | discord.Permissions(attach_files=True, read_message_history=True).value)
    has.update(view_channel=True, send_messages=True, send_messages_in_threads=True)
    assert missing_permissions(has) == ()
    assert missing_permissions(discord.Permissions.none())[0] == "View Channel"


async def test_a_member_is_given_all_that_is_kept_about_them(house: House) -> None:
    server = house.herald
    await server.admin.slash(server.channel, "settings questions", keep=True)
    await house.ask(server, server.member, "Who won the regatta of the glass frogs?")
    result = await server.member.slash(server.channel, "my-data")
    card = seen(result)
    assert card.private
    assert "questions: 1" in card.text
    (attachment,) = result.response.attachments
    data = json.loads(await attachment.read())
    (question,) = data["questions"]
    assert (question["question"], question["server"]) == ("Who won the regatta of the glass frogs?", str(server.id))
    assert data["behind_buttons"], "the session of the answer"
    await server.member.slash(server.channel, "forget-me")
    again = await server.member.slash(server.channel, "my-data")
    (attachment,) = again.response.attachments
    emptied = json.loads(await attachment.read())
    assert [emptied[kind] for kind in ("questions", "votes", "behind_buttons", "clippings", "watches")] == [[]] * 5
    other = json.loads(await (await server.admin.slash(server.channel, "my-data")).response.attachments[0].read())
    assert other["questions"] == []
