"""When a topic was in the news: the picture, what it says to those who cannot see it, the articles of a bar."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.answers.timeline import Bar, Bars, Unit, count_bars, in_bar
from bot.chat.transport.turns import DRAWING
from bot.chat.views import chart, timeline_chart
from bot.chat.views.timeline import option_value, read_option_value
from bot.chat.views.timeline_chart import alt_text, draw, ticks
from bot.language.dates_in_words import period_in_words
from bot.language.interface import speaking
from bot.model import Article, DateRange, Heading, Question
from bot.search import Analyzer, Index, build, open_index
from tests.chat.archive import SECRET
from tests.chat.world import World, choose, seen, shown


def index_of(root: Path, days: Sequence[date | None], text: str = "The ferry sails at dawn.") -> Index:
    articles = [Article(str(n), f"Ferry {n}", text, f"{n}.txt", day) for n, day in enumerate(days)]
    return open_index(build(root, [*articles, SECRET], analyzer=Analyzer("english")))


def asked(text: str = "ferry", **given: object) -> Question:
    return Question(text, date(2022, 8, 25), **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days", "unit", "bars"),
    [
        ([date(2020, 5, 1), date(2020, 5, 3)], Unit.DAY, 3),
        ([date(2020, 5, 1), date(2020, 7, 30)], Unit.MONTH, 3),
        ([date(1990, 5, 1), date(2020, 7, 30)], Unit.YEAR, 31),
        ([date(1, 1, 1), date(9999, 12, 31)], Unit.YEAR, 9999),
    ],
)
def test_bars_stand_for_days_months_or_years_as_the_span_needs(
    tmp_path: Path, days: list[date | None], unit: Unit, bars: int
) -> None:
    made = count_bars(index_of(tmp_path, days), asked())
    assert made.unit is unit
    assert len(made.bars) == bars
    assert made.total == len(days)


def test_undated_articles_and_other_servers_do_not_count(tmp_path: Path) -> None:
    index = index_of(tmp_path, [date(2020, 5, 1), None], text="The Heron ferry.")
    assert count_bars(index, asked("heron")).total == 1
    assert count_bars(index, asked("heron", server=SECRET.server)).total == 2
    assert count_bars(index, asked("elderberry")).bars == ()


def test_a_date_phrase_of_the_topic_narrows_it(tmp_path: Path) -> None:
    index = index_of(tmp_path, [date(2019, 5, 1), date(2020, 5, 1), date(2020, 6, 1)])
    assert count_bars(index, asked("ferry in 2020")).total == 2
    assert count_bars(index, asked("ferry in 2020", any_date=True)).total == 3
    assert count_bars(index, asked(since=date(2020, 6, 1))).total == 1


def test_the_peaks_are_the_tallest_bars_named_by_their_best_headline(tmp_path: Path) -> None:
    may, june = date(2020, 5, 9), date(2020, 6, 9)
    made = count_bars(index_of(tmp_path, [may] * 3 + [june] * 2 + [date(2020, 9, 1), date(2021, 1, 1)]), asked())
    assert [(period_in_words(bar.dates), bar.count) for bar in made.peaks] == [
        ("May 2020", 3),
        ("June 2020", 2),
    ]
    said = alt_text(made)
    assert "7 articles on “ferry” by month, May 2020 to January 2021." in said
    assert "Peak 1: May 2020, 3: Ferry" in said


@pytest.mark.parametrize(
    ("language", "day", "month"),
    [("en", "28 October 2020", "October 2020"), ("es", "28 de octubre de 2020", "octubre de 2020"),
     ("de", "28. Oktober 2020", "Oktober 2020"), ("fr", "28 octobre 2020", "octobre 2020")],
)  # fmt: skip
def test_a_bar_is_named_in_the_language_of_the_server(language: str, day: str, month: str) -> None:
    with speaking(language):
        names = [
            period_in_words(period) for period in map(read_option_value, ("2020-10-28", "2020-10", "2020")) if period
        ]
    assert names == [day, month, "2020"]


@pytest.mark.parametrize("key", ["2020-10-28", "2020-10", "2020", "0001", "9999-12"])
def test_a_bar_is_found_again_by_its_key(key: str) -> None:
    dates = read_option_value(key)
    assert dates is not None
    assert option_value(dates) == key


@pytest.mark.parametrize("key", ["", "20", "2020-13", "2020-02-30", "0000", "x", "2020-10-28-1"])
def test_a_strange_key_names_no_bar(key: str) -> None:
    assert read_option_value(key) is None


def test_the_picture_is_wide_dark_and_holds_any_headline() -> None:
    heading = Heading(0, "h", "$x_1$ \\frac 漢字 🚀 مرحبا " * 20, "h", date(2020, 1, 1), "", "", None, "k")
    year = DateRange(date(2020, 1, 1), date(2020, 12, 31))
    picture = Image.open(io.BytesIO(draw(Bars("$a$ 漢字", Unit.YEAR, (Bar(year, 3, heading),)))))
    assert picture.size == (1200, 800)
    corner = picture.convert("RGB").getpixel((2, 2))
    assert corner == (0x2B, 0x2D, 0x31)


@pytest.mark.parametrize("years", [1, 3, 20, 69, 400, 1900])
def test_years_are_labelled_on_round_numbers(years: int) -> None:
    shown = ticks([date(year, 1, 1) for year in range(2025 - years, 2025)], Unit.YEAR)
    assert 1 <= len(shown) <= 8
    apart = {int(later) - int(earlier) for (_, earlier), (_, later) in pairwise(shown)}
    assert len(apart) <= 1
    assert apart <= {1, 2, 5, 10, 20, 25, 50, 100, 200, 500}


@pytest.mark.parametrize(("unit", "count"), [(Unit.DAY, 62), (Unit.MONTH, 5), (Unit.MONTH, 61), (Unit.YEAR, 90)])
def test_labels_are_large_and_never_overprint(unit: Unit, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[tuple[float, float, float]] = []
    kept = chart._thin_out

    def look(figure: Any, axes: Any) -> None:
        kept(figure, axes)
        for tick in axes.get_xticklabels():
            if tick.get_visible():
                place = tick.get_window_extent()
                drawn.append((place.x0, place.x1, tick.get_fontsize() * figure.dpi / 72))

    monkeypatch.setattr(chart, "_thin_out", look)
    first = {Unit.DAY: date(2022, 12, 1), Unit.MONTH: date(2019, 11, 1), Unit.YEAR: date(1930, 1, 1)}[unit]
    days = [first]
    while len(days) < count:
        step = {Unit.DAY: 1, Unit.MONTH: 32, Unit.YEAR: 367}[unit]
        later = days[-1] + timedelta(days=step)
        days.append(later if unit is Unit.DAY else later.replace(day=1))
    draw(Bars("x", unit, tuple(Bar(DateRange(day, day), 1 + number % 3) for number, day in enumerate(days))))
    assert len(drawn) >= 2
    assert all(size >= 44 for _, _, size in drawn)
    assert all(after[0] > before[1] for before, after in pairwise(sorted(drawn)))


async def test_fewer_than_three_articles_are_listed_with_their_dates_instead(world: World) -> None:
    card = seen(await world.member.slash(world.channel, "timeline", topic="swallows"))
    assert "14 September 2021" in card.text
    assert not any(part["type"] == 12 for part in card.components)


async def test_a_member_sees_the_timeline_and_opens_a_bar(world: World) -> None:
    result = await world.member.slash(world.channel, "timeline", topic="Heron probe", since="2019")
    assert result.response is not None
    card = seen(result)
    assert "Heron probe" in card.text
    gallery = next(part for part in card.components if part["type"] == 12)
    assert "articles on “Heron probe” by month" in gallery["items"][0]["description"]
    (picture,) = result.response.attachments
    assert picture.filename == "timeline.png"
    menu = next(part for part in card.components if part["type"] == 3)
    assert menu["placeholder"] == "Articles of…"
    assert "May 2020 · 1" in [option["label"] for option in menu["options"]]
    opened = seen(await world.member.select(result.response, ["2020-05"], custom_id=menu["custom_id"]))
    assert opened.private
    assert "2 May 2020 · Evening Ledger\nHeron falls silent" in opened.text
    assert opened.ids("Read, 2 May 2020")


async def test_the_picture_is_drawn_by_another_process(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await asyncio.to_thread(DRAWING.start)
    monkeypatch.delattr(timeline_chart, "paint")  # here alone
    card = seen(await world.member.slash(world.channel, "timeline", topic="Heron probe"))
    assert [part["items"] for part in card.components if part["type"] == 12], card.text


async def test_an_answers_timeline_is_of_its_question(world: World) -> None:
    answer = await world.member.slash(world.channel, "ask", question="What happened to the Heron probe on Titan?")
    card = seen(await choose(world.member, shown(answer), "Timeline"))
    assert card.private
    assert "What happened to the Heron probe" in card.text


async def test_a_topic_that_nothing_matches_says_so(world: World) -> None:
    card = seen(await world.member.slash(world.channel, "timeline", topic="elderberry wine"))
    assert "No dated article matches" in card.text


def test_a_bar_lists_its_articles_that_fit_best_first(tmp_path: Path) -> None:
    index = index_of(tmp_path, [date(2020, 5, 1), date(2020, 5, 2), date(2020, 6, 1)])
    found = in_bar(index, asked(), DateRange(date(2020, 5, 1), date(2020, 5, 31)), 5)
    assert sorted(heading.title for heading in found) == ["Ferry 0", "Ferry 1"]
