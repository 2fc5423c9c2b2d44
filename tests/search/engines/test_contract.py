"""What every engine has to do, asked of each: the other rooms cannot tell which one answers them."""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from bot.model import Article, DateRange, Span
from bot.search import Edition, Engine, Index, Query
from tests.search.conftest import SERVERS, SOURCES, zipf_articles
from tests.search.engines.conftest import grown

ARTICLES = [
    Article("a", "Probe lands", "The probe landed on the comet in winter.", "a.txt", date(2014, 11, 13), "Herald"),
    Article("b", "Comet seen", "A comet was seen over the city. Crowds gathered.", "b.txt", date(1997, 4, 1), "Times"),
    Article("c", "No day", "Nobody knows when this comet was printed.", "c.txt"),
    Article(
        "d", "Secret club", "The club's comet picnic is on Friday.", "servers/7/d.txt", date(2020, 5, 1), "", "", 7
    ),
]


@pytest.fixture
def index(engine: Engine) -> Iterator[Edition]:
    opened = grown(engine, ARTICLES)
    yield opened
    opened.close()


def ids(index: Index, query: Query) -> list[str]:
    return [index.heading(passage.article).id for passage in index.rank(query)]


def seen(index: Index, query: Query) -> list[tuple[str, int, int, float, float]]:
    """A ranking by what does not change from one generation, or engine, to the next."""
    return [(index.heading(p.article).id, p.start, p.end, p.bm25, p.score) for p in index.rank(query)]


def told(index: Index, terms: list[str]) -> list[object]:
    """Everything else that an index tells, with the rows as ids."""
    everything: list[object] = [index.idf(term) for term in terms]
    for server in (None, 7, 8):
        matches = index.matching(terms[:2], server)
        scores = {index.heading(row).id: score for row, score in zip(*map(list, matches), strict=True)}
        both = {index.heading(row).id for row in index.matching(terms[:2], server, every=True).rows.tolist()}
        everything += [scores, both, index.span(server), index.sources(server)]
        everything += [index.frequency(term, server) for term in terms]
        everything += [[replace(heading, row=0) for heading in index.headings(server, limit=99)]]
    return everything


def test_a_passage_that_holds_more_of_the_terms_comes_first(index: Edition) -> None:
    assert ids(index, Query(("probe", "comet")))[0] == "a"


def test_a_server_sees_shared_articles_and_its_own_only(index: Edition) -> None:
    assert set(ids(index, Query(("comet",), server=7))) == {"a", "b", "c", "d"}
    for stranger in (None, 8, -1, 2**63 - 1, 10**30):
        assert set(ids(index, Query(("comet",), server=stranger))) == {"a", "b", "c"}
        assert index.find(ARTICLES[3].key, stranger) is None
        assert index.frequency("picnic", stranger) == 0
        assert index.titles("secret", stranger) == []
        assert not len(index.matching(["picnic"], stranger).rows)
    assert index.titles("secret", 7)[0].id == "d"
    assert index.frequency("picnic", 7) == 1


def test_dates_and_sources_narrow_what_is_found(index: Edition) -> None:
    assert ids(index, Query(("comet",), dates=DateRange(None, date(2000, 1, 1)))) == ["b"]
    assert set(ids(index, Query(("comet",), dates=DateRange()))) == {"a", "b"}
    assert ids(index, Query(("comet",), source="Herald")) == ["a"]
    assert ids(index, Query(("comet",), source='" or 1 == 1 or "')) == []
    assert [heading.id for heading in index.headings(None, source="Times")] == ["b"]


def test_an_article_comes_back_as_it_was_given(engine: Engine) -> None:
    noise = "".join(random.Random(1).choices(string.ascii_letters, k=200_000))
    odd = "Curly “quotes”, a \0 and \ud800, \r\n\ttabs, emoji 🛰️ and an e\u0301. " * 3 + noise + " end "
    given = [
        Article("o/d d%_'\"", 'A "title"\\', odd, "p\udcff.txt", None, "S\"o'u%", "http://x/?a=%20", 10**19),
        Article("empty", "", "", "e.txt", date(1900, 1, 1), "", "", None),
        Article("日本", "東京の橋", "市長は橋を開いた。" * 400, "j.txt", date(9999, 12, 31)),
    ]
    index = grown(engine, given)
    rows = index.keys()
    assert [index.article(rows[article.key]) for article in given] == given
    (passage, *_) = index.rank(Query(tuple(index.analyzer.terms("橋"))))
    article = index.article(passage.article)
    assert "橋" in article.text[passage.start : passage.end]
    index.close()


def test_words_of_every_script_are_found_as_our_analysis_spells_them(engine: Engine) -> None:
    texts = [
        "Łódź und Öl",
        "ΑΘΗΝΑ και σπίτι",
        "北京市長",
        "İstanbul ılık",
        "กรุงเทพ",
        "x86 3d 2019 zqabc",
        "हिन्दी समाचार",
    ]
    index = grown(engine, [Article(str(n), "", text, f"{n}.txt") for n, text in enumerate(texts)])
    for number, text in enumerate(texts):
        for term in index.analyzer.terms(text):
            assert str(number) in ids(index, Query((term,))), term
            assert index.frequency(term) >= 1
    index.close()


def test_an_empty_corpus_and_an_empty_question_find_nothing(engine: Engine, index: Edition) -> None:
    assert index.rank(Query(())) == []
    assert index.rank(Query(("unheard",))) == []
    assert index.rank(Query(("comet",), limit=0)) == []
    empty = grown(engine, [])
    assert empty.rank(Query(("comet",))) == []
    assert empty.span(None) == Span()
    assert empty.headings(None) == []
    assert list(empty.words()) == []
    empty.close()


