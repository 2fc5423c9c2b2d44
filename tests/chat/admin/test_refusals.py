"""Every admin command, by everybody who must not: refused in private, logged, nothing changed, nothing told."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from discord import AppCommandType, ButtonStyle, Permissions, app_commands
from simcord.components import walk_components

from bot.chat.admin import admin_actions
from bot.chat.admin.panel import panel
from bot.chat.components.custom_ids import custom_id
from bot.chat.components.persistent import button
from bot.model import Verdict
from tests.chat.admin.house import HERALD, House
from tests.chat.admin.test_files import COMET, add, field
from tests.chat.world import seen

NOT_ADMIN = "This is for members who may manage this server."
NOT_HERE = "This works in a server only, for members who may manage it."
SECRET = "The Herald's secret orchard blooms."

Commands = dict[str, dict[str, Any]]


def commands(house: House) -> Commands:
    """Every command and options that would do something."""
    own = f"servers/{house.herald.id}/secret.txt"
    return {
        "corpus reload": {},
        "corpus status": {},
        "corpus problems": {},
        "corpus log": {},
        "corpus add": {"file": ("comet.txt", COMET)},
        "corpus remove": {"file": own},
        "corpus restore": {"file": house.trashed},
        "corpus export": {},
        "corpus unanswered": {},
        "settings show": {},
        "settings channels": {"what": "everywhere"},
        "settings answers": {"private": True},
        "settings language": {"language": "de"},
        "settings questions": {"keep": False},
        "settings log": {},
        "settings forum": {"what": "no longer in", "forum": house.herald.channel},
        "settings members": {},
        "insights": {},
    }


@pytest.fixture
def own_files() -> dict[str, str]:
    folder = f"servers/{HERALD}"
    return {
        f"{folder}/secret.txt": f" date 2024-01-01 {SECRET}",
        f"{folder}/gone.txt": " date 2024-01-01 A removed article.",
        f"{folder}/secret.png": "no article",
    }


@pytest.fixture
async def guarded(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """The Herald has something to steal and to spoil, and Discord hides no command from anybody."""
    monkeypatch.setattr("simcord.actors._check_command_access", lambda *_: None)
    server = house.herald
    await house.services.state.servers.change(server.id, keep_questions=True)
    await house.services.state.questions.keep(server.id, 7, "Who won the secret regatta?", Verdict.NOTHING)
    house.trashed = house.services.corpus.remove(server.id, f"servers/{HERALD}/gone.txt").name
    await house.services.state.audit.add(server.id, server.admin.id, "remove", "gone.txt, a secret")
    house.pending_upload = await add(house, server, server.admin, ("undated.txt", b"An undated comet."))
    secret = f"servers/{HERALD}/secret.txt"
    house.pending_removal = await server.admin.slash(server.channel, "corpus remove", file=secret)
    return house


async def state_of(house: House) -> tuple[Any, ...]:
    state = house.services.state
    return (
        house.files(),
        sorted(path.name for path in (house.data / "trash").rglob("*")),
        sorted(path.name for path in (house.data / "uploads").rglob("*")),
        [await state.servers.read(server.id) for server in (house.herald, house.gazette)],
        [await state.audit.entries(server.id) for server in (house.herald, house.gazette)],
        len(await state.questions.unanswered(house.herald.id)),
        house.services.library.status().generation,
    )


def leaves(house: House) -> Iterator[str]:
    for command in house.bot.tree.get_commands():
        if command.name in ("corpus", "settings"):
            assert isinstance(command, app_commands.Group)
            yield from (f"{command.name} {leaf.name}" for leaf in command.commands)
    yield "insights"


def forge(house: House, message: Any, identity: str) -> None:
    """Makes the only button of a message carry another custom id."""
    stored = house.env.backend.get_message(message.channel.id, message.id)
    button = next(part for part in walk_components(stored.components) if part["type"] == 2)
    button["custom_id"] = identity


def ids_of(result: Any) -> list[str]:
    return [part["custom_id"] for part in walk_components(result.response.components) if part.get("custom_id")]


def test_every_admin_command_is_in_the_table(house: House) -> None:
    house.trashed = ""
    assert set(commands(house)) == set(leaves(house))


def test_every_command_is_in_the_manual(house: House) -> None:
    root = Path(__file__).parents[3]
    pages = [root / "README.md", *(root / "docs").glob("*.md")]
    manual = "".join(page.read_text(encoding="utf-8") for page in pages)
    askers = {command.name for command in house.bot.tree.get_commands(type=AppCommandType.chat_input)} - {
        "corpus",
        "settings",
    }
    assert [name for name in sorted({*leaves(house), *askers}) if f"`/{name}" not in manual] == []


async def test_discord_hides_every_admin_command_from_others_and_from_direct_messages(house: House) -> None:
    (sync,) = [entry for entry in house.env.http_requests if entry.method == "PUT" and entry.path.endswith("/commands")]
    told = {command["name"]: command for command in sync.json or ()}
    for name in {leaf.partition(" ")[0] for leaf in leaves(house)}:
        assert told[name]["default_member_permissions"] == Permissions(manage_guild=True).value, name
        assert told[name]["contexts"] == [0], name
        assert told[name]["integration_types"] == [0], name


async def test_a_member_is_refused_every_command(guarded: House, caplog: pytest.LogCaptureFixture) -> None:
    server, before = guarded.herald, await state_of(guarded)
    with caplog.at_level(logging.INFO):
        for name, options in commands(guarded).items():
            card = seen(await server.member.slash(server.channel, name, **options))
            assert (card.text, card.private) == (NOT_ADMIN, True), name
            assert f"refused: {name}, user {server.member.id}, server {server.id}" in caplog.text
    for name in ("corpus remove", "corpus restore"):
        assert await server.member.autocomplete(server.channel, name, "file", "") == []
    assert await state_of(guarded) == before


async def test_an_admin_of_another_server_is_a_member_here(guarded: House) -> None:
    server, before = guarded.herald, await state_of(guarded)
    visitor = server.guild.add_member(guarded.gazette.admin.user)
    for name, options in commands(guarded).items():
        card = seen(await visitor.slash(server.channel, name, **options))
        assert (card.text, card.private) == (NOT_ADMIN, True), name
    assert await visitor.autocomplete(server.channel, "corpus remove", "file", "") == []
    assert await state_of(guarded) == before


async def test_from_their_own_server_an_admin_reaches_nothing_of_another(guarded: House) -> None:
    before = await state_of(guarded)
    gazette = guarded.gazette
    for name in ("corpus remove", "corpus restore"):
        card = seen(await gazette.admin.slash(gazette.channel, name, **commands(guarded)[name]))
        assert "Choose one from the list." in card.text, name
        assert await gazette.admin.autocomplete(gazette.channel, name, "file", "") == []
    for name in ("corpus status", "corpus problems", "corpus log", "corpus export", "corpus unanswered", "insights"):
        result = await gazette.admin.slash(gazette.channel, name)
        told = seen(result).markdown + "".join([str(await file.read()) for file in result.response.attachments])
        assert "secret" not in told, name
        assert "5 articles" not in told, name
    assert await state_of(guarded) == before


async def test_a_direct_message_reaches_nothing(guarded: House) -> None:
    before = await state_of(guarded)
    for person in (guarded.herald.admin.user, guarded.owner.user):
        await person.send_dm("Where did the Heron probe land?")
        for name, options in commands(guarded).items():
            if name == "settings forum":
                continue  # Discord offers no channels in a direct message
            card = seen(await person.slash(name, **options))
            assert (card.text, card.private) == (NOT_HERE, True), name
        assert await person.autocomplete("corpus remove", "file", "") == []
    assert await state_of(guarded) == before


async def test_a_forged_custom_id_reaches_nothing(guarded: House) -> None:
    """By a member of the server, by another server's admin in theirs, and by an admin in a direct message."""
    before = await state_of(guarded)
    tokens = {
        name: ids_of(result)
        for name, result in (("upload", guarded.pending_upload), ("removal", guarded.pending_removal))
    }
    forged = [*tokens["upload"], *tokens["removal"]]
    forged += [custom_id(name) for name in ("corpuscancel", "corpusforce", "corpusproblems")]
    forged += [custom_id("corpuslog", 999_999)]
    assert {identity.split(":")[1] for identity in forged} == set(admin_actions(guarded.services)) - {
        "uploadday",
        "uploadfiles",
    }
    gazette, herald = guarded.gazette, guarded.herald
    press_me = button("Press me", custom_id("corpuscancel"), style=ButtonStyle.primary)
    here = await guarded.post(herald, panel(["A card"], buttons=[press_me]))
    there = await guarded.post(gazette, panel(["A card"], buttons=[press_me]))
    harmless = ("corpuscancel", "corpusproblems", "corpuslog", "corpusforce")  # their own admin may: about their own
    for identity in forged:
        forge(guarded, here, identity)
        card = seen(await herald.member.click(here, label="Press me"))
        assert (card.text, card.private) == (NOT_ADMIN, True), identity
        if identity.split(":")[1] not in harmless:
            forge(guarded, there, identity)
            pressed = await gazette.admin.click(there, label="Press me")
            if pressed.modal is not None:  # the form tells nothing, and what is sent with it is refused
                pressed = await gazette.admin.submit_modal(pressed, {field(pressed): "2020-10-28"})
            card = seen(pressed)
            assert card.private
            assert "no longer here" in card.text or "too long ago" in card.text, identity
    assert await state_of(guarded) == before


async def test_a_modal_is_checked_when_it_comes_back(guarded: House) -> None:
    herald = guarded.herald
    modal = await herald.admin.click(guarded.pending_upload.response, label="Date: undated.txt")
    before = await state_of(guarded)
    guarded.env.backend.get_guild(HERALD).members[herald.admin.id].role_ids.clear()  # no admin any more
    card = seen(await herald.admin.submit_modal(modal, {field(modal): "2020-10-28"}))
    assert (card.text, card.private) == (NOT_ADMIN, True)
    assert await state_of(guarded) == before


async def test_where_home_servers_are_named_only_they_reload(guarded: House) -> None:
    guarded.services.permissions.home_servers = frozenset({guarded.gazette.id})
    before = await state_of(guarded)
    card = seen(await guarded.herald.admin.slash(guarded.herald.channel, "corpus reload"))
    assert (card.text, card.private) == ("Here the bot's owners reload the archive.", True)
    assert await state_of(guarded) == before
    assert "Reloaded" in seen(await guarded.gazette.admin.slash(guarded.gazette.channel, "corpus reload")).text
