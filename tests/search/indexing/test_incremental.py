"""A generation that takes over what did not change, against a fresh build of the same articles."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Article, DateRange
from bot.search import Analyzer, EmbeddedIndex, IndexParameters, Query, Words, build, open_index, verify
from tests.search.conftest import DAY, SERVERS, WORDS, Found, articles, found, zipf_articles

ANALYZER = Analyzer()


def taken_over(folder: Path, base: EmbeddedIndex, corpus: list[Article]) -> EmbeddedIndex:
    """The next generation as a reload makes it: unchanged articles kept by row, the others given."""
    rows = base.keys()
    same = {article.key for article in corpus if article.key in rows and base.article(rows[article.key]) == article}
    fresh = [article for article in corpus if article.key not in same]
    return open_index(build(folder, fresh, analyzer=ANALYZER, base=base, keep=[rows[key] for key in same]))


def answers(index: EmbeddedIndex) -> list[list[Found]]:
    """Many questions in every narrowing, with exact scores and order."""
    queries = [
        Query(tuple(terms), server=server, dates=dates, source=source, as_of=as_of, recency=0.5, limit=5)
        for terms in (["bab"], WORDS[:3], WORDS[2:6], ["bab", "bob", "bab"])
        for server in SERVERS
        for dates, source, as_of in ((None, "", None), (DateRange(None, DAY), "", DAY), (None, "Times", DAY))
    ]
    return [found(index, query) for query in queries]


def lists(index: EmbeddedIndex) -> list[object]:
    """Everything else that an index tells, but for rows."""
    told: list[object] = []
    for server in SERVERS:
        headings = index.headings(server, limit=99) + index.headings(server, newest=False, limit=99)
        told.append([replace(heading, row=0) for heading in headings])
        told.append([replace(heading, row=0) for heading in index.titles("ba", server)])
        told += [index.span(server), index.sources(server)]
        told.append([index.frequency(word, server) for word in WORDS[:8]])
    told.append([index.idf(word) for word in WORDS[:8]])
    told.append({name: index.manifest.facts[name] for name in ("articles", "passages", "length", "average_idf")})
    return told


@settings(max_examples=12, deadline=None)
@given(articles(12), st.lists(articles(6), min_size=1, max_size=3), st.data())
def test_after_any_changes_everything_is_as_in_a_fresh_build(
    corpus: list[Article], changes: list[list[Article]], data: st.DataObject
) -> None:
    with TemporaryDirectory() as folder:
        index = open_index(build(Path(folder), corpus, analyzer=ANALYZER))
        for changed in changes:
            removed = data.draw(st.sets(st.sampled_from([article.id for article in corpus])))
            here = {article.id: article for article in corpus if article.id not in removed}
            corpus = list((here | {article.id: article for article in changed}).values())
            index = taken_over(Path(folder), index, corpus)
            fresh = open_index(build(Path(folder) / "fresh", corpus, analyzer=ANALYZER))
            assert answers(index) == answers(fresh)
            assert lists(index) == lists(fresh)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Article], EmbeddedIndex]:
    corpus = zipf_articles(400)
    folder = tmp_path_factory.mktemp("large")
    return folder, corpus, open_index(build(folder, corpus, analyzer=ANALYZER))


def test_one_changed_article_shares_the_old_files_and_answers_as_a_fresh_build(
    large: tuple[Path, list[Article], EmbeddedIndex],
) -> None:
    folder, corpus, base = large
    changed = [*corpus[1:], replace(corpus[0], text="bab bob entirely new")]
    index = taken_over(folder, base, changed)
    fresh = open_index(build(folder / "fresh", changed, analyzer=ANALYZER))
    assert len(index.parts) == 2
    old = base.parts[0].segment.name
    assert (index.folder / f"{old}.columns").samefile(base.folder / f"{old}.columns")
    assert answers(index) == answers(fresh)
    assert lists(index) == lists(fresh)
    assert found(index, Query(tuple(ANALYZER.terms("entirely"))))[0].article == corpus[0].id


def test_many_small_reloads_leave_few_parts(large: tuple[Path, list[Article], EmbeddedIndex]) -> None:
    folder, corpus, index = large
    for number in range(12):
        corpus = [*corpus, Article(f"new{number}", "bab", f"bob {number}", "new.txt")]
        index = taken_over(folder, index, corpus)
    fresh = open_index(build(folder / "fresh", corpus, analyzer=ANALYZER))
    assert len(index.parts) <= 4
    assert answers(index) == answers(fresh)
    assert lists(index) == lists(fresh)


def test_articles_removed_and_changed_one_after_another_are_gone_each_time(
    large: tuple[Path, list[Article], EmbeddedIndex],
) -> None:
    folder, corpus, index = large
    for number in range(3):
        corpus = [*corpus[2:], replace(corpus[1], text=f"bab bob {number}")]
        index = taken_over(folder, index, corpus)
        verify(index.folder)
        fresh = open_index(build(folder / "fresh", corpus, analyzer=ANALYZER))
        assert answers(index) == answers(fresh)
        assert lists(index) == lists(fresh)
    assert len(index.parts) > 1


def test_removing_most_articles_writes_the_rest_anew(large: tuple[Path, list[Article], EmbeddedIndex]) -> None:
    folder, corpus, base = large
    index = taken_over(folder, base, corpus[:100])
    assert [len(part.deleted) for part in index.parts] == [0]
    assert index.parts[0].passages == index.manifest.facts["passages"]
    assert answers(index) == answers(open_index(build(folder / "fresh", corpus[:100], analyzer=ANALYZER)))


def test_a_generation_that_keeps_nothing_is_empty(large: tuple[Path, list[Article], EmbeddedIndex]) -> None:
    folder, _, base = large
    index = taken_over(folder, base, [])
    assert index.span(7).articles == 0
    assert index.rank(Query(("bab",))) == []
    again = taken_over(folder, index, [Article("one", "", "bab", "one.txt")])
    assert [passage.article for passage in found(again, Query(("bab",)))] == ["one"]


def test_another_scoring_or_analyzer_reads_the_kept_articles_again(
    large: tuple[Path, list[Article], EmbeddedIndex],
) -> None:
    folder, corpus, base = large
    rows = list(base.keys().values())
    german = Analyzer("german")
    other = open_index(build(folder / "other", [], analyzer=german, base=base, keep=rows))
    assert other.analyzer.version == german.version
    assert other.span(7) == base.span(7)
    parameters = IndexParameters(k1=1.5, b=0.75)
    steep = open_index(build(folder / "steep", [], analyzer=ANALYZER, parameters=parameters, base=base, keep=rows))
    fresh = open_index(build(folder / "fresh", corpus, analyzer=ANALYZER, parameters=parameters))
    assert answers(steep) == answers(fresh)


def test_a_generation_made_from_others_passes_every_checksum(large: tuple[Path, list[Article], EmbeddedIndex]) -> None:
    folder, corpus, base = large
    index = taken_over(folder, base, [*corpus[5:], Article("more", "", "bab", "more.txt")])
    verify(index.folder)
    words: Words = index.words()
    assert "bab" in words
    assert len(list(words)) == len(words)
