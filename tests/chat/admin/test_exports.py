"""Exports of other programs, the form of /corpus add, and Apps > Add to archive."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.chat.admin import conftest
from tests.chat.admin.house import House, Server
from tests.chat.world import seen

EXPORTS = Path(__file__).parents[2] / "importing" / "exports"
COMET = b" date 2024-05-06 Comet Pelikan will pass the Earth in August. Bring a coat."


def field(modal: Any) -> str:
    return str(modal.modal["components"][0]["component"]["custom_id"])


async def drop(server: Server, who: Any, *files: tuple[str, bytes], **options: Any) -> Any:
    """Opens the form of /corpus add and drops the files into it."""
    form = await who.slash(server.channel, "corpus add", **options)
    assert form.modal["title"] == "Add to the archive"
    assert form.modal["components"][0]["label"] == "Up to ten files"
    return await who.submit_modal(form, {field(form): list(files)})


async def test_ten_files_are_dropped_into_one_form(house: House) -> None:
    server = house.herald
    files = [(f"comet-{number}.txt", COMET.replace(b"Pelikan", f"No {number}".encode())) for number in range(10)]
    preview = await drop(server, server.admin, *files)
    card = seen(preview)
    assert card.private
    assert "Add 10 files, for this server alone?" in card.text
    await server.admin.click(preview.response, label="Confirm")
    assert sum(f"servers/{server.id}/comet-" in name for name in house.files()) == 10


async def test_the_form_asks_again_who_may(house: House) -> None:
    server = house.herald
    await house.show_all_commands_to(server, server.member)
    assert "members who may manage this server" in seen(await server.member.slash(server.channel, "corpus add")).text
    form = await server.admin.slash(server.channel, "corpus add", shared=True)
    refused = await server.admin.submit_modal(form, {field(form): [("comet.txt", COMET)]})
    assert "Add 1 file" not in seen(refused).text


async def test_the_form_counts_in_the_pace_of_a_servers_uploads(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    server = house.herald
    monkeypatch.setattr(house.services.upload_pace, "_clock", lambda: 0.0)  # SimCord's time stands still as well
    form = await server.admin.slash(server.channel, "corpus add")
    for _ in range(20):
        house.services.upload_pace.take(server.id)
    refused = await server.admin.submit_modal(form, {field(form): [("comet.txt", COMET)]})
    assert "That is a lot at once" in seen(refused).text
    assert not list((house.data / "uploads").glob("*"))
    other = await drop(house.gazette, house.gazette.admin, ("comet.txt", COMET))
    assert "Add 1 file" in seen(other).text, "another server has a pace of its own"


async def test_an_export_of_wordpress_becomes_articles_of_this_server(house: House) -> None:
    server = house.herald
    preview = await drop(server, server.admin, ("gazette.WordPress.xml", (EXPORTS / "wordpress.xml").read_bytes()))
    card = seen(preview)
    assert "the first of 3 articles" in card.text
    assert "WordPress export" in card.text
    assert "Left out: 3 pages, 2 drafts" in card.text
    await server.admin.click(preview.response, label="Confirm")
    answer = await house.ask(server, server.member, "Which bell rang again?")
    assert any("rang again on Thursday night" in quote.text for quote in answer.quotes)
    other = await house.ask(house.gazette, house.gazette.member, "Which bell rang again?")
    assert not any("rang again" in quote.text for quote in other.quotes)


async def test_an_export_that_cannot_be_read_is_refused_with_a_sentence(house: House) -> None:
    entities = b"<!DOCTYPE rss [<!ENTITY a 'ha'>]><rss xmlns:wp='http://wordpress.org/export/1.2/'>&a;</rss>"
    text = seen(await drop(house.herald, house.herald.admin, ("entities.xml", entities))).text
    assert "entities.xml was not taken: There is no article to import. Its XML defines entities" in text


async def test_the_text_or_the_files_of_a_message_are_added_with_its_date(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conftest, "TODAY", date(2026, 6, 15))  # SimCord's clock stands in January of that year
    server = house.herald
    message = await server.member.send(server.channel, "The comet was seen over Tallinn: a green tail, said the pilot.")
    preview = await server.admin.context_menu(server.channel, "Add to archive", message)
    card = seen(preview)
    assert card.private
    day = message.created_at.date()
    assert f"{day.day} {day:%B %Y}" in card.text
    await server.admin.click(preview.response, label="Confirm")
    (name,) = (name for name in house.files() if "message-" in name)
    assert name.startswith(f"servers/{server.id}/message-{day}")
    notes = ("notes.txt", b"No date stands in these notes.")
    with_file = await server.member.send(server.channel, "see", attachments=[notes])
    preview = await server.admin.context_menu(server.channel, "Add to archive", with_file)
    assert "notes.txt" in seen(preview).text
    assert "undated" not in seen(preview).text
    card_alone = (await server.member.slash(server.channel, "ask", question="Heron probe?")).response
    refused = await server.admin.context_menu(server.channel, "Add to archive", card_alone)
    assert "This message has neither text nor files." in seen(refused).text
    await house.show_all_commands_to(server, server.member)
    refused = await server.member.context_menu(server.channel, "Add to archive", message)
    assert "members who may manage this server" in seen(refused).text
