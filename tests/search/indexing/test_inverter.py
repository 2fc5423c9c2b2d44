"""The build's shortcut to terms against the analyzer, its passages, and its further processes."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import DataError
from bot.model import Article
from bot.search import Analyzer, IndexParameters, Query, build, open_index
from bot.search.analysis.passages import cut
from bot.search.indexing import chunks, worker_pool
from bot.search.indexing.inverter import Inverter
from bot.search.parameters import PASSAGE_SIZE, TITLE_MOST
from tests.search.conftest import found, zipf_articles

ANALYZER = Analyzer()
wild = st.text(max_size=80) | st.text("ab ’“\0\n_-\xad\u0301日ΣÉé.", max_size=80) | st.text("a .\n", max_size=4000)


@given(st.lists(st.lists(st.tuples(wild, wild), max_size=4), max_size=3), st.sampled_from([1, 2]))
def test_a_chunk_holds_the_terms_that_the_analyzer_finds(chunks: list[list[tuple[str, str]]], weight: int) -> None:
    inverter = Inverter(ANALYZER, IndexParameters(title_weight=weight))
    words: Counter[str] = Counter()
    for articles in chunks:
        chunk = inverter.take(articles)
        held: list[Counter[str]] = [Counter() for _ in chunk.start]
        terms = inverter.vocabulary().terms
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
    assert {word: count for word, (count, _) in inverter.vocabulary().words.items()} == dict(words)


@given(st.text(max_size=3000) | st.text("ab.\n ", max_size=5000) | st.text("。日」", max_size=3000))
def test_passages_hold_the_whole_text_but_blanks_and_none_is_long(text: str) -> None:
    slices = cut(text)
    places = {place for start, end in slices for place in range(start, end)}
    assert all(text[place].isspace() for place in range(len(text)) if place not in places)
    assert all(
        0 < end - start <= PASSAGE_SIZE * 5 // 4 and text[start:end].strip() == text[start:end] for start, end in slices
    )
    assert all(before[1] <= after[0] for before, after in pairwise(slices))


def test_passages_end_where_paragraphs_and_sentences_do() -> None:
    sentence = "It was a day like any other in the small harbour town. "
    assert all(part.endswith(".") for part in parts(sentence * 60))
    assert all(part.endswith("”") for part in parts("“He said so, and he would say it again.” " * 60))
    paragraph = (sentence * 6).strip()
    assert set(parts("\n\n".join([paragraph] * 9))) == {f"{paragraph}\n\n{paragraph}", paragraph}


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in cut(text)]


@pytest.mark.parametrize("processes", [2, 3])
def test_further_processes_change_nothing_but_the_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch, processes: int
) -> None:
    corpus = zipf_articles(300)
    alone = open_index(build(folder / "alone", corpus, analyzer=ANALYZER, processes=1))
    monkeypatch.setattr(worker_pool, "PARALLEL_FROM", 0)
    monkeypatch.setattr(chunks, "CHUNK", 4000)
    counts: list[tuple[int, int]] = []
    path = build(folder, corpus, analyzer=ANALYZER, processes=processes, progress=lambda a, p: counts.append((a, p)))
    both = open_index(path)
    assert counts[-1] == (300, both.manifest.facts["passages"])
    assert both.manifest.facts["average_idf"] == alone.manifest.facts["average_idf"]
    assert list(both.words()) == list(alone.words())
    for word in list(alone.words())[:50]:
        assert found(both, Query((word.term,))) == found(alone, Query((word.term,)))


def test_a_worker_that_is_killed_ends_the_build_with_a_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_pool, "PARALLEL_FROM", 0)
    monkeypatch.setattr(chunks, "CHUNK", 4000)
    with pytest.raises(DataError, match="another core"):
        build(folder, killing_helpers(zipf_articles(300)), analyzer=ANALYZER, processes=2)
    assert list(folder.iterdir()) == []


def killing_helpers(corpus: list[Article]) -> Iterator[Article]:
    """The corpus; in its middle every process that was started meanwhile is killed."""
    before = set(multiprocessing.active_children())
    for number, article in enumerate(corpus):
        if number == 150:
            for process in set(multiprocessing.active_children()) - before:
                process.kill()
        yield article


def test_a_worker_whose_parent_was_killed_ends_by_itself(tmp_path: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", LEFT, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    helper = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    helper.wait(20)


LEFT = """
import multiprocessing, sys, time
from pathlib import Path
from bot.search import Analyzer, build
from bot.search.indexing import chunks, worker_pool
from tests.search.conftest import zipf_articles

def endless():
    for number, article in enumerate(zipf_articles(300)):
        yield article
        if number == 200:
            print(multiprocessing.active_children()[0].pid, flush=True)
            time.sleep(60)

worker_pool.PARALLEL_FROM = 0
chunks.CHUNK = 4000
build(Path(sys.argv[1]), endless(), analyzer=Analyzer(), processes=2)
"""
