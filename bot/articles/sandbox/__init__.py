"""Strangers' files are read in a process that can be killed: a parser that hangs or eats memory stops nothing else."""

from bot.articles.sandbox.client import ReaderProcess, write_date
from bot.articles.sandbox.pool import ReaderPool

__all__ = ["ReaderPool", "ReaderProcess", "write_date"]
