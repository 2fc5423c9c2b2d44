"""The lines that recur over the archive, as stored with a generation: counted on by the next build."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.recurring import RecurringLines
from bot.search import Edition

STANDING_LINES = "lines"  # the name under which they are stored


def read_lines(edition: Edition | None) -> RecurringLines:
    """What was counted up to `edition`; nothing yet where there is none."""
    stored = next(edition.extras(STANDING_LINES), b"") if edition else b""
    return RecurringLines.from_bytes(stored)


def count_kept(lines: RecurringLines, edition: Edition, rows: Sequence[int]) -> None:
    """Counts the lines of articles that stay, where `edition` was made before lines were counted."""
    if next(edition.extras(STANDING_LINES), None) is None:
        for row in rows:
            article = edition.article(row)
            lines.add(article.text, article.date)
