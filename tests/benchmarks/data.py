"""Articles and questions to measure with: those named, or made-up ones whose words are distributed as in a language."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

from bot.articles import Limits, read, scan
from bot.model import Article

ZIPF_ARTICLES = 4000


def read_articles(path: Path, limit: int | None) -> list[Article]:
    """The articles of a corpus, as the bot reads them, or the first `limit`."""
    if not path.exists():
        sys.exit(f"There are no articles at {path}: name a corpus with --articles, or leave it out for a made-up one.")
    limits = Limits(max_file_mb=10_000)
    found: list[Article] = []
    for file in scan(path, limits).files:
        for article in read(file, limits, date.max):
            if isinstance(article, Article):
                found.append(article)
                if limit and len(found) >= limit:
                    return found
    return found


def read_questions(path: Path, limit: int) -> list[str]:
    """Questions from JSON lines with a `question`, or from plain lines; `limit` of them, spread over the file."""
    if not path.exists():
        sys.exit(f"There are no questions at {path}: name them with --questions, or leave it out for made-up ones.")
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    chosen = random.Random(1).sample(lines, min(limit, len(lines)))
    return [json.loads(line)["question"] if line.startswith("{") else line for line in chosen]


def zipf_articles(limit: int | None) -> Iterator[Article]:
    """Made-up articles of about 1,300 words: the n-th word is 1/n as frequent as the first, as in most languages."""
    chance = random.Random(1)
    words = zipf_words()
    weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    for number in range(limit or ZIPF_ARTICLES):
        picked = chance.choices(words, cum_weights=weights, k=chance.randrange(200, 2400))
        sentences = [" ".join(picked[start : start + 15]) + "." for start in range(0, len(picked), 15)]
        day = date(2000, 1, 1) + timedelta(chance.randrange(9000))
        title = " ".join(chance.choices(words, cum_weights=weights, k=8))
        yield Article(f"zipf-{number}", title, " ".join(sentences), "made-up", day)


def zipf_questions(count: int) -> list[str]:
    """Questions in the words of `zipf_articles`, without the most frequent ones."""
    chance = random.Random(2)
    words = zipf_words()[30:]
    weights = list(accumulate(1 / (rank + 30) ** 0.8 for rank in range(len(words))))
    return [" ".join(chance.choices(words, cum_weights=weights, k=chance.randrange(3, 13))) + "?" for _ in range(count)]


def zipf_words() -> list[str]:
    """50,000 made-up words, the frequent ones short."""
    chance = random.Random(3)
    found: dict[str, None] = {}
    while len(found) < 50_000:
        syllables = 1 if len(found) < 50 else 2 if len(found) < 1200 else chance.randrange(3, 6)  # there are 70 of one
        found["".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(syllables))] = None
    return list(found)


def save(articles: list[Article], path: Path) -> None:
    """For the processes that measure."""
    with path.open("w", encoding="ascii") as file:
        for a in articles:
            file.write(
                json.dumps([a.id, a.title, a.text, a.path, a.date and a.date.isoformat(), a.source, a.url]) + "\n"
            )


def load(path: Path) -> list[Article]:
    """What `save` wrote."""
    found = []
    with path.open(encoding="ascii") as file:
        for line in file:
            ident, title, text, where, day, source, url = json.loads(line)
            found.append(Article(ident, title, text, where, date.fromisoformat(day) if day else None, source, url))
    return found
