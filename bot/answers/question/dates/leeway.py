"""The days after a named time in which it stood in the papers."""

from __future__ import annotations

from typing import Final

from bot.answers.question.dates.parser import DatePhrase
from bot.answers.question.dates.periods import Granularity, shifted
from bot.model import DateRange

# Days after the end: news of a day or week is printed on the next ones. A month or a year is taken as it was named.
_LEEWAY: Final = {Granularity.DAY: 3, Granularity.WEEK: 3}


def with_leeway(phrase: DatePhrase) -> DateRange:
    """The range of `phrase`, longer by the days in which news of it is still printed; open ends stay as they are."""
    first, last = phrase.range.first, phrase.range.last
    if first is None or last is None:
        return phrase.range
    return DateRange(first, shifted(last, _LEEWAY.get(phrase.granularity, 0)))
