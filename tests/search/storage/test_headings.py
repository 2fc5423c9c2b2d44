"""What is stored of an article."""

from __future__ import annotations

import json
from datetime import date

from bot.model import Article, DateKind
from bot.search.headings import article_from, heading_from, stored_heading


def test_nothing_of_an_article_is_lost_in_any_engine() -> None:
    article = Article("1", "t", "text", "a.pdf", date(1931, 5, 3), "s", "u", 7, "Mo", DateKind.EDITED, ((0, 3), (2, 4)))
    stored = json.loads(json.dumps(stored_heading(article)))
    assert article_from(stored, "text") == article
    assert heading_from(stored, 5).date_kind is DateKind.EDITED
