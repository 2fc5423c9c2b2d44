"""A stacked bar chart of a month of questions: one bar a day, by verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.chat.admin.insights.statistics import Month
from bot.chat.views.chart import FAINT, INK, paint, plain
from bot.language.dates_in_words import SayDay

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PARTS = (("answered", "#23a55a"), ("unsure", "#f0b232"), ("nothing", "#80848e"))


def draw(month: Month, say: SayDay) -> bytes:
    """A PNG, 1,200 pixels wide. Takes about a quarter of a second: never call it on the event loop.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    return paint(lambda axes: _fill(axes, month, say), "Insights")


def _fill(axes: Axes, month: Month, say: SayDay) -> None:
    places = list(range(len(month.days)))
    below = [0] * len(places)
    for name, color in _PARTS:
        counts = [getattr(day, name) for day in month.days]
        axes.bar(places, counts, bottom=below, width=0.85, color=color, label=name)
        below = [floor + count for floor, count in zip(below, counts, strict=True)]
    apart = -(-len(places) // 6)
    axes.set_xticks(places[::apart], [say(day.day) for day in month.days[::apart]])
    axes.set_ylim(0, max(below) * 1.15)
    plain(axes, f"{month.questions:,} questions")
    axes.tick_params(axis="x", labelsize=8)
    axes.legend(frameon=False, labelcolor=INK, loc="upper right", ncols=3, fontsize=9)
    axes.set_xlabel(f"half of the answers took less than {month.median_ms:.0f} ms", color=FAINT, fontsize=9, loc="left")
