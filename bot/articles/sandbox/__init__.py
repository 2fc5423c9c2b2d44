"""Reads untrusted files in a process of its own, so that a parser that hangs or fills the memory stops nothing else."""

from bot.articles.sandbox.client import ReaderProcess, write_date
from bot.articles.sandbox.cropping import crop_page
from bot.articles.sandbox.pool import ReaderPool
from bot.articles.sandbox.processes import start
from bot.articles.sandbox.scans import Scans, has_ocr

__all__ = ["ReaderPool", "ReaderProcess", "Scans", "crop_page", "has_ocr", "start", "write_date"]
