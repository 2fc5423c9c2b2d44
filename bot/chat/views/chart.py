"""Pictures of counts over time, drawn by matplotlib on a ground of their own: legible in dark and in light."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.errors import MissingExtraError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GROUND, INK, FAINT, BAR, PEAK = "#2b2d31", "#f2f3f5", "#b5bac1", "#7f8cf5", "#f0b232"

_one_at_a_time = threading.Lock()  # matplotlib's fonts are shared


def paint(fill: Callable[[Axes], None], feature: str) -> bytes:
    """A PNG, 1,200 pixels wide, of what `fill` draws. Takes about a quarter of a second: not for the event loop.

    Raises:
        MissingExtraError: matplotlib is not installed; `feature` is what the sentence calls what needs it.
    """
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - an extra
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError(feature, "timeline") from None
    with _one_at_a_time:
        figure = Figure(figsize=(6, 3.2), dpi=200, facecolor=GROUND, layout="constrained")
        FigureCanvasAgg(figure)
        fill(figure.subplots())
        made = io.BytesIO()
        figure.savefig(made, format="png")
    return made.getvalue()


def plain(axes: Axes, title: str) -> None:
    """Few lines, much ink on the bars; whole numbers at the side; `title` as it is, no formula in it."""
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - an extra

    axes.set_title(drawable(title), color=INK, loc="left", fontsize=12, fontweight="bold", parse_math=False)
    axes.set_facecolor(GROUND)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
    axes.tick_params(colors=FAINT, length=0, labelsize=9)
    axes.grid(axis="y", color="#4e5058", linewidth=0.6)
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_visible(False)


def drawable(text: str) -> str:
    """`text` with "□" for what the picture's font has no letter for; the alt text says it all."""
    from matplotlib import font_manager  # noqa: PLC0415 - an extra

    letters = font_manager.get_font(font_manager.findfont("DejaVu Sans")).get_charmap()
    return "".join(char if ord(char) in letters else "□" for char in text)
