"""Publication dates asked for in a question: "in May 2021", "since 2019", "last week"; and dates said in words."""

from bot.answers.dates.leeway import with_leeway
from bot.answers.dates.moments import Exactness
from bot.answers.dates.reading import DatePhrase, read_range, without
from bot.answers.dates.say import say_day, say_range

__all__ = ["DatePhrase", "Exactness", "read_range", "say_day", "say_range", "with_leeway", "without"]
