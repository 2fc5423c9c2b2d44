from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.chat.admin.insights.grouping import grouped
from bot.chat.admin.insights.statistics import WrongMonthError, count_month, month_before
from bot.chat.admin.panel import table
from bot.model import Verdict
from bot.store.questions import KeptQuestion
from tests.chat.admin.house import House
from tests.chat.world import seen
from tests.doubling import assert_linear

NOON = datetime(2025, 6, 10, 12, tzinfo=UTC)


def kept(text: str, verdict: Verdict = Verdict.NOTHING, *, hours: int = 0, unhelpful: int = 0) -> KeptQuestion:
    return KeptQuestion(text, NOON - timedelta(hours=hours), verdict, 5.0, ("aa",), 0, unhelpful)


def test_questions_that_say_nearly_the_same_are_one() -> None:
    groups = grouped(
        [
            kept("Who won the regatta?"),
            kept("Who won the regatta", hours=1),
            kept("who WON the Regata?", hours=2, verdict=Verdict.ANSWERED, unhelpful=2),
            kept("When did the ferry sink?", hours=3),
            kept("Did the ferry sink, and when?", hours=4),
            kept("What is a quasar?", hours=5),
        ]
    )
    assert [(group.text, group.asked, group.nothing, group.unhelpful) for group in groups] == [
        ("Who won the regatta?", 3, 2, 1),
        ("When did the ferry sink?", 2, 2, 0),
        ("What is a quasar?", 1, 1, 0),
    ]


def test_a_cell_that_a_spreadsheet_would_run_is_text() -> None:
    file = table("x.csv", ("question",), [('=HYPERLINK("http://x")',), ("@SUM(A1)",), ("plain, with comma",)])
    content = file.fp.read().decode("utf-8-sig")
    rows = [row[0] for row in csv.reader(io.StringIO(content))]
    assert rows == ["question", '\'=HYPERLINK("http://x")', "'@SUM(A1)", "plain, with comma"]


def test_a_month_is_counted_by_day_and_verdict() -> None:
    questions = [kept("a", Verdict.ANSWERED), kept("b", Verdict.UNSURE), kept("c", hours=24), kept("d", hours=24)]
    month = count_month(questions, date(2025, 6, 1), date(2025, 7, 1))
    assert (month.questions, month.answered, month.unsure, month.nothing) == (4, 0.25, 0.25, 0.5)
    assert [(day.day.day, day.answered, day.unsure, day.nothing) for day in month.days][8:10] == [
        (9, 0, 0, 2),
        (10, 1, 1, 0),
    ]
    assert "4 in all, most on 9 June 2025 (2)" in month.in_words()


def test_a_month_is_written_as_year_and_month() -> None:
    assert month_before(date(2025, 6, 15), None) == (date(2025, 5, 17), date(2025, 6, 16))
    assert month_before(date(2025, 6, 15), " 2024-12 ") == (date(2024, 12, 1), date(2025, 1, 1))
    for wrong in ("June", "2025-13", "0000-01", "2025"):
        with pytest.raises(WrongMonthError, match="Write the month like 2025-03"):
            month_before(date(2025, 6, 15), wrong)


async def test_nothing_is_kept_before_an_admin_allows_it(house: House) -> None:
    server = house.herald
    await house.ask(server, server.member, "Who won the regatta of the glass frogs?")
    for command in ("corpus unanswered", "insights"):
        card = seen(await server.admin.slash(server.channel, command))
        assert "No questions are kept" in card.text
        assert "/settings questions" in card.markdown


async def test_what_readers_did_not_find_is_shown_grouped_and_as_a_file(house: House) -> None:
    server = house.herald
    await server.admin.slash(server.channel, "settings questions", keep=True)
    await house.ask(server, server.member, "Who won the regatta of the glass frogs?")
    await house.ask(server, server.admin, "Who won the regatta of glass frogs")
    await house.ask(server, server.member, "Where did the Heron probe land?")
    await house.ask(house.gazette, house.gazette.member, "What does the Gazette hide?")
    result = await server.admin.slash(server.channel, "corpus unanswered")
    card = seen(result)
    assert card.private
    assert "2 × Who won the regatta of glass frogs — 2 found nothing" in card.text
    assert "Heron" not in card.text
    (attachment,) = result.response.attachments
    content = (await attachment.read()).decode("utf-8-sig")
    assert "Who won the regatta of glass frogs,2,2,0,0,2025-06-15" in content
    assert "Gazette" not in content + card.text
    assert str(server.member.id) not in content + card.markdown


