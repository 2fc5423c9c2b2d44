"""Publication dates asked for in a question: "in May 2021", "since 2019", "last week"."""

from bot.answers.question.dates.leeway import with_leeway
from bot.answers.question.dates.parser import DatePhrase, read_range, without
from bot.answers.question.dates.periods import Granularity

__all__ = ["DatePhrase", "Granularity", "read_range", "with_leeway", "without"]
