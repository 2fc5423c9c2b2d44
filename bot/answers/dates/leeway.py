"""The days around a named time in which it stood in the papers."""

from __future__ import annotations

from typing import Final

from bot.answers.dates.moments import Exactness, shifted
from bot.answers.dates.reading import DatePhrase
from bot.model import DateRange

# Days before and after. A day is reported for some days; the one before it is for time zones and announcements.
_LEEWAY: Final = {
    Exactness.DAY: (1, 3),
    Exactness.WEEK: (1, 3),
    Exactness.MONTH: (0, 7),
    Exactness.YEAR: (0, 31),
    Exactness.SPAN: (0, 0),
}


def with_leeway(phrase: DatePhrase) -> DateRange:
    """The range of `phrase`, wider by the days in which news of it is still printed; open ends stay as they are."""
    first, last = phrase.range.first, phrase.range.last
    if first is None or last is None:
        return phrase.range
    before, after = _LEEWAY[phrase.exactness]
    return DateRange(shifted(first, -before), shifted(last, after))
