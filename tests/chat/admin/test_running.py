"""A reload under way: who sees it, who stops it, what follows it."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import Any

import pytest
from discord import ButtonStyle

from bot.chat.admin.corpus import reload_command as following
from bot.chat.admin.corpus.reload_runs import ReloadRun, Starter, read_starter
from bot.chat.admin.corpus.reload_view import finished_view, running_view
from bot.chat.admin.panel import panel
from bot.chat.components.custom_ids import custom_id
from bot.chat.components.persistent import button
from bot.chat.transport.reply import Reply
from bot.errors import CancelledReloadError, ShrunkError
from bot.library import Library, Reload
from bot.model import Progress
from tests.chat.admin.house import GAZETTE, HERALD, House
from tests.chat.world import Seen, seen
from tests.store.conftest import Clock

SLOW = "<html><body>" + "<p>The orchard blooms again in spring.</p>" * 1_500 + "</body></html>"  # half a second to read


def text_of(reply: Reply) -> str:
    """What a card says."""
    components: list[dict[str, Any]] = reply.view.to_components()  # type: ignore[no-untyped-call]
    return Seen(components).text


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
    nothing: asyncio.Task[Any] = asyncio.create_task(asyncio.sleep(0))
    here, there = [
        await house.post(server, running_view(ReloadRun(by, nothing), None, server.id, totals=True))
        for server in (herald, gazette)
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
    result = await herald.admin.slash(herald.channel, "corpus reload")
    assert "Not reloaded yet" in seen(result).text
    assert (await house.ask(herald, herald.member, "Where did the Heron probe land?")).quotes
    await herald.admin.click(result.response, label="Reload anyway")
    assert "3 removed" in seen(result).text
    anyway = button("Reload anyway", custom_id("corpusforce"), style=ButtonStyle.danger)
    again = await house.post(herald, panel(["Not reloaded yet"], buttons=[anyway]))
    assert "less than a minute ago" in seen(await herald.admin.click(again, label="Reload anyway")).text
    actions = [entry.detail for entry in await house.services.state.audit.entries(herald.id)]
    assert "3 removed" in actions[0]
    assert actions[1].startswith("not done")


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
    run = await reloads.request(Starter(HERALD, house.herald.admin.id))
    assert run is not None
    house.write(house.herald, "late.txt", " date 2025-01-01 A late article of the Herald.")
    assert await reloads.request(Starter(GAZETTE, house.gazette.admin.id)) is None
    await run.task
    await asyncio.sleep(0)
    assert reloads.running is not None
    await reloads.running.task
    assert library.status(HERALD).span.articles == 6
    assert await reloads.request(Starter(HERALD, house.herald.admin.id)) is None, "its minute is not over"


def test_who_started_a_reload_is_named_in_their_own_server_only() -> None:
    by = Starter(HERALD, 77)
    assert read_starter(by.recorded) == by
    assert by.shown_in(HERALD) == "<@77>"
    assert by.shown_in(GAZETTE) == "an admin of another server"
    assert read_starter("AUTO_RELOAD").shown_in(HERALD) == "the bot itself, since the folder changed"
    assert read_starter("console <@&1>").shown_in(HERALD) == r"console \<\@&1\>"


def test_progress_counts_nothing_where_other_servers_have_files_of_their_own() -> None:
    run = ReloadRun(Starter(HERALD, 77), None)  # type: ignore[arg-type]
    progress = Progress("reading", files=30, files_total=120, articles=777, passages=9, seconds_left=12.4)
    full, discreet = (text_of(running_view(run, progress, HERALD, totals=totals)) for totals in (True, False))
    assert "▰▰▰▰▱▱▱▱▱▱▱▱▱▱▱▱ 25%\nreading · 30 of 120 files · 777 articles · about 12 s left" in full
    assert "▰▰▰▰▱▱▱▱▱▱▱▱▱▱▱▱ 25%\nreading · about 12 s left" in discreet


def test_what_little_would_be_left_is_counted_only_where_all_of_it_is_the_servers() -> None:
    error = ShrunkError("The reload would leave only 3 of 4,711 articles.")

    async def failed() -> Reload:
        raise error

    async def card(*, totals: bool) -> str:
        run = ReloadRun(Starter(HERALD, 77), asyncio.create_task(failed()))
        await asyncio.wait({run.task})
        return text_of(finished_view(run, HERALD, totals=totals))

    assert "4,711" in asyncio.run(card(totals=True))
    discreet = asyncio.run(card(totals=False))
    assert "4,711" not in discreet
    assert "Less than half of the archive would be left." in discreet
