"""Reads untrusted files in a process of its own, so that a parser that hangs or fills the memory stops nothing else."""

from bot.articles.sandbox.client import ReaderProcess, start, write_date
from bot.articles.sandbox.cropping import crop_page
from bot.articles.sandbox.pool import ReaderPool

__all__ = ["ReaderPool", "ReaderProcess", "crop_page", "start", "write_date"]
