"""What an operator reads: every request under one id, which the asker is shown when it fails, and nothing private."""

from __future__ import annotations

import json
import logging
import os
import re
import traceback
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from bot.chat.text.redaction import discreet
from bot.cli.log import set_up_logging
from bot.library import Library
from bot.request import request, request_id
from tests.chat.world import World, choose, seen

WORD = "quincunx"  # in every question below, and nowhere else
ASKED = f"Where did the Heron probe land, {WORD}?"
NAMES = ("edith", "moss", "otter", "Reading Room")

Events = list[dict[str, Any]]


@pytest.fixture
def printed() -> Iterator[StringIO]:
    """The whole log as an operator would have it with LOG_LEVEL=DEBUG and LOG_FORMAT=json."""
    root = logging.getLogger()
    before = root.handlers[:]
    levels = [(logger, logger.level) for logger in (root, logging.getLogger("bot"))]
    root.handlers.clear()  # set_up_logging would close pytest's own
    out = StringIO()
    set_up_logging("DEBUG", "json", out)
    yield out
    root.handlers[:] = before
    for logger, level in levels:
        logger.setLevel(level)


def events(printed: StringIO) -> Events:
    return [json.loads(line) for line in printed.getvalue().splitlines()]


async def a_day(world: World) -> None:
    """Every way of asking, the buttons, an admin at work, and some things done wrong."""
    asked = await world.member.slash(world.channel, "ask", question=ASKED)
    assert asked.response is not None
    await world.other.click(asked.response, label="More quotes")
    for label in ("Why these", "Cite", "Timeline", "Newest first"):
        await choose(world.other, asked.response, label)
    message = await world.member.send(world.channel, f"{world.me} {ASKED}")
    await world.member.edit(message, f"{world.me} What became of the {WORD} Heron probe?")
    await world.other.context_menu(world.channel, "Find sources", message)
    await world.member.send_dm(f"{ASKED} {WORD}")
    await world.member.slash(world.channel, "ask", question=f"{WORD} {WORD}", since=f"{WORD}")
    await world.member.autocomplete(world.channel, "ask", "source", WORD, question=WORD)
    await world.member.slash(world.channel, "article", title=WORD)
    await world.member.slash(world.channel, "timeline", topic=f"Heron {WORD}")
    await world.admin.slash(world.channel, "corpus reload")
    await world.admin.slash(world.channel, "corpus status")


async def test_no_question_and_no_members_name_is_ever_logged_and_no_name_is_kept_in_a_file(
    world: World, printed: StringIO, tmp_path: Path
) -> None:
    await a_day(world)
    log = printed.getvalue()
    assert len(events(printed)) > 5, "there is a log"
    for private in (WORD, *NAMES):
        assert private.casefold() not in log.casefold()
    for file in [*(tmp_path / "data").rglob("*"), *(tmp_path / "state").iterdir()]:
        kept = file.read_bytes().lower() if file.is_file() else b""
        assert not [name for name in NAMES if name.lower().encode() in kept], file.name


async def test_all_that_is_logged_of_a_question_bears_one_id(world: World, printed: StringIO) -> None:
    for _ in range(2):
        await world.member.slash(world.channel, "ask", question=ASKED)
    answered = [event for event in events(printed) if event["logger"] == "bot.chat.questions.desk"]
    assert len(answered) == len({event["request"] for event in answered}) == 2
    assert re.fullmatch(r"(answered|unsure|nothing), \d+\.\d ms, server \d+", answered[0]["message"])


@pytest.mark.simcord(check_errors=False)
async def test_the_reference_a_member_is_shown_finds_the_failure_in_the_log(
    world: World, printed: StringIO, library: Library
) -> None:
    await library.close()  # nobody foresaw a question after that
    card = seen(await world.member.slash(world.channel, "ask", question=ASKED))
    assert "Something went wrong here, and it is not your question." in card.text
    found = re.search(r"\b[0-9a-f]{8}\b", card.text)
    assert found
    (failed,) = [event for event in events(printed) if event["level"] == "error"]
    assert failed["request"] == found[0]
    assert failed["message"] == "/ask failed"
    assert "in ask" in failed["traceback"]
    assert "RuntimeError" in failed["traceback"]
    assert WORD not in printed.getvalue()


def test_a_traceback_shows_where_and_what_kind_but_not_what_the_error_says() -> None:
    def answer(text: str) -> None:
        try:
            dict[str, int]()[text]
        except KeyError as error:
            raise ValueError(f"no such term: {text}") from error

    with pytest.raises(ValueError, match=WORD) as fallen:
        answer(WORD)
    shown = "".join(traceback.format_exception(discreet(fallen.value)))
    assert WORD not in shown
    assert "KeyError" in shown
    assert "ValueError" in shown
    assert "in answer" in shown


def test_a_network_that_is_away_is_one_line_and_our_own_failures_keep_their_traceback(printed: StringIO) -> None:
    for name, error in (("discord.shard", OSError(101, "Network is unreachable")), ("bot.chat", ValueError("x"))):
        try:
            raise error
        except Exception:
            logging.getLogger(name).exception("Attempting a reconnect for shard ID %s in %.2fs", 0, 1.5)
    away, ours = events(printed)
    assert away["message"] == "Attempting a reconnect for shard ID 0 in 1.50s: [Errno 101] Network is unreachable"
    assert "traceback" not in away
    assert "ValueError: x" in ours["traceback"]


def test_for_people_the_id_stands_at_the_end_of_the_line(printed: StringIO) -> None:
    set_up_logging("INFO", "human", printed)
    with request() as outer, request() as inner:
        assert outer == inner == request_id()
        logging.getLogger("test").info("asked")
    logging.getLogger("test").info("quiet")
    first, second = printed.getvalue().splitlines()
    assert first.endswith(f"test: asked [{outer}]")
    assert second.endswith("test: quiet")


def test_in_the_journal_each_line_has_its_priority_and_no_time_of_its_own(
    printed: StringIO, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "journal").open("w+") as journal:
        status = os.fstat(journal.fileno())
        monkeypatch.setenv("JOURNAL_STREAM", f"{status.st_dev}:{status.st_ino}")
        set_up_logging("INFO", "human", journal)
        logging.getLogger("bot.test").info("asked")
        try:
            raise ValueError("x")
        except ValueError:
            logging.getLogger("bot.test").exception("failed")
        lines = (tmp_path / "journal").read_text().splitlines()
    assert lines[:3] == ["<6>bot.test: asked", "<3>bot.test: failed", "<3>Traceback (most recent call last):"]
    assert all(line.startswith("<3>") for line in lines[1:])