async def test_a_month_is_drawn_and_told_in_words_as_what_is_unanswered_says(house: House) -> None:
    server = house.herald
    await server.admin.slash(server.channel, "settings questions", keep=True)
    await house.ask(server, server.member, "Who won the regatta of the glass frogs?")
    await house.ask(server, server.admin, "Who won the regatta of glass frogs?")
    await house.ask(server, server.member, "Where did the Heron probe land?")
    found = await server.member.slash(server.channel, "ask", question="When did the Heron probe land?")
    await server.member.click(found.response, label="Not helpful")
    result = await server.admin.slash(server.channel, "insights")
    card = seen(result)
    groups = [
        "2 × Who won the regatta of glass frogs? — 2 found nothing",
        "1 × When did the Heron probe land? — 1 not helpful, 1 unsure and not opened",
    ]
    for text in (card.text, seen(await server.admin.slash(server.channel, "corpus unanswered")).text):
        assert text.startswith("3 of 4 questions need articles")
        assert [line for line in text.splitlines() if " × " in line] == groups
    assert card.text.index(groups[-1]) < card.text.index("25% answered")
    (attachment,) = result.response.attachments
    assert (await attachment.read()).startswith(b"\x89PNG")
    gallery = next(part for part in card.components if part["type"] == 12)
    assert "Questions a day from" in gallery["items"][0]["description"]


async def test_an_unsure_answer_counts_until_somebody_reads_on_from_it(house: House) -> None:
    server = house.herald
    await server.admin.slash(server.channel, "settings questions", keep=True)
    result = await server.member.slash(server.channel, "ask", question="Who painted the ferry that joins the islands?")
    assert "No clear answer" in seen(result).text
    assert "1 of 1 question needs" in seen(await server.admin.slash(server.channel, "corpus unanswered")).text
    label = next(label for label in seen(result).buttons if label.startswith("Read, "))
    await server.member.click(result.response, label=label)
    assert "Nothing to show" in seen(await server.admin.slash(server.channel, "corpus unanswered")).text
    await server.member.click(result.response, label="Not helpful")
    assert "1 of 1 question needs" in seen(await server.admin.slash(server.channel, "corpus unanswered")).text


async def test_a_member_has_their_questions_removed_everywhere(house: House) -> None:
    for server in (house.herald, house.gazette):
        await server.admin.slash(server.channel, "settings questions", keep=True)
    reader = house.herald.member
    await house.ask(house.herald, reader, "Who won the regatta of the glass frogs?")
    card = seen(await reader.slash(house.herald.channel, "forget-me"))
    assert card.private
    assert "Removed 1 question of yours, in every server." in card.text
    assert "Nothing to show" in seen(await house.herald.admin.slash(house.herald.channel, "corpus unanswered")).text
    assert "No question of yours was kept" in seen(await reader.slash(house.herald.channel, "forget-me")).text


def test_near_duplicates_are_found_in_linear_time_however_long_the_questions_are() -> None:
    words = [f"{number * 7919 % 100_003:x}" for number in range(4_000)]

    def made(length: int) -> Callable[[int], list[KeptQuestion]]:
        return lambda count: [kept(" ".join(words[n % 2_000 : n % 2_000 + length]) + str(n)) for n in range(count)]

    assert assert_linear(made(1_000), grouped, start=50, most=400) < 0.3
    assert assert_linear(made(8), grouped, start=500, most=4_000) < 1.0


def test_a_typing_error_another_order_or_a_word_more_is_the_same_question() -> None:
    first = "When did the Heron probe reach the moon of Saturn?"
    for other in (
        "when did the heron probe reach the moon of saturn",
        "When did the Heron prope reach the moon of Saturn?",
        "The Heron probe: when did it reach the moon of Saturn?",
        "When did the Heron space probe reach the moon of Saturn?",
    ):
        assert len(grouped([kept(other), kept(first)])) == 1, other
    assert len(grouped([kept("When did the Heron probe leave the ground?"), kept(first)])) == 2
