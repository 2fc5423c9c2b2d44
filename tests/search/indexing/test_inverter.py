"""The build's shortcut to terms against the analyzer, its passages, and its second process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import DataError
from bot.search import Analyzer, Query, build, open_generation
from bot.search.analysis.passages import SIZE, cut
from bot.search.indexing import worker_pool as crew
from bot.search.indexing.inverter import TITLE_MOST, Tokeniser
from tests.search.conftest import found, zipf_articles

ANALYZER = Analyzer()
wild = st.text(max_size=80) | st.text("ab ’“\0\n_-\xad\u0301日ΣÉé.", max_size=80) | st.text("a .\n", max_size=4000)


@given(st.lists(st.lists(st.tuples(wild, wild), max_size=4), max_size=3), st.sampled_from([1, 2]))
def test_a_chunk_holds_the_terms_that_the_analyzer_finds(chunks: list[list[tuple[str, str]]], weight: int) -> None:
    tokeniser = Tokeniser(ANALYZER, weight)
    words: Counter[str] = Counter()
    for articles in chunks:
        chunk = tokeniser.take(articles)
        held: list[Counter[str]] = [Counter() for _ in chunk.start]
        terms = tokeniser.vocabulary().terms
        for term, passage, count in zip(chunk.term, chunk.passage, chunk.count, strict=True):
            held[passage][terms[term]] += int(count)
        expected = []
        for title, text in articles:
            words.update(word.lower() for word in ANALYZER.words(title[:TITLE_MOST]))
            for start, end in cut(text):
                expected.append(Counter(ANALYZER.terms(title[:TITLE_MOST]) * weight + ANALYZER.terms(text[start:end])))
                words.update(word.lower() for word in ANALYZER.words(text[start:end]))
        assert held == expected
        assert chunk.length.tolist() == [counts.total() for counts in expected]
        assert chunk.passages.tolist() == [len(cut(text)) for _, text in articles]
    assert {word: count for word, (count, _) in tokeniser.vocabulary().words.items()} == dict(words)


@given(st.text(max_size=3000) | st.text("ab.\n ", max_size=5000) | st.text("。日」", max_size=3000))
def test_passages_hold_the_whole_text_but_blanks_and_none_is_long(text: str) -> None:
    slices = cut(text)
    places = {place for start, end in slices for place in range(start, end)}
    assert all(text[place].isspace() for place in range(len(text)) if place not in places)
    assert all(0 < end - start <= SIZE * 5 // 4 and text[start:end].strip() == text[start:end] for start, end in slices)
    assert all(before[1] <= after[0] for before, after in pairwise(slices))


def test_passages_end_where_paragraphs_and_sentences_do() -> None:
    sentence = "It was a day like any other in the small harbour town. "
    assert all(part.endswith(".") for part in parts(sentence * 60))
    assert all(part.endswith("”") for part in parts("“He said so, and he would say it again.” " * 60))
    paragraph = (sentence * 6).strip()
    assert set(parts("\n\n".join([paragraph] * 9))) == {f"{paragraph}\n\n{paragraph}", paragraph}


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in cut(text)]


def test_a_second_process_changes_nothing_but_the_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.search.indexing import builder as building

    corpus = zipf_articles(300)
    alone = open_generation(build(folder / "alone", corpus, analyzer=ANALYZER, processes=1))
    monkeypatch.setattr(crew, "SECOND_FROM", 0)
    monkeypatch.setattr(building, "_CHUNK", 4000)
    counts: list[tuple[int, int]] = []
    both = open_generation(
        build(folder, corpus, analyzer=ANALYZER, processes=2, progress=lambda a, p: counts.append((a, p)))
    )
    assert counts[-1] == (300, both.manifest.facts["passages"])
    assert both.manifest.facts["average_idf"] == alone.manifest.facts["average_idf"]
    assert list(both.words()) == list(alone.words())
    for word in list(alone.words())[:50]:
        assert found(both, Query((word.term,))) == found(alone, Query((word.term,)))


def test_a_second_process_that_is_killed_ends_the_build_with_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.search.indexing import builder as building

    monkeypatch.setattr(crew, "SECOND_FROM", 0)
    monkeypatch.setattr(building, "_CHUNK", 4000)
    monkeypatch.setattr(crew.Crew, "_hire", hire_and_kill(crew.Crew._hire))
    with pytest.raises(DataError, match="second core"):
        build(folder, zipf_articles(300), analyzer=ANALYZER, processes=2)
    assert list(folder.iterdir()) == []


def hire_and_kill(hire: Callable[[crew.Crew, Path], None]) -> Callable[[crew.Crew, Path], None]:
    def hired(self: crew.Crew, texts: Path) -> None:
        hire(self, texts)
        assert self._second is not None
        self._second.kill()

    return hired
