"""/corpus add, remove, restore, export: files go in, out, back and away."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from bot.articles import Limits, scan
from tests.chat.admin.house import House, Server
from tests.chat.world import seen

COMET = b" date 2024-05-06 Comet Pelikan will pass the Earth in August. Bring a coat."


async def add(house: House, server: Server, who: Any, *files: tuple[str, bytes], **options: Any) -> Any:
    names = ["file", *(f"file{number}" for number in range(2, 11))]
    return await who.slash(server.channel, "corpus add", **dict(zip(names, files, strict=False)), **options)


async def choose(server: Server, who: Any, command: str, typed: str) -> str:
    (choice, *_) = await who.autocomplete(server.channel, command, "file", typed)
    return str(choice["value"])


async def test_an_added_article_is_previewed_confirmed_and_quoted(house: House) -> None:
    server = house.herald
    preview = await add(house, server, server.admin, ("comet pelikan.txt", COMET))
    card = seen(preview)
    assert card.private
    assert "Add 1 file, for this server alone?" in card.text
    assert "Comet Pelikan will pass the Earth in August. · 6 May 2024" in card.text
    assert house.files().keys() == {"heron.txt", "lantern.txt", "ferry.txt", "market.txt"}, "not before Confirm"
    await server.admin.click(preview.response, label="Confirm")
    card = seen(preview)
    assert "Added 1 file" in card.text
    assert "Reloaded" in card.text
    assert f"servers/{server.id}/comet-pelikan.txt" in house.files()
    answer = await house.ask(server, server.member, "When will comet Pelikan pass the Earth?")
    assert any("Comet Pelikan will pass the Earth" in quote.text for quote in answer.quotes)


async def test_ten_files_at_once_and_those_that_cannot_be_taken_are_named(house: House) -> None:
    server = house.herald
    good = [(f"comet-{number}.txt", COMET.replace(b"Pelikan", f"Pelikan {number}".encode())) for number in range(7)]
    bad = [("virus.exe", b"MZ"), ("empty.txt", b""), ("broken.json", b'{"text": ')]
    preview = await add(house, server, server.admin, *good, *bad)
    card = seen(preview)
    assert "Add 7 files" in card.text
    for name, _ in bad:
        assert f"{name} was not taken" in card.text
    await server.admin.click(preview.response, label="Confirm")
    assert sum("comet-" in name for name in house.files()) == 7
    assert not any("virus" in name or "broken" in name for name in house.files())


async def test_a_file_larger_than_the_corpus_takes_is_named_and_never_fetched(house: House) -> None:
    server = house.herald
    largest = house.services.uploads.largest()
    preview = await add(house, server, server.admin, ("comet.txt", COMET), ("vast.txt", b"x" * (largest + 1)))
    card = seen(preview)
    assert "Add 1 file" in card.text
    assert "vast.txt was not taken: It is larger than 25.0 MB." in card.text


async def test_a_missing_date_is_asked_for(house: House) -> None:
    server = house.herald
    preview = await add(house, server, server.admin, ("comet.txt", b"Comet Pelikan will pass the Earth in August."))
    assert "undated" in seen(preview).text
    modal = await server.admin.click(preview.response, label="Date: comet.txt")
    wrong = await server.admin.submit_modal(modal, {field(modal): "soon"})
    assert "Write it like 2020-10-28." in seen(wrong).text
    modal = await server.admin.click(preview.response, label="Date: comet.txt")
    await server.admin.submit_modal(modal, {field(modal): "6 May 2024"})
    assert "6 May 2024" in seen(preview).text
    await server.admin.click(preview.response, label="Confirm")
    answer = await house.ask(server, server.member, "When will comet Pelikan pass the Earth?")
    assert "6 May 2024" in answer.text


async def test_a_discarded_upload_leaves_nothing(house: House) -> None:
    server = house.herald
    before = house.files()
    preview = await add(house, server, server.admin, ("comet.txt", COMET))
    await server.admin.click(preview.response, label="Discard")
    assert seen(preview).text == "Nothing was added."
    assert house.files() == before
    assert not list((house.data / "uploads").iterdir())


async def test_the_shared_part_is_changed_by_owners_and_admins_of_home_servers_only(house: House) -> None:
    server, before = house.gazette, house.files()
    refused = await add(house, server, server.admin, ("comet.txt", COMET), shared=True)
    assert seen(refused).text == "The shared part of the archive is changed by the bot's owners only."
    assert house.files() == before
    assert await server.admin.autocomplete(server.channel, "corpus remove", "file", "heron") == []
    house.services.permissions.home_servers = frozenset({server.id})
    preview = await add(house, server, server.admin, ("comet.txt", COMET), shared=True)
    assert "for every server" in seen(preview).text
    await server.admin.click(preview.response, label="Confirm")
    assert house.files()["comet.txt"] == COMET
    answer = await house.ask(house.herald, house.herald.member, "When will comet Pelikan pass the Earth?")
    assert answer.quotes


async def test_a_removed_file_is_no_longer_quoted_until_it_is_restored(house: House) -> None:
    server = house.herald
    house.write(server, "comet.txt", COMET.decode())
    await house.reload()
    path = await choose(server, server.admin, "corpus remove", "comet")
    assert path == f"servers/{server.id}/comet.txt"
    question = await server.admin.slash(server.channel, "corpus remove", file=path)
    assert "It is this server's own. It can be restored for 30 days." in seen(question).text
    assert path in house.files()
    await server.admin.click(question.response, label="Remove")
    assert "0 added · 0 changed · 1 removed" in seen(question).text
    assert path not in house.files()
    answer = await house.ask(server, server.member, "When will comet Pelikan pass the Earth?")
    assert not any("Pelikan" in quote.text for quote in answer.quotes)
    back = await choose(server, server.admin, "corpus restore", "comet")
    restored = await server.admin.slash(server.channel, "corpus restore", file=back)
    assert "Restored comet.txt" in seen(restored).text
    assert house.files()[path] == COMET


async def test_a_removal_can_be_called_off(house: House) -> None:
    server = house.herald
    house.write(server, "comet.txt", COMET.decode())
    question = await server.admin.slash(server.channel, "corpus remove", file=f"servers/{server.id}/comet.txt")
    await server.admin.click(question.response, label="Keep")
    assert seen(question).text == "Nothing was removed."
    assert f"servers/{server.id}/comet.txt" in house.files()


async def test_an_owner_removes_a_shared_file(house: House) -> None:
    server = house.herald
    question = await house.owner.slash(server.channel, "corpus remove", file="heron.txt")
    assert "It is shared: every server loses it." in seen(question).text
    await house.owner.click(question.response, label="Remove")
    assert "heron.txt" not in house.files()


async def test_the_export_is_the_servers_own_articles_in_a_form_that_the_corpus_reads(
    house: House, tmp_path: Path
) -> None:
    server = house.herald
    empty = await server.admin.slash(server.channel, "corpus export")
    assert "no articles of its own" in seen(empty).text
    house.write(server, "comet.txt", COMET.decode())
    house.write(server, "undated.md", "---\ntitle: An “undated” title\nsource: Herald\n---\nA text — with dashes.")
    house.write(house.gazette, "secret.txt", " date 2024-01-01 The Gazette's secret.")
    result = await server.admin.slash(server.channel, "corpus export")
    assert "2 articles of this server" in seen(result).text
    (attachment,) = result.response.attachments
    content = await attachment.read()
    records = [json.loads(line) for line in gzip.decompress(content).splitlines()]
    assert [record["title"] for record in records] == [
        "Comet Pelikan will pass the Earth in August.",
        "An “undated” title",
    ]
    assert (records[0]["date"], records[1]["date"]) == ("2024-05-06", None)
    again = tmp_path / "again"
    again.mkdir()
    (again / attachment.filename).write_bytes(content)
    assert len(scan(again, Limits()).files) == 1


async def test_problems_are_listed_with_their_reasons_and_as_a_file(house: House) -> None:
    server = house.herald
    house.write(None, "picture.png", "not an article")
    house.write(server, "empty.txt", "")
    house.write(house.gazette, "secret.png", "not an article")
    await house.reload()
    result = await server.admin.slash(server.channel, "corpus problems")
    card = seen(result)
    assert "2 problems" in card.text
    assert "picture.png: Its kind is unknown" in card.text
    assert "empty.txt: It is empty." in card.text
    (attachment,) = result.response.attachments
    table = (await attachment.read()).decode("utf-8-sig")
    assert table.startswith("file,record,what,reason\r\n")
    assert "secret" not in table + card.text


async def test_every_change_leaves_a_line_in_the_log_and_in_the_servers_channel(house: House) -> None:
    server = house.herald
    channel = server.guild.create_text_channel("minutes")
    await server.admin.slash(server.channel, "settings log", channel=channel)
    preview = await add(house, server, server.admin, ("comet.txt", COMET))
    await server.admin.click(preview.response, label="Confirm")
    card = seen(await server.admin.slash(server.channel, "corpus log"))
    assert card.private
    lines = [line for line in card.text.splitlines() if "·" in line]
    assert [line.split("·")[2].split("—")[0].strip() for line in lines] == ["reload", "add", "setting"]
    assert "add — comet.txt" in lines[1]
    assert f"<@{server.admin.id}>" in card.markdown
    told = [seen(message).markdown for message in channel.history()]
    assert len(told) == 3
    await server.admin.slash(server.channel, "corpus reload")
    question = await server.admin.slash(server.channel, "corpus remove", file=f"servers/{server.id}/comet.txt")
    await server.admin.click(question.response, label="Remove")
    back = await choose(server, server.admin, "corpus restore", "comet")
    await server.admin.slash(server.channel, "corpus restore", file=back)
    entries = await house.services.state.audit.entries(server.id)
    assert {"reload", "add", "remove", "restore", "setting"} <= {entry.action for entry in entries}
    assert {entry.who for entry in entries} == {server.admin.id}
    assert "Nothing in the log" in seen(await house.gazette.admin.slash(house.gazette.channel, "corpus log")).text


def field(modal: Any) -> str:
    """The custom id of the modal's one field."""
    (row,) = modal.modal["components"]
    part = row.get("component") or row["components"][0]
    return str(part["custom_id"])


async def test_a_removed_file_is_no_longer_quoted_while_another_reload_still_runs(house: House) -> None:
    server, library = house.herald, house.services.library
    house.write(None, "slow.jsonl", '{"text": ""}\n' * 30_000)
    run = library.start_reload("AUTO_RELOAD")
    pending = await house.owner.slash(server.channel, "corpus remove", file="heron.txt")
    await house.owner.click(pending.response, label="Remove")
    answer = await house.ask(server, server.member, "Where did the Heron probe land?")
    assert not any("Heron" in quote.text for quote in answer.quotes)
    await run.wait()
    answer = await house.ask(server, server.member, "Where did the Heron probe land?")
    assert not any("Heron" in quote.text for quote in answer.quotes), "nor after the reload that had listed it"
