"""Whose the bot is, as Discord says: its owner, or its team's admins and developers, change what every server reads."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from simcord.http import router

from bot.chat.admin import permissions
from tests.chat.admin.house import House, Server
from tests.chat.admin.test_files import COMET, add, choose
from tests.chat.world import seen

ASKED = "/oauth2/applications/@me"
NOT_OWNER = "The shared part of the archive is changed by the bot's owners only."
UNKNOWN = "Discord does not say just now who owns this bot. Please try again in a minute."


@pytest.fixture
def nobody_named(house: House) -> House:
    """No OWNER_IDS, no HOME_SERVERS: only the application itself says whose it is."""
    granted = house.services.permissions
    granted.owners = granted.home_servers = frozenset()
    return house


def person(user: Any) -> dict[str, Any]:
    return {"id": str(user.id), "username": "somebody", "discriminator": "0", "avatar": None}


def owned_by(monkeypatch: pytest.MonkeyPatch, owner: Any, team: dict[Any, str] | None = None) -> None:
    """Discord's side: the application is this user's, or of a team of users and their roles."""
    segments = ASKED.strip("/").split("/")
    usual = next(handler for template, handler in router._ROUTES["GET"] if template == segments)

    def told(context: router.RequestContext) -> dict[str, Any]:
        answer = {**usual(context), "owner": person(owner)}
        if team is not None:
            members = [{"user": person(user), "role": role, "membership_state": 2} for user, role in team.items()]
            answer["team"] = {
                "id": "1456074443980900099",
                "name": "The desk",
                "icon": None,
                "owner_user_id": str(owner.id),
                "members": [member | {"team_id": "1456074443980900099"} for member in members],
            }
        return answer

    monkeypatch.setitem(router._ROUTES, "GET", [(segments, told), *router._ROUTES["GET"]])


async def may_change_the_shared_part(house: House, server: Server, who: Any) -> bool:
    """Tried with an upload, a removal from the list, and what the list holds."""
    card = seen(await add(house, server, who, ("comet.txt", COMET), shared=True))
    listed = await who.autocomplete(server.channel, "corpus remove", "file", "heron")
    removal = seen(await who.slash(server.channel, "corpus remove", file="heron.txt"))
    outcomes = {"for every server" in card.text, bool(listed), "every server loses it" in removal.text}
    assert len(outcomes) == 1, outcomes
    if outcomes == {False}:
        assert (card.text, card.private) == (NOT_OWNER, True)
    return outcomes.pop()


async def test_the_applications_owner_changes_the_shared_part(
    nobody_named: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, server = nobody_named, nobody_named.herald
    owned_by(monkeypatch, house.owner.user)
    assert await may_change_the_shared_part(house, server, house.owner)
    assert not await may_change_the_shared_part(house, server, server.admin)
    path = await choose(server, house.owner, "corpus remove", "heron")
    asked = await house.owner.slash(server.channel, "corpus remove", file=path)
    await house.owner.click(asked.response, label="Remove")
    assert "heron.txt" not in house.files()


async def test_of_a_team_its_admins_and_developers_count(nobody_named: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house, server = nobody_named, nobody_named.herald
    reader = house._admin(server.guild, "rita")
    team = {house.owner.user: "admin", server.admin.user: "developer", reader.user: "read_only"}
    owned_by(monkeypatch, house.gazette.admin.user, team)
    assert await may_change_the_shared_part(house, server, house.owner)
    assert await may_change_the_shared_part(house, server, server.admin)
    assert not await may_change_the_shared_part(house, server, reader)


async def test_an_owner_who_may_not_manage_the_server_is_a_member_there(
    nobody_named: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simcord.actors._check_command_access", lambda *_: None)
    house, server = nobody_named, nobody_named.herald
    owned_by(monkeypatch, server.member.user)
    card = seen(await add(house, server, server.member, ("comet.txt", COMET), shared=True))
    assert card.text == "This is for members who may manage this server."


async def test_where_discord_does_not_say_whose_the_bot_is_nobody_is_its_owner(
    nobody_named: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    house, server = nobody_named, nobody_named.herald
    owned_by(monkeypatch, house.owner.user)
    own = house.write(server, "comet.txt", COMET.decode())
    await house.reload()
    house.env.inject_error("GET", ASKED, status=500, times=None)
    before = house.files()
    card = seen(await add(house, server, house.owner, ("other.txt", COMET), shared=True))
    assert (card.text, card.private) == (UNKNOWN, True)
    card = seen(await house.owner.slash(server.channel, "corpus remove", file="heron.txt"))
    assert (card.text, card.private) == (UNKNOWN, True)
    assert "Discord did not say who owns the bot: 500" in caplog.text
    assert house.files() == before

    path = await choose(server, server.admin, "corpus remove", "")
    assert path == f"servers/{server.id}/{own.name}", "a server's own files need no owner"
    assert "Remove" in seen(await server.admin.slash(server.channel, "corpus remove", file=path)).text

    house.env.backend.faults.clear()
    assert await may_change_the_shared_part(house, server, house.owner), "asked again once Discord is well"


async def test_discord_is_not_waited_for_longer_than_it_waits_for_us(
    nobody_named: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    house, server = nobody_named, nobody_named.herald
    monkeypatch.setattr(permissions, "OWNER_TIMEOUT", 0.02)

    async def silence() -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(house.bot.http, "application_info", silence)
    card = seen(await add(house, server, house.owner, ("comet.txt", COMET), shared=True))
    assert (card.text, card.private) == (UNKNOWN, True)
    assert "Discord did not say who owns the bot: TimeoutError" in caplog.text
