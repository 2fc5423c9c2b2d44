"""On the archive that comes with Clippings, both engines answer alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from bot.answers import answer
from bot.model import Answer, Question
from bot.search import EMBEDDED, Edition, EmbeddedEngine
from bot.search.milvus import MilvusEngine
from tests.benchmarks.data import read_articles
from tests.questions.test_corpus import CORPUS, lines
from tests.search.engines.conftest import ANALYZER, address, grown
from tests.search.engines.server import MilvusServer


@pytest.fixture(scope="module")
def both(milvus: MilvusServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Edition, Edition]]:
    articles = read_articles(CORPUS, None)
    engine = MilvusEngine(address(milvus), tmp_path_factory.mktemp("catalogues"), ANALYZER)
    opened = (
        grown(EmbeddedEngine(EMBEDDED, tmp_path_factory.mktemp("index"), ANALYZER), articles),
        grown(engine, articles),
    )
    yield opened
    for index in opened:
        index.close()
    engine.close()


def shown(found: Answer) -> Answer:
    """An answer without what is a generation's own."""
    nearest = tuple(replace(heading, row=0) for heading in found.nearest)
    return replace(found, generation="", took_ms=0.0, nearest=nearest)


def test_a_newcomers_question_gets_the_same_answer_from_both(both: tuple[Edition, Edition]) -> None:
    embedded, milvus = both
    for asked in lines("own.jsonl")[::3]:
        question = Question(asked["question"], date.fromisoformat(asked["date"]))
        assert shown(answer(milvus, question)) == shown(answer(embedded, question)), asked["question"]
