"""SIGTERM and SIGINT to the real program: whatever it does, it ends within ten seconds with code 0, nothing lost."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import socket
from pathlib import Path

import aiohttp
import pytest

from bot.library import Library
from tests.chat.archive import ARTICLES, write_archive
from tests.chat.gateway import TOKEN
from tests.chat.world import Seen
from tests.reliability.discord_side import discord_side
from tests.reliability.running import running

BOTH = pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
MANY = 20_000
HERON = "Where did the Heron probe land?"
QUOTE = "on Titan on Monday after a journey of seven years"
AGAINST = """
import sys
from discord.http import Route
from discord.gateway import DiscordWebSocket
Route.BASE = sys.argv.pop() + "/api/v10"
from bot.__main__ import main
main()
"""  # the program as it is, but for Discord's address


def fill(corpus: Path) -> None:
    """Enough to keep a reload busy for a second or more."""
    with (corpus / "many.jsonl").open("w") as file:
        for number in range(MANY):
            text = f"Town {number} opened bridge {number * 7}. " + " ".join(f"w{n * number % 999}" for n in range(40))
            file.write(json.dumps({"id": number, "text": text, "date": "2020-10-28"}) + "\n")


async def articles(folder: Path) -> int:
    """What a start answers from before it has looked at the folder, which it reads only where there is no index."""
    library = Library(folder / "corpus", folder / "data")
    await library.open()
    figures = library.totals()
    await library.close()
    return figures.articles if figures else 0


def anywhere(secret: str, folder: Path) -> list[Path]:
    """The files that hold it."""
    return [file for file in folder.rglob("*") if file.is_file() and secret.encode() in file.read_bytes()]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    write_archive(tmp_path / "corpus", ARTICLES)
    return tmp_path / "corpus"


@BOTH
async def test_the_preview_ends_politely_during_a_reload(tmp_path: Path, corpus: Path, number: signal.Signals) -> None:
    assert await articles(tmp_path) == len(ARTICLES)
    fill(corpus)
    async with running(tmp_path, "preview", "--port", "0", HEALTH_PORT="0") as preview:
        await preview.says("The preview is open at")
        worker = await preview.works()
        preview.told(number)
        assert await preview.ends() == 0
    assert not worker.is_running()
    assert "Traceback" not in preview.output
    assert await articles(tmp_path) == len(ARTICLES)


@BOTH
async def test_the_preview_ends_politely_during_an_answer(tmp_path: Path, corpus: Path, number: signal.Signals) -> None:
    async with running(tmp_path, "preview", "--port", "0") as preview:
        await preview.says("put DISCORD_TOKEN")
        asking = asyncio.create_task(_ask_in_the_page(preview.output))
        await preview.says("server 1")  # the line that an answer was found; it is still on its way to the page
        preview.told(number)
        assert await preview.ends() == 0
        await asyncio.gather(asking, return_exceptions=True)
    assert "Traceback" not in preview.output


async def _ask_in_the_page(output: str) -> None:
    """Runs /ask as the page's own script does."""
    found = re.search(r"(http://[\d.:]+)/#(\S+)", output)
    assert found
    async with aiohttp.ClientSession(found[1], headers={"X-Simcord-Capability": found[2]}) as page:
        async with page.post("/api/pages", json={}) as opened:
            state = await opened.json()
        context = {"X-Simcord-Context": state["context"]["id"]}
        async with page.get("/api/commands", headers=context) as listed:
            (ask,) = [command for command in (await listed.json())["entries"] if command["path"] == ["ask"]]
        action = {
            **{"protocol_version": state["protocolVersion"], "generation": state["context"]["generation"]},
            **{"bot_generation": state["botGeneration"], "published_revision": state["publishedRevision"]},
            **{"sequence": 1, "request_id": "1", "kind": "run_command", "path": ["ask"]},
            **{"command_id": ask["commandId"], "schema_fingerprint": ask["schemaFingerprint"]},
            "options": {"question": HERON},
        }
        async with page.post("/api/action", json=action, headers=context) as done:
            assert (await done.json())["rejected"] is False, await done.text()


@BOTH
async def test_a_signal_while_the_program_is_still_imported_ends_it_quietly(
    tmp_path: Path, number: signal.Signals
) -> None:
    code = f"""
import os, sys
class Signal:
    def find_spec(self, name, *_):
        if name == "bot.cli.app":
            os.kill(os.getpid(), {number})
sys.meta_path.insert(0, Signal())
from bot.__main__ import main
main()
"""
    for command, ends_with in (("run", 0), ("preview", 0), ("index", 128 + number)):
        async with running(tmp_path, command, code=code) as bot:
            assert await bot.ends() == ends_with
        assert bot.output == ""


