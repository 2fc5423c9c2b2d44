"""Articles in lists that are worth inverting at once: enough for arrays to pay, few enough for memory to stay small."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.model import Article

CHUNK = 2_000_000  # characters: about 50 MB of memory while they are inverted


def chunks(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """The articles in their order, about `CHUNK` characters in each list."""
    some: list[Article] = []
    size = 0
    for article in articles:
        some.append(article)
        size += len(article.text) + 200
        if size >= CHUNK:
            yield some
            some, size = [], 0
    if some:
        yield some
