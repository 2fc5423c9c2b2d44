"""`doctor` looks at everything that can go wrong, says in one line what to do, and touches nothing."""

from __future__ import annotations

import asyncio
import shlex
import shutil
import subprocess
from pathlib import Path

import discord
import pytest
from aiohttp import web
from discord.http import Route

from bot.chat.online_check import _our_commands, look_online
from bot.cli import doctor
from bot.cli.checks import settings as settings_checks
from bot.installation import extra_command
from bot.library import Library
from bot.settings import Settings
from bot.store.sqlite.checkup import check_up
from bot.store.state import State
from tests.chat.archive import ARTICLES
from tests.chat.gateway import TOKEN, Door, door, said


@pytest.fixture(autouse=True)
def _settings_of_this_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def findings() -> dict[str, tuple[bool, str]]:
    return {finding.name: (finding.good, finding.line) for finding in doctor._look(None, None)}


def all_of(folder: Path) -> dict[str, tuple[int, bytes]]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


def test_a_language_without_stop_words_is_told(monkeypatch: pytest.MonkeyPatch, corpus: Path) -> None:
    assert findings()["language"] == (True, "english, with stop words")
    monkeypatch.setenv("CORPUS_LANGUAGE", "finnish")
    told = findings()["language"][1]
    assert told.startswith("there are no stop words for finnish:")
    assert told.endswith("of dates in questions only figures are read, as 2020-10-28")


async def test_it_finds_all_well_and_changes_nothing_not_even_the_data_folder(tmp_path: Path, corpus: Path) -> None:
    looked = findings()
    assert all(good for good, _ in looked.values())
    expected = {
        "settings",
        "token",
        "corpus",
        "language",
        "data",
        "private",
        "disk",
        "index",
        "state",
        "commands",
        "extras",
    }
    assert set(looked) == expected
    assert not (tmp_path / "data").exists()
    await (await State.open(tmp_path / "data")).close()
    library = Library(Path("corpus"), Path("data"))
    await library.open()
    await library.close()
    before = all_of(tmp_path)
    looked = findings()
    assert all(good for good, _ in looked.values())
    assert looked["index"][1] == f"{len(ARTICLES)} shared articles, every checksum right"
    assert looked["state"][1] == "every page of it is right"
    assert all_of(tmp_path) == before


async def test_a_damaged_database_is_told_and_left_as_it_is(tmp_path: Path, corpus: Path) -> None:
    await (await State.open(tmp_path / "data")).close()
    database = tmp_path / "data" / "state.db"
    content = bytearray(database.read_bytes())
    content[4096:8192] = b"\xa5" * 4096
    database.write_bytes(content)
    good, line = findings()["state"]
    assert not good
    assert "is damaged" in line
    assert "start the bot: it saves what can be read" in line
    assert database.read_bytes() == bytes(content)


async def test_it_looks_at_the_database_of_a_running_bot(tmp_path: Path, state: State) -> None:
    await state.servers.change(7, excerpts=5)
    assert check_up(tmp_path / "state" / "state.db") == "every page of it is right"
    assert (await state.servers.read(7)).excerpts == 5


def test_too_little_room_for_a_second_index_is_reported(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(corpus)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=40_000_000))
    good, line = findings()["disk"]
    assert not good
    assert line.endswith("needs 0.05 GB: make room")


def test_what_the_settings_need_and_is_not_installed_is_reported(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings_checks._EXTRAS, "metrics", "no_such_module")
    good, line = findings()["extras"]
    assert (good, line) == (True, f"not installed: {extra_command('metrics')}")
    monkeypatch.setenv("HEALTH_PORT", "9000")
    good, line = findings()["extras"]
    assert (good, line) == (False, f"your settings need what is not installed: {extra_command('metrics')}")


def test_a_data_folder_that_cannot_be_is_reported(tmp_path: Path, corpus: Path) -> None:
    (tmp_path / "data").write_text("a file")
    good, line = findings()["data"]
    assert not good
    assert line.startswith("data cannot be written (Not a directory)")


async def test_what_other_users_may_read_is_named_with_the_command_that_mends_it(tmp_path: Path, corpus: Path) -> None:
    await (await State.open(tmp_path / "data")).close()
    assert findings()["private"] == (True, "secrets and state are for their owner alone")
    (tmp_path / ".env").write_text("LOG_LEVEL=INFO\n")
    (tmp_path / ".env").chmod(0o644)
    (tmp_path / "data" / "state.key").chmod(0o640)
    good, line = findings()["private"]
    assert not good
    command = line.removeprefix("other users may read it: ")
    assert command == "chmod go= .env data/state.key"
    await asyncio.to_thread(subprocess.run, shlex.split(command), cwd=tmp_path, check=True)
    assert findings()["private"][0]


async def online(*, shards: int | None = None) -> dict[str, tuple[bool, str]]:
    looked = await look_online(TOKEN, shards=shards)
    return {name: (good, line) for name, good, line in looked}


class Portal(Door):
    """Discord's REST with servers, and with commands that it was sent."""

    def __init__(self) -> None:
        super().__init__()
        self.servers = [{"id": "7", "name": "a", "permissions": str(discord.Permissions.all().value)}]
        self.advised = 1

    async def rest(self, request: web.Request) -> web.Response:
        if request.path.endswith("/users/@me/guilds"):
            return said(self.servers)
        if request.path.endswith("/gateway/bot"):
            limit = {"total": 1000, "remaining": 998, "reset_after": 0, "max_concurrency": 1}
            return said({"url": self.url.replace("http", "ws"), "shards": self.advised, "session_start_limit": limit})
        return await super().rest(request)


async def test_online_it_asks_discord_for_all_that_can_be_wrong_there(monkeypatch: pytest.MonkeyPatch) -> None:
    async with door(Portal()) as portal:
        assert isinstance(portal, Portal)
        monkeypatch.setattr(Route, "BASE", f"{portal.url}/api/v10")
        looked = await online()
        assert looked["intents"] == (True, "no privileged intent is on, as it should be")
        assert looked["Discord"][1].startswith("the token is that of ")
        assert set(looked) == {"Discord", "intents", "commands", "shards", "servers"}
        good, line = looked["commands"]
        assert not good
        assert "/ask" in line
        assert looked["shards"] == (True, "Discord advises 1; 998 of 1,000 starts are left today")
        assert looked["servers"] == (True, "1, with every permission that the bot needs")
        portal.commands = [{"name": name, "type": 1} for name in sorted(await _our_commands())]
        portal.servers.append(
            {"id": "8", "name": "b", "permissions": str(discord.Permissions(view_channel=True).value)}
        )
        portal.advised = 4
        looked = await online(shards=2)
        good, line = looked["commands"]
        assert (good, line.startswith("Discord has all ")) == (True, True)
        good, line = looked["shards"]
        assert (good, line.endswith("SHARD_COUNT=2 is too few: raise it")) == (False, True)
        good, line = looked["servers"]
        assert not good
        assert "server 8 (Send Messages, " in line
        monkeypatch.setattr(Route, "BASE", "http://127.0.0.1:9/api/v10")
        (away,) = await look_online(TOKEN, shards=None)
        assert not away.good
        assert "cannot be reached" in away.line


async def test_online_a_refused_token_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    async with door() as portal:
        monkeypatch.setattr(Route, "BASE", f"{portal.url}/api/v10")
        (refused,) = await look_online("a.wrong.token", shards=None)
    assert (refused.name, refused.good) == ("Discord", False)
    assert "Discord refuses the token" in refused.line
