"""A stacked bar chart of a month of questions: one bar a day, by verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answers.timeline import Unit
from bot.chat.admin.insights.statistics import Month
from bot.chat.admin.panel import counted
from bot.chat.views.chart import GROUND, INK, TYPE, paint, plain
from bot.chat.views.timeline_chart import ticks
from bot.language.interface import N_, _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PARTS = (
    ("answered", N_("answered"), "#23a55a", ""),
    ("unsure", N_("unsure"), "#f0b232", "//"),
    ("nothing", N_("nothing"), "#80848e", ".."),
)


def draw(month: Month) -> bytes:
    """A PNG, 1,200 x 800 pixels. Takes about a quarter of a second: never call it on the event loop.

    Raises:
        MissingExtraError: matplotlib is not installed.
    """
    return paint(lambda axes: _fill(axes, month), _("Insights"))


def _fill(axes: Axes, month: Month) -> None:
    places = list(range(len(month.days)))
    below = [0] * len(places)
    for name, words, color, pattern in _PARTS:
        counts = [getattr(day, name) for day in month.days]
        drawn = axes.bar(places, counts, bottom=below, width=0.85, color=color, label=_(words), hatch=pattern)
        for bar in drawn:
            bar.set_edgecolor(GROUND)
            bar.set_linewidth(0)
        below = [floor + count for floor, count in zip(below, counts, strict=True)]
    shown = ticks([day.day for day in month.days], Unit.DAY)
    axes.set_xticks([place for place, text in shown], [text for place, text in shown])
    axes.set_ylim(0, max(below) * 1.3)
    plain(axes, counted("{count} question", "{count} questions", month.questions))
    axes.legend(
        frameon=False, labelcolor=INK, loc="upper right", ncols=3, fontsize=TYPE, handlelength=1, columnspacing=1
    )
