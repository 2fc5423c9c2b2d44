"""Articles about the same as another: its most telling terms are the query, as in Lucene's MoreLikeThis."""

from __future__ import annotations

from collections import Counter

from bot.model import Article, Heading
from bot.search import Analyzer, Index, Query

TERMS = 25  # of the article, those with the highest tf * idf
_READ = 20_000  # characters of the article that are looked at
_PASSAGES = 60
_LEAST = 0.15  # of the best article's score: below that, an article shares some words and no topic
_CANDIDATES = 4  # times as many articles as are wanted: of the most alike, those near in time are shown
_OPENING = 600  # characters that are compared: copies differ in what was added at the end
_SAME = 0.7  # Jaccard index of two openings' terms from which they are the same news


def related(index: Index, article: Article, server: int | None, limit: int) -> list[Heading]:
    """Returns at most `limit` of the most alike other articles that `server` may see, those near in time first.

    Of near-duplicates one is shown, and none of the article's own; undated articles come last.
    """
    counts = Counter(index.analyzer.terms(f"{article.title}\n{article.text[:_READ]}"))
    telling = sorted(counts, key=lambda term: (-counts[term] * index.idf(term), term))[:TERMS]
    best: dict[int, float] = {}
    for passage in index.rank(Query(tuple(telling), server=server, limit=_PASSAGES)):
        best[passage.article] = max(passage.score, best.get(passage.article, 0.0))
    own = index.find(article.key, article.server)
    alike = sorted((row for row in best if row != own), key=lambda row: -best[row])
    alike = [row for row in alike if best[row] >= _LEAST * best[alike[0]]]
    found: list[Heading] = []
    openings = [_opening(index.analyzer, article)]
    for row in alike:
        opening = _opening(index.analyzer, index.article(row))
        if not any(_same(opening, other) for other in openings):
            openings.append(opening)
            found.append(index.heading(row))
        if len(found) == _CANDIDATES * limit:
            break
    return sorted(found, key=lambda heading: _days_between(article, heading))[:limit]


def _opening(analyzer: Analyzer, article: Article) -> frozenset[str]:
    return frozenset(analyzer.terms(article.text[:_OPENING]))


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _SAME * max(len(one | other), 1)


def _days_between(article: Article, heading: Heading) -> float:
    if article.date is None or heading.date is None:
        return float("inf")
    return abs((article.date - heading.date).days)
