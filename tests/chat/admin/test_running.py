"""A reload under way: who sees it, who stops it, what follows it."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from discord import ButtonStyle

from bot.chat.admin.corpus import reload_command as following
from bot.chat.admin.corpus import reload_runs
from bot.chat.admin.corpus.reload_runs import Starter, read_starter
from bot.chat.admin.corpus.reload_view import finished_view, running_view
from bot.chat.admin.panel import panel
from bot.chat.components.custom_ids import custom_id
from bot.chat.components.persistent import button
from bot.chat.transport.reply import Reply
from bot.errors import CancelledReloadError, ShrunkError
from bot.library import Library, ReloadRun
from bot.model import Progress
from tests.chat.admin.house import GAZETTE, HERALD, House, eventually
from tests.chat.world import Seen, seen
from tests.store.conftest import Clock

SLOW = "<html><body>" + "<p>The orchard blooms again in spring.</p>" * 1_500 + "</body></html>"  # half a second to read


def text_of(reply: Reply) -> str:
    """What a card says."""
    components: list[dict[str, Any]] = reply.view.to_components()  # type: ignore[no-untyped-call]
    return Seen(components).text


def run_of(by: Starter) -> ReloadRun:
    """A reload that somebody else carries out."""
    return ReloadRun(by.recorded, force=False, cancel=lambda: False)


async def started(library: Library) -> None:
    """Waits until the reload is at work."""
    while library.running is None or not library.running.progress.files_total:  # noqa: ASYNC110 - it tells nobody
        await asyncio.sleep(0.01)


async def test_a_second_reload_within_the_minute_is_refused_in_one_server_only(house: House, clock: Clock) -> None:
    herald, gazette = house.herald, house.gazette
    await herald.admin.slash(herald.channel, "corpus reload")
    clock.seconds += 20
    card = seen(await herald.admin.slash(herald.channel, "corpus reload"))
    assert (card.text, card.private) == ("There was a reload less than a minute ago. Try again in 40 seconds.", True)
    assert "Reloaded" in seen(await gazette.admin.slash(gazette.channel, "corpus reload")).text


async def test_a_running_reload_is_shown_to_whoever_asks_for_another(house: House) -> None:
    herald = house.herald
    house.write(None, "slow.html", SLOW)
    by = Starter(herald.id, house.owner.id)
    reload = asyncio.create_task(house.services.library.reload(by.recorded))
    await started(house.services.library)
    result = await herald.admin.slash(herald.channel, "corpus reload")
    assert any(f"A reload is running already, started by <@{house.owner.id}>" in edit for edit in house.edits())
    assert any("Until then the former articles answer" in edit for edit in house.edits())
    await reload
    await house.env.settle()
    assert "added" in seen(result).text


async def test_cancel_stops_the_reload_and_the_former_articles_answer_on(house: House) -> None:
    herald, gazette = house.herald, house.gazette
    by = Starter(herald.id, herald.admin.id)
    here, there = [
        await house.post(server, running_view(run_of(by), server.id, totals=True)) for server in (herald, gazette)
    ]
    house.write(None, "slow.html", SLOW)
    reload = asyncio.create_task(house.services.library.reload(by.recorded))
    await started(house.services.library)
    await herald.admin.click(here, label="Cancel")
    with pytest.raises(CancelledReloadError):
        await reload
    assert (await house.ask(herald, herald.member, "Where did the Heron probe land?")).quotes
    assert seen(await herald.admin.click(here, label="Cancel")).text == "No reload is running any more."
    reload = asyncio.create_task(house.services.library.reload(by.recorded))
    await started(house.services.library)
    card = seen(await gazette.admin.click(there, label="Cancel"))
    assert card.text == "Only admins of the server that started it may stop it."
    assert (await reload).added == 1


async def test_a_corpus_that_shrank_by_half_asks_before_it_is_taken(house: House) -> None:
    herald = house.herald
    for name in ("heron.txt", "ferry.txt", "market.txt"):
        (house.corpus / name).unlink()
    result = await house.owner.slash(herald.channel, "corpus reload")
    assert "Not reloaded yet" in seen(result).text
    assert (await house.ask(herald, herald.member, "Where did the Heron probe land?")).quotes
    await house.owner.click(result.response, label="Reload anyway")
    assert "3 removed" in seen(result).text
    actions = [entry.detail for entry in await house.services.state.audit.entries(herald.id)]
    assert "3 removed" in actions[0]
    assert actions[1].startswith("not done")


async def test_only_owners_force_the_shared_corpus_to_shrink(house: House) -> None:
    herald = house.herald
    for name in ("heron.txt", "ferry.txt", "market.txt"):
        (house.corpus / name).unlink()
    result = await herald.admin.slash(herald.channel, "corpus reload")
    refusal = seen(await herald.admin.click(result.response, label="Reload anyway"))
    assert (refusal.text, refusal.private) == (
        "The shared part of the archive is changed by the bot's owners only.",
        True,
    )
    assert house.services.library.status().span.articles == 4
    await house.owner.click(result.response, label="Reload anyway")
    assert house.services.library.status().span.articles == 1


async def test_the_button_that_forces_is_about_one_reload_and_expires(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    herald = house.herald
    for name in ("heron.txt", "ferry.txt", "market.txt"):
        (house.corpus / name).unlink()
    first = await house.owner.slash(herald.channel, "corpus reload")
    second = await house.owner.slash(house.herald.channel, "corpus reload")
    with pytest.raises(ShrunkError):
        await house.reload()
    card = seen(await house.owner.click(first.response, label="Reload anyway"))
    assert "about an earlier reload" in card.text
    monkeypatch.setattr(reload_runs, "FORCE_SECONDS", float("-inf"))
    assert seen(second).text
    last = house.services.library.last_run
    assert last is not None
    anyway = button("Reload anyway", custom_id("corpusforce", last.id), style=ButtonStyle.danger)
    again = await house.post(herald, panel(["Not reloaded yet"], buttons=[anyway]))
    assert "about an earlier reload" in seen(await house.owner.click(again, label="Reload anyway")).text
    older = button("Reload anyway", custom_id("corpusforce"), style=ButtonStyle.danger)
    from_before = await house.post(herald, panel(["Not reloaded yet"], buttons=[older]))
    assert seen(await house.owner.click(from_before, label="Reload anyway")).private
    assert house.services.library.status().span.articles == 4


async def test_a_change_made_while_the_bot_itself_reloads_is_taken_in_afterwards(house: House) -> None:
    library, reloads = house.services.library, house.services.reloads
    house.write(None, "slow.html", SLOW)
    automatic = library.start_reload("AUTO_RELOAD")
    await started(library)
    house.write(house.herald, "late.txt", " date 2025-01-01 A late article of the Herald.")
    assert reloads.request(Starter(HERALD, house.herald.admin.id)) is None
    await automatic.wait()

    async def counted() -> bool:
        return library.status(HERALD).span.articles == 6

    await asyncio.wait_for(eventually(counted), 20)


async def test_a_requester_who_joins_a_reload_of_the_bots_own_reads_how_that_one_ended(house: House) -> None:
    herald = house.herald
    await house.reload()
    for name in ("heron.txt", "ferry.txt", "market.txt"):
        (house.corpus / name).unlink()
    house.write(None, "slow.jsonl", '{"text": ""}\n' * 40_000)
    automatic = house.services.library.start_reload("AUTO_RELOAD")
    await started(house.services.library)
    result = await herald.admin.slash(herald.channel, "corpus reload")
    with pytest.raises(ShrunkError):
        await automatic.wait()

    async def told() -> bool:
        await house.env.settle()
        return "Not reloaded yet" in seen(result).text

    await asyncio.wait_for(eventually(told), 20)
    assert any("A reload is running already" in edit for edit in house.edits())


async def test_a_log_channel_that_breaks_off_costs_no_finished_work(house: House, tmp_path: Path) -> None:
    herald = house.herald

    async def breaks(_server: int, _channel: int, _reply: Reply) -> None:
        raise aiohttp.ServerDisconnectedError

    house.services.audit_log._announce = breaks
    await house.services.state.servers.change(HERALD, audit_channel=herald.channel.id)
    files = {"file": ("comet.txt", b" date 2024-05-06 Comet Pelikan passes the Earth.")}
    files["file2"] = ("ulrich.txt", b" date 2024-05-07 Comet Ulrich passes the Moon.")
    pending = await herald.admin.slash(herald.channel, "corpus add", **files)
    await herald.admin.click(pending.response, label="Confirm")

    async def counted() -> bool:
        return house.services.library.status(HERALD).span.articles == 6

    assert await asyncio.wait_for(eventually(counted), 20)


async def test_a_private_report_that_comes_late_is_no_message_in_the_channel(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "TOKEN_LIFE", timedelta(0))
    herald = house.herald
    path = house.write(herald, "comet.txt", " date 2024-05-06 Comet Pelikan will pass the Earth in August.")
    await house.reload()
    pending = await herald.admin.slash(herald.channel, "corpus remove", file=f"servers/{HERALD}/{path.name}")
    await herald.admin.click(pending.response, label="Remove")
    await house.env.settle()
    assert house.services.library.status(HERALD).span.articles == 4
    assert [message for message in herald.channel.history() if "comet" in seen(message).text] == []


async def test_after_the_tokens_life_the_report_is_a_message_in_the_channel(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "TOKEN_LIFE", timedelta(0))
    herald = house.herald
    await herald.admin.slash(herald.channel, "corpus reload")
    (message,) = [message for message in herald.channel.history() if "Reloaded" in seen(message).text]
    assert message.interaction_metadata is None


async def test_after_the_tokens_life_a_channel_that_takes_no_message_costs_one_line(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(following, "TOKEN_LIFE", timedelta(0))
    herald = house.herald
    house.write(None, "comet.txt", " date 2024-05-06 Comet Pelikan will pass the Earth in August.")
    house.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    await herald.admin.slash(herald.channel, "corpus reload")
    lines = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert lines == ["/corpus reload: not delivered, no permission to post"]
    assert house.services.library.status().span.articles == 5, "the reload itself was done"


async def test_problems_that_the_report_has_no_room_for_are_a_button_away(house: House) -> None:
    herald = house.herald
    for number in range(5):
        house.write(herald, f"picture-{number}.png", "not an article")
    house.write(house.gazette, "secret.png", "not an article")
    result = await herald.admin.slash(herald.channel, "corpus reload")
    card = seen(result)
    assert "5 skipped" in card.text
    assert card.text.count("picture-") == 3
    everything = await herald.admin.click(result.response, label="All 5 problems")
    listed = seen(everything)
    assert listed.private
    assert listed.text.count("picture-") == 5
    assert "secret" not in listed.text


async def test_changes_made_while_one_runs_follow_as_one(house: House, clock: Clock) -> None:
    library, reloads = house.services.library, house.services.reloads
    house.write(None, "slow.html", SLOW)
    run = reloads.request(Starter(HERALD, house.herald.admin.id))
    assert run is not None
    house.write(house.herald, "late.txt", " date 2025-01-01 A late article of the Herald.")
    assert reloads.request(Starter(GAZETTE, house.gazette.admin.id)) is None
    await run.wait()
    await asyncio.sleep(0)
    assert reloads.running is not None
    await reloads.running.wait()
    assert library.status(HERALD).span.articles == 6
    assert reloads.request(Starter(HERALD, house.herald.admin.id)) is not None, "a change waits for no minute"


def test_who_started_a_reload_is_named_in_their_own_server_only() -> None:
    by = Starter(HERALD, 77)
    assert read_starter(by.recorded) == by
    assert by.shown_in(HERALD) == "<@77>"
    assert by.shown_in(GAZETTE) == "an admin of another server"
    assert read_starter("AUTO_RELOAD").shown_in(HERALD) == "the bot itself, since the folder changed"
    assert read_starter("console <@&1>").shown_in(HERALD) == r"console \<\@&1\>"


async def test_progress_counts_nothing_where_other_servers_have_files_of_their_own() -> None:
    run = run_of(Starter(HERALD, 77))
    run.progress = Progress("reading", files=30, files_total=120, articles=777, passages=9, seconds_left=12.4)
    full, discreet = (text_of(running_view(run, HERALD, totals=totals)) for totals in (True, False))
    assert "▰▰▰▰▱▱▱▱▱▱▱▱▱▱▱▱ 25%\nreading · 30 of 120 files · 777 articles · about 12 s left" in full
    assert "▰▰▰▰▱▱▱▱▱▱▱▱▱▱▱▱ 25%\nreading · about 12 s left" in discreet
    run.progress = Progress("reading", files=1, files_total=1, articles=1, passages=1)
    assert "reading · 1 of 1 file · 1 articleUntil" in text_of(running_view(run, HERALD, totals=True))


async def test_what_little_would_be_left_is_counted_only_where_all_of_it_is_the_servers() -> None:
    run = run_of(Starter(HERALD, 77))
    run.end(ShrunkError("The reload would leave only 3 of 4,711 articles."))
    assert "4,711" in text_of(finished_view(run, HERALD, totals=True))
    discreet = text_of(finished_view(run, HERALD, totals=False))
    assert "4,711" not in discreet
    assert "Less than half of the archive would be left." in discreet
