"""Figures, lists and quotation marks in the language in force, by Unicode's CLDR; English without Babel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from bot.language.interface import _, language


def say_number(value: float, digits: int = 0) -> str:
    """A number with its thousands marked and so many `digits` after the point: "26,564", "12.4"."""
    spoken = language()
    if spoken == "en":
        return f"{value:,.{digits}f}"
    from babel.numbers import format_decimal  # noqa: PLC0415 - English needs none of it

    return format_decimal(value, format="#,##0" + "." * bool(digits) + "0" * digits, locale=spoken)


def say_list(items: Sequence[str], last: Literal["and", "or"] = "and") -> str:
    """The items as "a, b and c", or "a, b or c"."""
    spoken = language()
    if len(items) < 2:
        return "".join(items)
    if spoken == "en":
        return f"{', '.join(items[:-1])} {last} {items[-1]}"
    from babel.lists import format_list  # noqa: PLC0415

    return format_list(items, style="standard" if last == "and" else "or", locale=spoken)


def say_share(value: float, digits: int = 0) -> str:
    """A share of one as "40%", or with so many `digits` after the point."""
    spoken = language()
    if spoken == "en":
        return f"{value:.{digits}%}"
    from babel import Locale  # noqa: PLC0415
    from babel.numbers import format_percent  # noqa: PLC0415

    pattern: str = Locale.parse(spoken).percent_formats[None].pattern
    return format_percent(value, pattern.replace("0", "0." + "0" * digits) if digits else pattern, locale=spoken)


def in_quotes(text: str) -> str:
    """The words in the language's quotation marks."""
    return _("“{words}”").format(words=text)
