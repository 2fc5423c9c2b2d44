"""Milvus away, killed in the middle, too slow, refused: a sentence, and nothing lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from bot.errors import BusyError, DamagedIndexError, EngineError, MissingExtraError, SettingsError
from bot.model import Article
from bot.search import Query
from bot.search.milvus import MilvusConfig, MilvusEngine, Server, client
from tests.search.engines.conftest import ANALYZER, address, grown
from tests.search.engines.server import MilvusServer

ASKED = "Who opened the bridge of Aldford?"

NEWS = Article("n", "Bridge", "The mayor of Aldford opened the bridge.", "n.txt", date(2020, 1, 1))


@pytest.fixture
def patient(mortal: MilvusServer, tmp_path: Path) -> Iterator[MilvusEngine]:
    engine = MilvusEngine(address(mortal), tmp_path / "catalogues", ANALYZER, asking=0.5, building=20, grace=0.0)
    yield engine
    engine.close()


def test_a_question_to_a_dead_server_ends_in_a_sentence_and_the_next_one_is_answered(
    mortal: MilvusServer, patient: MilvusEngine, caplog: pytest.LogCaptureFixture
) -> None:
    index = grown(patient, [NEWS])
    mortal.kill()
    started = time.monotonic()
    with pytest.raises(EngineError, match="cannot be reached") as raised:
        index.rank(Query(("bridg", "sekretword")))
    assert index.idf("bridg") == index.idf("bridg")
    with pytest.raises(EngineError):
        index.rank(Query(("bridg",)))
    assert time.monotonic() - started < 6
    told = [record.getMessage() for record in caplog.records if record.name.startswith("bot.")]
    assert all(mortal.uri in line and "search failed" in line for line in told)
    assert len(told) == 2
    assert "bridg" not in caplog.text + str(raised.value)
    mortal.start()
    assert [passage.article for passage in index.rank(Query(("bridg",)))] == list(index.keys().values())
    index.close()


def test_of_many_questions_at_once_each_gets_an_answer_or_the_sentence(
    mortal: MilvusServer, patient: MilvusEngine
) -> None:
    index = grown(patient, [NEWS])

    def ask(number: int) -> int:
        if number == 4:
            mortal.kill()
        if number == 12:
            mortal.revive()
        try:
            return len(index.rank(Query(("bridg",))))
        except EngineError:
            return 0

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(ask, range(30)))
    assert set(found) == {0, 1}
    assert ask(99) == 1
    index.close()


def test_a_build_goes_on_where_the_server_was_killed_and_came_back(mortal: MilvusServer, patient: MilvusEngine) -> None:
    index = grown(patient, [NEWS])

    def articles() -> Iterator[Article]:
        yield Article("m", "", "Another bridge.", "m.txt")
        mortal.kill()
        threading.Timer(0.5, mortal.start).start()

    after = grown(patient, articles(), index, list(index.keys().values()))
    assert {after.heading(passage.article).id for passage in after.rank(Query(("bridg",)))} == {"n", "m"}
    patient.verify(after)
    for opened in (index, after):
        opened.close()


def test_a_server_that_stays_away_fails_the_build_and_the_next_build_finds_no_trace_of_it(
    mortal: MilvusServer, tmp_path: Path
) -> None:
    engine = MilvusEngine(address(mortal), tmp_path / "catalogues", ANALYZER, building=0.5, asking=0.5)
    index = grown(engine, [NEWS])

    def articles() -> Iterator[Article]:
        for number in range(1_500):
            yield Article(f"m{number}", "", "A bridge that is not to be. " + "x" * 1_500, "m.txt")
        mortal.kill()

    with pytest.raises(EngineError):
        engine.build(articles(), base=index, keep=list(index.keys().values()))
    assert not list((tmp_path / "catalogues").glob(".making-*"))
    mortal.start()
    assert engine.newest() == index.name
    assert len(index.rank(Query(("bridg",)))) == 1
    after = grown(engine, [Article("o", "", "A third bridge.", "o.txt")], index, list(index.keys().values()))
    assert {after.heading(passage.article).id for passage in after.rank(Query(("bridg",)))} == {"n", "o"}
    server = Server(engine.config, 5)
    assert server.count(server.passages, "born >= 0") == 2
    server.close()
    for opened in (index, after):
        opened.close()
    engine.close()


def test_of_two_processes_that_index_at_once_the_slower_changes_nothing(milvus: MilvusServer, tmp_path: Path) -> None:
    place = address(milvus)
    first, second = (MilvusEngine(place, tmp_path / name, ANALYZER) for name in ("1", "2"))
    names = []

    def articles() -> Iterator[Article]:
        yield NEWS
        names.append(first.build([Article("f", "", "First.", "f.txt")]))

    with pytest.raises(BusyError, match="indexed meanwhile"):
        second.build(articles())
    index = second.open_newest()
    assert index is not None
    assert index.name == names[0]
    assert {article.text for article in map(index.article, index.keys().values())} == {"First."}
    assert index.rank(Query(("bridg",))) == []
    second.verify(index)
    server = Server(place, 5)
    assert server.count(server.passages, "born >= 0") == 1
    server.close()
    index.close()
    for engine in (first, second):
        engine.close()


def test_a_server_too_old_for_bm25_is_reported(milvus: MilvusServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_LEAST_VERSION", (99, 0))
    server = Server(address(milvus), 0.2)
    with pytest.raises(EngineError, match=r"the bot needs 99\.0 or later"):
        server.exists()


def test_settings_that_cannot_be_right_and_a_missing_package_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong in ({"uri": "milvus.example"}, {"uri": "http://milvus.example", "collection": "a-b"}):
        with pytest.raises(SettingsError, match="MILVUS_"):
            MilvusConfig(**wrong)
    assert "pass" not in repr(MilvusConfig("http://x:1", token="u:pass")) + MilvusConfig("http://u:pass@x:1").host
    monkeypatch.setitem(__import__("sys").modules, "pymilvus", None)
    with pytest.raises(MissingExtraError, match=r"\[milvus\]"):
        Server(MilvusConfig("http://127.0.0.1:1"), 0.1).exists()


def test_a_text_or_a_passage_that_is_lost_is_damage_not_an_answer(milvus: MilvusServer, tmp_path: Path) -> None:
    engine = MilvusEngine(address(milvus), tmp_path, ANALYZER)
    index = grown(engine, [NEWS, Article("o", "", "Another town.", "o.txt")])
    server = Server(engine.config, 5)
    row = index.keys()[NEWS.key]
    server.delete(server.blobs, f"article == {row}")
    with pytest.raises(DamagedIndexError, match="cannot be read"):
        index.article(row)
    engine.verify(index)
    server.delete(server.passages, f"article == {row}")
    with pytest.raises(DamagedIndexError, match="lost passages"):
        engine.verify(index)
    server.close()
    index.close()
    engine.close()


def test_a_follower_that_has_not_looked_for_long_does_not_answer_until_it_has(
    milvus: MilvusServer, tmp_path: Path
) -> None:
    engine = MilvusEngine(address(milvus), tmp_path, ANALYZER, trust=0.3)
    index = grown(engine, [NEWS])
    assert engine.newest() == index.name
    assert len(index.rank(Query(("bridg",)))) == 1
    time.sleep(0.35)
    for asked in (lambda: index.rank(Query(("bridg",))), lambda: index.matching(["bridg"], None)):
        with pytest.raises(EngineError):
            asked()
    engine.newest()
    assert len(index.rank(Query(("bridg",)))) == 1
    index.close()
    engine.close()
