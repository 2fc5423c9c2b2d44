"""Sentences that admins read where there is nothing, or too much, of something."""

from __future__ import annotations

import pytest

from bot.chat.admin import settings_command
from bot.chat.admin.corpus.reload_runs import Starter
from bot.chat.admin.corpus.reload_view import finished_view, late_view
from bot.errors import CancelledReloadError
from tests.chat.admin.house import HERALD, House
from tests.chat.admin.test_files import add
from tests.chat.admin.test_running import run_of, text_of
from tests.chat.world import seen


async def test_what_an_admin_reads_where_there_is_nothing(house: House) -> None:
    server = house.gazette
    await server.admin.slash(server.channel, "settings questions", keep=True)
    said = {
        "corpus problems": ("No problems", "Every file of the archive could be read."),
        "corpus export": ("Nothing to export", "This server has no articles of its own"),
        "corpus unanswered": ("Nothing to show", "Every question kept here found something, and nobody objected."),
        "insights": ("No questions", "Nobody asked anything in that time."),
        "feeds list": ("No feeds", "takes in the articles of an RSS, Atom or JSON feed."),
    }
    for command, sentences in said.items():
        text = seen(await server.admin.slash(server.channel, command)).text
        assert all(sentence in text for sentence in sentences), (command, text)
    other = house.herald
    text = seen(await other.admin.slash(other.channel, "corpus log")).text
    assert "Nothing in the log" in text
    assert "Each reload, change of a file and setting will be a line here." in text


async def test_an_upload_of_which_nothing_can_be_taken_says_so(house: House) -> None:
    server = house.herald
    assert "Nothing to add" in seen(await add(house, server, server.admin, ("virus.exe", b"MZ"))).text


async def test_an_export_says_what_is_in_it(house: House) -> None:
    server = house.herald
    house.write(server, "comet.txt", " date 2024-05-06 Comet Pelikan will pass the Earth in August.")
    text = seen(await server.admin.slash(server.channel, "corpus export")).text
    assert "1 article of this server" in text
    assert "One JSON object a line, packed." in text


async def test_one_problem_is_said_in_the_singular_and_without_the_servers_id(house: House) -> None:
    server = house.herald
    house.write(server, "picture.png", "no article")
    await house.reload()
    assert "1 problem (1 skipped)" in seen(await server.admin.slash(server.channel, "corpus status")).text
    problems = seen(await server.admin.slash(server.channel, "corpus problems"))
    assert "### 1 problem\n- **picture.png**" in problems.markdown
    assert str(server.id) not in problems.text
    preview = await add(house, server, server.admin, ("new.txt", b" date 2024-05-06 Comet Pelikan passed."))
    await server.admin.click(preview.response, label="Confirm")
    assert "picture.png" not in seen(preview).text, "no news of another file"


async def test_what_is_wrong_with_the_whole_archive_is_for_its_owners(house: House) -> None:
    house.write(house.gazette, "own.txt", " date 2024-05-06 A regatta.")
    house.services.library.set_notice("The index in /srv/secret is damaged.")
    text = seen(await house.herald.admin.slash(house.herald.channel, "corpus status")).text
    assert "Something is wrong; the bot's owners find it in the log." in text
    assert "secret" not in text


async def test_a_reload_that_takes_long_or_is_cancelled_says_what_follows() -> None:
    assert text_of(late_view(private=True)).startswith("This reload takes long")
    run = run_of(Starter(HERALD, 7))
    run.outcome.set_exception(CancelledReloadError("stopped"))
    assert text_of(finished_view(run, HERALD, totals=True)).startswith("Reload cancelled")


async def test_so_many_forums_can_be_named(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings_command, "_MAX_CHANNELS", 0)
    server = house.herald
    forum = server.guild.create_forum_channel("questions")
    options = {"what": "answer posts in", "forum": forum}
    said = seen(await server.admin.slash(server.channel, "settings forum", **options)).text
    assert said == "At most 0 forums can be named."


async def test_the_log_has_a_heading(house: House) -> None:
    server = house.herald
    await server.admin.slash(server.channel, "settings answers", excerpts=2)
    assert seen(await server.admin.slash(server.channel, "corpus log")).markdown.startswith("### Log\n")
