"""Files to articles: one reader for each format, publication dates, limits, and a reason for each record left out."""

from bot.articles.file_reader import READING_VERSION, may_clear_up, read
from bot.articles.limits import Limits
from bot.articles.scanning import Scan, SourceFile, scan

__all__ = ["READING_VERSION", "Limits", "Scan", "SourceFile", "may_clear_up", "read", "scan"]
