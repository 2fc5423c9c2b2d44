from __future__ import annotations

import re

from tests.chat.admin.house import House
from tests.chat.world import seen


async def test_an_admin_adds_a_file_to_the_folder_reloads_and_the_next_question_quotes_it(house: House) -> None:
    server = house.herald
    (house.corpus / "comet.txt").write_text(
        " date 2024-05-06 Comet Pelikan will pass the Earth in August. Bring a coat."
    )
    card = seen(await server.admin.slash(server.channel, "corpus reload"))
    assert not card.private
    assert "Reloaded" in card.text
    assert "1 added · 0 changed · 0 removed · 0 skipped" in card.text
    answer = await house.ask(server, server.member, "When will comet Pelikan pass the Earth?")
    assert any("Comet Pelikan will pass the Earth in August." in quote.text for quote in answer.quotes)
    assert "6 May 2024" in answer.text


async def test_a_members_reload_is_refused_in_private_and_nothing_is_read(house: House) -> None:
    server = house.herald
    await house.show_all_commands_to(server, server.member)
    (house.corpus / "comet.txt").write_text(" date 2024-05-06 Comet Pelikan will pass the Earth in August.")
    card = seen(await server.member.slash(server.channel, "corpus reload"))
    assert card.private
    assert card.text == "This is for members who may manage this server."
    assert house.services.library.status(None).span.articles == 4
    assert await house.services.state.audit.entries(server.id) == []


async def test_status_tells_how_the_archive_is(house: House) -> None:
    server = house.herald
    await server.admin.slash(server.channel, "corpus reload")
    await house.ask(server, server.member, "Where did the Heron probe land?")
    card = seen(await server.admin.slash(server.channel, "corpus status"))
    assert card.private
    assert "4 articles in 4 passages" in card.text
    assert "From 28 October 2020 to 15 January 2023" in card.text
    assert re.search(r"Index: \d+ kB on the disk", card.text)
    assert re.search(rf"Last reload: .+ UTC, by <@{server.admin.id}>", card.markdown)
    assert "No problems with any file" in card.text
    assert re.search(r"median answer \d+ ms · [\d.]+ MB of memory", card.text)


async def test_the_log_is_read_page_by_page(house: House) -> None:
    server = house.herald
    for number in range(15):
        await house.services.state.audit.add(server.id, server.admin.id, "add", f"comet-{number}.txt")
    result = await server.admin.slash(server.channel, "corpus log")
    assert re.findall(r"comet-(\d+)", seen(result).text) == [str(number) for number in range(14, 2, -1)]
    older = seen(await server.admin.click(result.response, label="Older"))
    assert re.findall(r"comet-(\d+)", older.text) == ["2", "1", "0"]
    assert older.private
    assert "Older" not in older.buttons