def test_articles_are_listed_by_date_and_the_undated_come_last(index: Edition) -> None:
    assert [heading.id for heading in index.headings(None)] == ["a", "b", "c"]
    assert [heading.id for heading in index.headings(7, newest=False)] == ["b", "a", "d", "c"]
    assert [heading.id for heading in index.headings(7, limit=1, offset=1)] == ["a"]
    assert index.span(None) == Span(3, 3, 1, DateRange(date(1997, 4, 1), date(2014, 11, 13)))
    assert index.sources(None) == ["Herald", "Times"]


def test_a_title_is_found_by_the_beginnings_of_its_words_in_any_order(index: Edition) -> None:
    assert [heading.id for heading in index.titles("LAN prob", None)] == ["a"]
    assert index.titles("robe", None) == []
    assert len(index.titles("", None)) == 3


def test_a_forged_key_finds_nothing(index: Edition) -> None:
    for forged in ("", "x", "0" * 16, "f" * 40, "-1", ARTICLES[0].key + "' OR 1"):
        assert index.find(forged, None) is None


def test_the_corpuss_own_words_are_told_with_their_terms(index: Edition) -> None:
    words = index.words()
    assert next(iter(words)).text in {"the", "comet"}
    assert "comet" in words
    assert "comets" not in words
    assert [word.term for word in words.alike("commet") if word.text == "comet"] == ["comet"]
    assert {word.text for word in words.compounds("met", 1)} == {word.text for word in words if word.text[-3:] == "met"}


def test_the_callers_own_files_travel_with_the_generation_and_can_be_amended(engine: Engine) -> None:
    index = engine.open(engine.build(ARTICLES, extra=lambda: {"ledger": b"\0one" * 99, "about": b""}))
    assert next(index.extras("ledger")) == b"\0one" * 99
    assert list(index.extras("nothing")) == []
    engine.amend(index, {"ledger": b"two"})
    for opened in (index, engine.open(index.name)):
        assert next(opened.extras("ledger")) == b"two"
        assert next(opened.extras("about")) == b""
        opened.close()


@pytest.mark.parametrize("seed", [1, 2])
def test_after_any_changes_everything_is_as_in_a_fresh_build(make_engine: Callable[[], Engine], seed: int) -> None:
    chance = random.Random(seed)
    engine, articles = make_engine(), zipf_articles(60, seed)
    index = grown(engine, articles)
    for step in range(3):
        kept = [article for article in articles if chance.random() > 0.2]
        new = [replace(article, id=f"n{step}{article.id}") for article in zipf_articles(8, 100 * seed + step)]
        changed = replace(kept.pop(), text="bab bab dad changed once more")
        rows = index.keys()
        articles = [*kept, changed, *new]
        before, index = index, grown(engine, [changed, *new], index, [rows[article.key] for article in kept])
        engine.sweep(2)
        before.close()
    fresh = grown(make_engine(), articles)
    terms = [word.term for word in list(fresh.words())[:9] if word.term]
    asked = [Query(tuple(chance.choices(terms, k=3)), server=chance.choice(SERVERS)) for _ in range(6)]
    asked += [replace(one, source=SOURCES[1], as_of=date(2021, 1, 1), recency=0.5) for one in asked[:3]]
    for query in asked:
        assert seen(index, query) == seen(fresh, query)
    assert told(index, terms) == told(fresh, terms)
    assert {index.article(row) for row in index.keys().values()} == set(articles)
    index.close()
    fresh.close()


def test_a_generation_goes_on_answering_while_and_after_the_next_is_made(engine: Engine, index: Edition) -> None:
    before = seen(index, Query(("comet", "probe"), server=7))
    during: list[object] = []

    def articles() -> Iterator[Article]:
        yield Article("e", "Comet", "A comet, a comet and a probe.", "e.txt", date(2021, 1, 1))
        during.append(seen(index, Query(("comet", "probe"), server=7)))

    rows = index.keys()
    name = engine.build(articles(), base=index, keep=[rows[ARTICLES[1].key]])
    during.append(seen(index, Query(("comet", "probe"), server=7)))
    assert during == [before, before]
    assert {index.article(row) for row in rows.values()} == set(ARTICLES)
    after = engine.open(name)
    assert sorted(ids(after, Query(("comet",), server=7))) == ["b", "e"]
    after.close()


def test_a_build_that_fails_leaves_the_last_generation_and_nothing_for_the_next(engine: Engine, index: Edition) -> None:
    def torn() -> Iterator[Article]:
        yield Article("e", "", "A comet that is not to be.", "e.txt")
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError, match="disk"):
        engine.build(torn(), base=index, keep=list(index.keys().values()))
    assert engine.newest() == index.name
    assert "e" not in ids(index, Query(("comet",), server=7))
    after = grown(engine, [Article("f", "", "Another comet.", "f.txt")], index, list(index.keys().values()))
    assert sorted(ids(after, Query(("comet",), server=7))) == ["a", "b", "c", "d", "f"]
    engine.verify(after)
    after.close()


def test_an_engine_that_was_never_built_has_nothing(engine: Engine) -> None:
    assert engine.newest() is None
    assert engine.open_newest() is None
    engine.sweep(1)


def test_dates_are_those_of_the_headings(index: Edition) -> None:
    rows = sorted(index.keys().values())
    assert index.dates(rows) == [index.heading(row).date for row in rows]
    assert index.dates([]) == []
    assert sum(map(index.passages_of, rows)) == index.passages
