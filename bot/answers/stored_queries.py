"""Stored queries: which of many questions a few new articles answer.

The reverse of search (Elasticsearch calls it percolation): the terms of each new article are looked up in an inverted
index of the questions, and only questions that the article holds together enough of are judged. The time grows with the
new articles, not with the archive.

An article answers a stored query if the verdict on it alone is `answered` and its excerpt holds most of the question
with all its names (`held_together` in `evidence`). A question is answered from the best article of an archive, while a
stored query meets every article that comes: of 2,635 quiz and archive questions against 300 articles of news, the
verdict alone was right for 3 of 84 pairs that are not held together, and for 14 of 65 that are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answers.budget import Budget
from bot.answers.candidates.choosing import Scored, score_candidates
from bot.answers.candidates.query_terms import query_terms
from bot.answers.candidates.retrieval import RetrievedArticle
from bot.answers.query_table import QueryTable
from bot.answers.question.reading import ParsedQuestion, read_question
from bot.answers.reply.evidence import evidence
from bot.answers.reply.excerpts import Quoting
from bot.answers.reply.verdict import judge
from bot.answers.tuning import Tuning
from bot.model import Excerpt, Passage, Question, Verdict
from bot.search import Index

_DEFAULT = Tuning()
_WHOLE = 1 << 40  # characters: more than any article has


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """A question that somebody watches in a server."""

    id: str
    text: str
    server: int


@dataclass(frozen=True, slots=True)
class StoredMatch:
    """A new article, by its `Article.key`, answers a stored query."""

    query: StoredQuery
    key: str


class StoredQueryMatcher:
    """Stored queries, ready to be matched against new articles of one generation, `index`.

    Takes some 30 µs for each query (200 when its text is new to this process) and 1 ms for each pair that is judged:
    use it in a thread.
    """

    def __init__(
        self, index: Index, queries: Sequence[StoredQuery], today: date, tuning: Tuning = _DEFAULT, *, most: int = 3
    ) -> None:
        """Each query is matched by `most` articles: the first ones."""
        self.index = index
        self._most = most
        self._groups = _grouped(index, queries)
        self._asked = list(self._groups)
        self._servers = sorted({server for _, server in self._asked if server is not None})
        self._table = QueryTable(index, self._asked, today, tuning)
        self._judging = _Judging(index, today, tuning)
        self._matched: Counter[int] = Counter()

    def matches(self, keys: Sequence[str]) -> list[StoredMatch]:
        """The queries that the articles with these `Article.key`s answer, as far as their servers may see these."""
        return [match for key in keys for match in self._matches(key)]

    def _matches(self, key: str) -> Iterator[StoredMatch]:
        rows = {server: self.index.find(key, server) for server in (None, *self._servers)}
        server = next((server for server, row in rows.items() if row is not None), None)
        if (row := rows[server]) is None:
            return
        for number in self._table.candidates(row):
            text, asker = self._asked[number]
            if self._matched[number] >= self._most or server not in (None, asker):
                continue
            if self._judging.answered(text, asker, row) is not None:
                self._matched[number] += 1
                yield from (StoredMatch(query, key) for query in self._groups[text, asker])


def answering_excerpt(
    index: Index, query: StoredQuery, key: str, today: date, tuning: Tuning = _DEFAULT
) -> Excerpt | None:
    """The excerpt of one article that answers a query by itself; None if it does not, or its server may not see it."""
    row = index.find(key, query.server)
    if row is None:
        return None
    judging = _Judging(index, today, tuning)
    scored = judging.answered(query.text, query.server, row)
    if scored is None:
        return None
    parsed = judging.parsed(query.text, query.server)
    best = scored.order[0]
    return Quoting(index, scored, parsed, tuning, [best], best).lead(best)


def _grouped(index: Index, queries: Sequence[StoredQuery]) -> dict[tuple[str, int | None], list[StoredQuery]]:
    """Equal questions to the same articles are judged once: those of servers that have no articles of their own."""
    shared = index.span(None)
    servers = {
        server: None if index.span(server) == shared else server for server in {query.server for query in queries}
    }
    groups: defaultdict[tuple[str, int | None], list[StoredQuery]] = defaultdict(list)
    for query in queries:
        groups[query.text, servers[query.server]].append(query)
    return dict(groups)


class _Judging:
    """Judges questions by single articles; a question is read once."""

    def __init__(self, index: Index, today: date, tuning: Tuning) -> None:
        self._index, self._today, self._tuning = index, today, tuning
        self._parsed: dict[tuple[str, int | None], ParsedQuestion] = {}

    def parsed(self, text: str, server: int | None) -> ParsedQuestion:
        """The question as read for this generation."""
        if (text, server) not in self._parsed:
            question = Question(text, as_of=self._today, server=server)
            self._parsed[text, server] = read_question(self._index, question, self._tuning)
        return self._parsed[text, server]

    def answered(self, text: str, server: int | None, row: int) -> Scored | None:
        """The windows of the article, scored, if the verdict on them is `answered`."""
        index, parsed, tuning = self._index, self.parsed(text, server), self._tuning
        day = index.heading(row).date
        if not parsed.terms or (parsed.dates is not None and day not in parsed.dates):
            return None
        found = [RetrievedArticle(row, (Passage(-1, row, 0, _WHOLE, 1.0, 1.0),), day)]
        span, budget = index.span(server), Budget(tuning.seconds)
        of = query_terms(index.analyzer, parsed)
        scored = score_candidates(index, of, found, span, tuning, server=server, budget=budget)
        if judge(parsed, scored, span.passages, tuning).verdict is not Verdict.ANSWERED:
            return None
        return scored if evidence(parsed, scored, span.passages, tuning)["held_together"] else None