async def test_a_first_start_is_stopped_while_it_builds_its_first_index(tmp_path: Path, corpus: Path) -> None:
    fill(corpus)
    async with running(tmp_path, "run", DISCORD_TOKEN=TOKEN) as bot:
        worker = await bot.works()
        bot.told(signal.SIGTERM)
        assert await bot.ends() == 0
    assert not worker.is_running()
    assert "Traceback" not in bot.output


async def test_the_bot_ends_politely_during_the_reload_of_its_start(tmp_path: Path, corpus: Path) -> None:
    assert await articles(tmp_path) == len(ARTICLES)
    fill(corpus)
    async with discord_side() as side, running(tmp_path, "run", side.url, code=AGAINST, DISCORD_TOKEN=TOKEN) as bot:
        worker = await bot.works()
        bot.told(signal.SIGTERM)
        assert await bot.ends() == 0, bot.output
    assert not worker.is_running()
    assert "Traceback" not in bot.output
    assert await articles(tmp_path) == len(ARTICLES)


async def test_answers_under_way_arrive_before_the_bot_ends(tmp_path: Path, corpus: Path) -> None:
    async with discord_side() as side, running(tmp_path, "run", side.url, code=AGAINST, DISCORD_TOKEN=TOKEN) as bot:
        await bot.says("ready:")
        tokens = [await side.asks(member, HERON) for member in range(20)]
        await side.work_began.wait()
        bot.told(signal.SIGTERM)
        assert await bot.ends() == 0
    taken = [token for token in tokens if token in side.deferred]
    assert taken
    for token in taken:
        assert QUOTE in Seen(side.answers[token][0]["components"]).text
    assert side.goodbyes == [1000]
    assert "Traceback" not in bot.output
    assert TOKEN not in bot.output
    assert not anywhere(TOKEN, tmp_path)


async def test_a_refused_token_ends_the_bot_and_a_discord_out_of_reach_is_waited_for(
    tmp_path: Path, corpus: Path
) -> None:
    secret = "a.very.secret"
    async with discord_side() as side, running(tmp_path, "run", side.url, code=AGAINST, DISCORD_TOKEN=secret) as bot:
        assert await bot.ends(60) == 4
    assert bot.output.splitlines()[-1].startswith("clippings: Discord refuses the token.")
    async with running(tmp_path, "run", "http://127.0.0.1:9", code=AGAINST, DISCORD_TOKEN=secret) as alone:
        await alone.says("Discord cannot be reached: ")
        alone.told(signal.SIGTERM)
        assert await alone.ends() == 0
    for output in (bot.output, alone.output):
        assert "Traceback" not in output
        assert secret not in output


async def test_for_machines_the_last_sentence_is_in_the_form_of_the_log(tmp_path: Path, corpus: Path) -> None:
    async with discord_side() as side:
        program = running(tmp_path, "run", side.url, code=AGAINST, DISCORD_TOKEN="a.very.secret", LOG_FORMAT="json")
        async with program as bot:
            assert await bot.ends(60) == 4
    events = [json.loads(line) for line in bot.output.splitlines()]
    assert events[-1]["message"].startswith("Discord refuses the token.")
    assert (events[-1]["level"], events[-1]["exit_code"]) == ("error", 4)
    async with running(tmp_path, "run", LOG_FORMAT="json", HEALTH_PORT="many") as wrong:
        assert await wrong.ends(60) == 3
    assert "HEALTH_PORT" in json.loads(wrong.output)["message"]


async def test_a_hangup_takes_in_what_changed_and_the_bot_stays(tmp_path: Path, corpus: Path) -> None:
    async with discord_side() as side, running(tmp_path, "run", side.url, code=AGAINST, DISCORD_TOKEN=TOKEN) as bot:
        await bot.says("ready:")
        await bot.says(f"{len(ARTICLES)} articles")
        (corpus / "new.json").write_text('{"text": "A second Heron probe was launched.", "date": "2022-08-01"}')
        bot.told(signal.SIGHUP)
        await bot.says(f"{len(ARTICLES) + 1} articles")
        bot.told(signal.SIGTERM)
        assert await bot.ends() == 0


async def test_a_postgresql_that_is_away_at_the_start_is_waited_for(tmp_path: Path, corpus: Path) -> None:
    pytest.importorskip("psycopg", reason="the extra `postgres` is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"postgresql://clippings:hidden@127.0.0.1:{free.getsockname()[1]}/clippings"
    async with running(tmp_path, "run", DISCORD_TOKEN=TOKEN, STATE_URL=url, HEALTH_PORT="0") as bot:
        await bot.says("does not answer")
        await bot.says("Trying again in 1 seconds")
        port = re.search(r"health at http://127.0.0.1:(\d+)", bot.output)
        assert port
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port[1]}") as session:
            assert (await session.get("/live")).status == 200
            assert (await session.get("/ready")).status == 503
        bot.told(signal.SIGTERM)
        assert await bot.ends() == 0
    assert "hidden" not in bot.output
