"""The picture of a topic over time: one bar for each day, month or year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from bot.answers.reply.advice import articles_in_words
from bot.answers.timeline import Bar, Bars, Unit
from bot.chat.text.markdown import label
from bot.chat.views.chart import BAR, GROUND, INK, PEAK, TYPE, paint, plain
from bot.language.dates_in_words import period_in_words, say_day_of_year, say_month
from bot.language.figures import say_number
from bot.language.interface import N_, _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ALT_LIMIT = 1024  # Discord's, for a description
_TICKS = 7
_FEW = 14  # bars that are wide enough for their count
_NAMED = 2  # peaks that are named in the picture
_MARKS = "①②"
_LINE = 40  # characters of a line in the picture
_BY_UNIT = {Unit.DAY: N_("by day"), Unit.MONTH: N_("by month"), Unit.YEAR: N_("by year")}
_YEARS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000)


def draw(bars: Bars) -> bytes:
    """The timeline as a PNG: see `paint`."""
    return paint(lambda axes: _fill(axes, bars), _("The timeline"))


def alt_text(bars: Bars) -> str:
    """What the picture shows, for those who cannot see it: the same counts, peaks and headlines."""
    first, last = bars.bars[0].dates, bars.bars[-1].dates
    span = period_in_words(first)
    if first != last:
        span = _("{first} to {last}").format(first=span, last=period_in_words(last))
    said = _("{articles} on “{topic}” {by_unit}, {span}.").format(
        articles=articles_in_words(bars.total), topic=label(bars.topic, 100), by_unit=_(_BY_UNIT[bars.unit]), span=span
    )
    for number, bar in enumerate(bars.peaks, start=1):
        said += " " + _("Peak {number}: {day}, {count}: {title}.").format(
            number=number, day=period_in_words(bar.dates), count=say_number(bar.count), title=label(headline(bar), 150)
        )
    return label(said, ALT_LIMIT)


def _fill(axes: Axes, bars: Bars) -> None:
    places = list(range(len(bars.bars)))
    counts = [bar.count for bar in bars.bars]
    named = {bars.bars.index(peak): number for number, peak in enumerate(bars.peaks[:_NAMED], start=1)}
    axes.bar(
        places,
        counts,
        width=0.85,
        color=[PEAK if place in named else BAR for place in places],
        hatch=["//" if place in named else "" for place in places],  # beside the colour, for whoever cannot see it
        edgecolor=GROUND,
        linewidth=0,
    )
    axes.set_ylim(0, max(counts) * 1.35)
    axes.set_xlim(-0.7, max(len(places) - 0.3, _FEW - 0.3))
    lines = [f"{articles_in_words(bars.total)} {_(_BY_UNIT[bars.unit])}"]
    lines += [_peak(number, bars.bars[place], bars.unit) for place, number in named.items()]
    plain(axes, "\n".join(label(line, _LINE) for line in lines))
    for place, count in zip(places, counts, strict=True):
        if count and (place in named or len(places) <= _FEW):
            mark = f"{_MARKS[named[place] - 1]}\n{count}" if place in named else str(count)
            color = PEAK if place in named else INK
            axes.text(place, count, mark, color=color, fontsize=TYPE, ha="center", va="bottom", parse_math=False)
    if len(places) <= _FEW:
        axes.set_yticks([])
    shown = ticks([bar.dates.first for bar in bars.bars if bar.dates.first], bars.unit)
    axes.set_xticks([place for place, text in shown], [text for place, text in shown])


def _peak(number: int, bar: Bar, unit: Unit) -> str:
    day = bar.dates.first
    when = str(day.year) if day and unit is Unit.YEAR else _short(day, with_year=unit is Unit.MONTH)
    return f"{_MARKS[number - 1]} {when}: {headline(bar)}"


def ticks(firsts: Sequence[date], unit: Unit) -> list[tuple[int, str]]:
    """The places that get a label, on round dates: years by 1, 2, 5, 10 and so on, Januaries, the first of a month."""
    if unit is Unit.YEAR:
        step = next(step for step in _YEARS if len(firsts) <= step * _TICKS)
        return [(place, str(day.year)) for place, day in enumerate(firsts) if day.year % step == 0]
    if unit is Unit.MONTH and len(firsts) > 2 * 12:
        return [(place, str(day.year)) for place, day in enumerate(firsts) if day.month == 1]
    apart = -(-len(firsts) // (_TICKS - 2))
    with_year = unit is Unit.MONTH
    return [(place, _short(firsts[place], with_year=with_year)) for place in range(0, len(firsts), apart)]


def _short(day: date | None, *, with_year: bool) -> str:
    """Such as "Oct 2020" for a month, "28 Oct" for a day."""
    if day is None:
        return ""
    return say_month(day, short=True) if with_year else say_day_of_year(day, short=True)


def headline(bar: Bar) -> str:
    """The title that names a bar: that of its article that fits best."""
    return (bar.best.title if bar.best else "") or _("untitled")
