"""Question to answer: verbatim excerpts, their dates, and a verdict from evidence. Knows no Discord and no files."""

from bot.answers.reply.answering import answer
from bot.answers.reply.export import as_json
from bot.answers.tuning import Tuning, Weights

__all__ = ["Tuning", "Weights", "answer", "as_json"]
