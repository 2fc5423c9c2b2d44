"""Stored term vectors against those made by analysing the texts, on both engines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.model import Article
from bot.search import Analyzer, Edition, Engine, build, open_index
from bot.search.storage import vectors as stored
from bot.search.term_vectors import CAPITAL, DIGIT, MONEY, PERCENT, QUOTED, UNCASED, TermVectors, analysed
from tests.search.conftest import zipf_articles
from tests.search.engines.conftest import grown, make_engine, milvus  # noqa: F401 - fixtures

ANALYZER = Analyzer()
words = st.sampled_from(
    [
        *("He", "the", "Dr.", "it’s", "don't", "“Comet", "'Tis", "$3.50", "€20", "U.S.", "3rd", "日本語。", "İstanbul"),
        *("ϒ", "ǅ", "Ⅷ", "e\u0301te\u0301", "co\xadmet", "\ud800x", "\0", "x" * 40, "\u00a0", "\u3000", "But", "…"),
        *("?!", "\n\n- he", "½", "5%", "ended. Then", "on Sept. The", "x-rated. All", "No.", "ΣΊΣΥΦΟΣ"),
    ]
)
texts = st.one_of(
    st.text(max_size=120),
    st.lists(words, max_size=30).map(" ".join),
    st.lists(words, max_size=30).map("".join),
    st.text("ab .\n", max_size=3000),
)
COLUMNS = (
    "term",
    "start",
    "end",
    "flags",
    "first",
    "sentence_start",
    "sentence_end",
    "sentence_flags",
    "sentence_first",
)


def assert_as_analysed(index: Edition, rows: Sequence[int]) -> None:
    """The stored vectors are those that analysing gives."""
    found = index.term_vectors(rows)
    numbers: dict[str, int] = {}

    def number_of(term: str) -> int:
        return numbers.setdefault(term, int(index.term_ids([term])[0]))

    expected = analysed([index.article(row).text for row in rows], index.analyzer, number_of)
    for column in COLUMNS:
        assert getattr(found, column).tolist() == getattr(expected, column).tolist(), column
        assert getattr(found, column).dtype == getattr(expected, column).dtype, column
    assert -1 not in found.term
    for term, number in numbers.items():
        for server in (None, 7):
            told = index.idfs(np.array([number, -1], np.int32), server).tolist()
            assert told == [pytest.approx(index.idf(term, server), abs=1e-12), 0.0]


@settings(max_examples=100, deadline=None)
@given(st.lists(texts, min_size=1, max_size=5), st.integers(0, 3), st.sampled_from(["english", "german", "russian"]))
@example(["He said “Comet” cost $3. But 日本語。It’s İstanbul"], 0, "english")
def test_stored_vectors_are_those_that_analysing_gives(corpus: list[str], removed: int, language: str) -> None:
    analyzer = Analyzer(language)
    articles = [Article(f"a{n}", "", text, f"{n}.txt") for n, text in enumerate(corpus)]
    with TemporaryDirectory() as name:
        base = open_index(build(Path(name), articles, analyzer=analyzer))
        assert_as_analysed(base, sorted(base.keys().values()))
        keep = sorted(base.keys().values())[removed:]
        new = [Article("new", "", "".join(reversed(corpus)), "new.txt")]
        index = open_index(build(Path(name), new, analyzer=analyzer, base=base, keep=keep))
        assert_as_analysed(index, sorted(index.keys().values()))


def test_what_does_not_fit_a_narrow_number_is_kept_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.search.indexing.vector_writer.RANK_MOST", 7)
    long = "He said. " + "of the " * 40 + "comet " + "of " * 40_000 + "end. " + " " * 300 + "And so on."
    corpus = [*zipf_articles(40), Article("long", "", long, "long.txt")]
    base = open_index(build(tmp_path, corpus, analyzer=ANALYZER))
    rows = sorted(base.keys().values())
    assert_as_analysed(base, rows)
    assert_as_analysed(base, rows[::-3])
    index = open_index(build(tmp_path, zipf_articles(3, seed=2), analyzer=ANALYZER, base=base, keep=rows[5:]))
    assert_as_analysed(index, sorted(index.keys().values()))


def test_segments_name_a_term_by_one_number(tmp_path: Path) -> None:
    base = open_index(build(tmp_path, zipf_articles(300), analyzer=ANALYZER))
    keep = sorted(base.keys().values())[1:]
    index = open_index(build(tmp_path, zipf_articles(4, seed=3), analyzer=ANALYZER, base=base, keep=keep))
    assert len(index.parts) == 2
    assert_as_analysed(index, sorted(index.keys().values()))
    assert index.term_ids(["nowhere"]).tolist() == [-1]


def test_flags_tell_capitals_digits_quotes_and_money() -> None:
    found = analysed(["Comet 3rd 日 “quoted $20 5% plain"], ANALYZER, lambda _: 0)
    assert found.flags.tolist() == [CAPITAL, DIGIT, UNCASED, QUOTED, DIGIT | MONEY, DIGIT | PERCENT, 0]


def test_one_article_is_a_slice_of_many() -> None:
    many = analysed(["One comet. Two comets!", "", "Three"], ANALYZER, lambda _: 0)
    one: TermVectors = many.of(2)
    assert (one.start.tolist(), one.sentence_end.tolist(), one.first.tolist()) == ([0], [5], [0, 1])
    assert len(many.of(1).term) == len(many.of(1).sentence_start) == 0


def test_both_engines_give_the_vectors_of_the_text(make_engine: Callable[[], Engine]) -> None:  # noqa: F811
    index = grown(make_engine(), zipf_articles(6))
    assert_as_analysed(index, sorted(index.keys().values()))
    assert index.term_vectors([]).term.tolist() == []
    index.close()


def test_the_flags_by_context_fit_their_byte() -> None:
    assert stored.GAP_BITS + len(stored.CONTEXT) == 8


def test_the_idf_of_what_a_server_sees_is_the_same_by_term_and_by_number(tmp_path: Path) -> None:
    """Also where a generation has two segments, and whatever the articles that it does not see say."""
    alone = open_index(
        build(tmp_path / "alone", [a for a in zipf_articles(300) if a.server in (None, 7)], analyzer=ANALYZER)
    )
    base = open_index(build(tmp_path / "all", [a for a in zipf_articles(300) if int(a.id[1:]) % 20], analyzer=ANALYZER))
    new = [a for a in zipf_articles(300) if not int(a.id[1:]) % 20]
    index = open_index(build(tmp_path / "all", new, analyzer=ANALYZER, base=base, keep=sorted(base.keys().values())))
    assert len(index.parts) == 2
    terms = [word.term for word in index.words()]
    ids = index.term_ids(terms)
    for server in (None, 7):
        told = [index.idf(term, server) for term in terms]
        assert index.idfs(ids, server).tolist() == pytest.approx(told, abs=1e-12)
    held = [term for term in terms if 0 < alone.frequency(term, 7) < alone.passages / 2]
    assert len(held) > 50
    assert [index.idf(term, 7) for term in held] == [alone.idf(term, 7) for term in held]
