"""Articles about the same as another: its most telling terms are the query, as in Lucene's MoreLikeThis."""

from __future__ import annotations

from collections import Counter

from bot.model import Article, Heading
from bot.search import Index, Query

TERMS = 25  # of the article, those with the highest tf * idf
_READ = 20_000  # characters of the article that are looked at
_PASSAGES = 60
_LEAST = 0.15  # of the best article's score: below that, an article shares some words and no topic


def related(index: Index, article: Article, server: int | None, limit: int) -> list[Heading]:
    """Returns at most `limit` other articles that `server` may see, the most alike first."""
    counts = Counter(index.analyzer.terms(f"{article.title}\n{article.text[:_READ]}"))
    telling = sorted(counts, key=lambda term: (-counts[term] * index.idf(term, server), term))[:TERMS]
    best: dict[int, float] = {}
    for passage in index.rank(Query(tuple(telling), server=server, limit=_PASSAGES)):
        best[passage.article] = max(passage.score, best.get(passage.article, 0.0))
    own = index.find(article.key, article.server)
    others = sorted((row for row in best if row != own), key=lambda row: -best[row])
    if not others:
        return []
    return [index.heading(row) for row in others[:limit] if best[row] >= _LEAST * best[others[0]]]
