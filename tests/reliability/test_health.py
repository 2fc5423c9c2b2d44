"""What a supervisor and Prometheus are told over HEALTH_PORT, asked as they ask: over HTTP."""

from __future__ import annotations

import asyncio
import logging
import re
import socket
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from platform import python_version

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.errors import CorpusError, DataError, ExitCode, Failure, MissingExtraError, SettingsError
from bot.health import Health, serve_health
from bot.installation import VERSION, extra_command
from bot.library import Library
from bot.model import Question
from tests.chat.world import World
from tests.reliability.conftest import TODAY

Get = Callable[[str], "aiohttp.client._RequestContextManager"]


def port_in(log: str) -> str:
    return log.split("health at ")[1].split(": ", maxsplit=1)[0]


@pytest.fixture
async def health(library: Library, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Health]:
    with caplog.at_level(logging.INFO, logger="bot.health"):
        async with serve_health(library, host="127.0.0.1", port=0) as served:
            yield served


@pytest.fixture
async def get(health: Health, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Get]:
    async with aiohttp.ClientSession(port_in(caplog.text)) as session:
        yield session.get


async def figures(get: Get) -> dict[tuple[str, ...], float]:
    """Every figure by its name and the values of its labels."""
    async with get("/metrics") as page:
        assert page.headers["Content-Type"].startswith("text/plain; version=")
        text = await page.text()
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_it_is_ready_once_the_library_is_open_and_discord_hears_the_bot(
    world: World, library: Library, health: Health, get: Get
) -> None:
    async with get("/live") as live:
        assert live.status == 200
    async with get("/ready") as ready:
        assert (ready.status, await ready.json()) == (503, {"ready": False, "library": True, "discord": False})
    health.connected = world.bot.is_connected
    async with get("/ready") as ready:
        assert (ready.status, await ready.json()) == (200, {"ready": True, "library": True, "discord": True})
    await library.close()
    async with get("/ready") as ready:
        assert (ready.status, (await ready.json())["library"]) == (503, False)
    async with get("/live") as live:
        assert live.status == 200
    assert ("clippings_articles",) not in await figures(get)


async def test_prometheus_reads_answers_reloads_and_how_the_archive_stands(
    library: Library, corpus: Path, get: Get
) -> None:
    before = await figures(get)
    assert before["clippings_answers_total", "answered"] == 0
    for text in ("Where did the Heron probe land?", "What does the Heron probe say?", "Zyzzyva qwertz?"):
        await library.ask(Question(text, TODAY))
    (corpus / "new.json").write_text('{"text": "A second Heron probe was launched.", "date": "2022-08-01"}')
    (corpus / "broken.json").write_text("{")
    await library.reload("test")
    for number in range(1, 7):
        (corpus / f"a{number}.json").unlink()
    with pytest.raises(CorpusError):
        await library.reload("test")
    logging.getLogger("bot").error("for the count")
    now = await figures(get)
    verdicts = [now["clippings_answers_total", verdict] for verdict in ("answered", "unsure", "nothing")]
    assert sum(verdicts) == now["clippings_answer_seconds_count",] == 3
    assert now["clippings_answer_seconds_bucket", "+Inf"] == 3
    assert verdicts[2] >= 1
    assert 0 < now["clippings_answer_seconds_sum",] < 30
    outcomes = {outcome: now["clippings_reloads_total", outcome] for outcome in ("done", "refused", "failed")}
    assert outcomes == {"done": 1, "refused": 1, "failed": 0}
    for name in ("clippings_articles", "clippings_problems"):
        assert now[name,] == before[name,] + 1
    assert now["clippings_passages",] >= now["clippings_articles",]
    assert 0 <= now["clippings_generation_age_seconds",] < 600
    assert now["clippings_log_events_total", "error"] == before["clippings_log_events_total", "error"] + 1
    assert now["process_resident_memory_bytes",] > 10_000_000
    assert now["process_open_fds",] > 3
    assert now["clippings_build_info", python_version(), VERSION] == 1


async def test_nothing_is_served_unless_a_port_is_set(library: Library, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        async with serve_health(library, host="127.0.0.1", port=None):
            assert "health" not in caplog.text


async def test_a_port_in_use_is_one_sentence_with_the_settings_exit_code(library: Library) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=rf"HEALTH_PORT: 127\.0\.0\.1:{port} cannot be used") as refused:
            async with serve_health(library, host="127.0.0.1", port=port):
                pass
    assert refused.value.exit_code is ExitCode.SETTINGS


async def test_without_the_extra_the_start_says_what_to_install(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "bot.health.metrics", raising=False)
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    with pytest.raises(MissingExtraError, match=re.escape(extra_command("metrics"))):
        async with serve_health(library, host="127.0.0.1", port=0):
            pass


async def test_a_database_that_is_away_or_hangs_makes_it_unready_until_it_is_back(library: Library) -> None:
    health = Health(library, every=0.01, patience=0.05)
    health.connected = lambda: True
    away, hangs = asyncio.Event(), asyncio.Event()

    async def check() -> None:
        if away.is_set():
            raise DataError("The state database cannot be reached.")
        while hangs.is_set():  # noqa: ASYNC110 - a server that hangs
            await asyncio.sleep(0.01)

    health.watch("database", check)
    assert not health.ready()["database"], "unknown is not ready"
    for trouble in (away, hangs):
        await until(lambda: all(health.ready().values()))
        trouble.set()
        await until(lambda: not health.ready()["database"])
        trouble.clear()
    await until(lambda: all(health.ready().values()))


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def test_prometheus_reads_the_role_the_parts_and_what_was_not_answered(
    library: Library, health: Health, get: Get
) -> None:
    health.connected, health.servers, health.shards = (lambda: True), (lambda: 3), (lambda: (1, 0))
    health.watch("engine", library.check_engine)
    await until(lambda: health.ready()["engine"])
    log = logging.getLogger("bot.chat")
    for failure in (Failure.LATE, Failure.LATE, Failure.ERROR):
        log.warning("/ask: not delivered", extra={"failure": failure})
    now = await figures(get)
    assert now["clippings_servers",] == 3
    assert now["clippings_process_info", "indexer", "0,1"] == 1
    assert {part: now["clippings_up", part] for part in ("library", "discord", "engine")} == dict.fromkeys(
        ("library", "discord", "engine"), 1
    )
    failed = {reason: now["clippings_interactions_failed_total", reason] for reason in Failure}
    assert failed == {Failure.LATE: 2, Failure.UNDELIVERED: 0, Failure.UNAVAILABLE: 0, Failure.ERROR: 1}
