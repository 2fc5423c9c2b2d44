"""The numbers an index depends on: in its version, so that changing one builds anew."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import DamagedIndexError, SettingsError
from bot.model import Article
from bot.search import EMBEDDED, Analyzer, EmbeddedEngine, IndexParameters, build, open_index
from bot.search.analysis.passages import cut
from bot.search.analysis.sentences import sentences
from bot.search.analysis.stopwords import STOP_WORDS
from bot.search.embedded import engine as embedded_engine
from bot.search.parameters import RULES
from tests.search.conftest import zipf_articles

ANALYZER = Analyzer()
SAMPLE = (
    "“No,” said Dr. J. K. Smith on Jan. 5, “it cost $3.50 at St. Mary’s.” He left… Why? The U.S. The end!\n"
    "A wrapped line goes\non here. Café naïve Straße ΣΊΣΥΦΟΣ don’t 1990s 3rd 日本語。終わり。\n\n- a list\n- of two\n\n"
    * 12
)
OTHERS = [
    replace(IndexParameters(), k1=1.5),
    replace(IndexParameters(), b=0.75),
    replace(IndexParameters(), epsilon=0.5),
    replace(IndexParameters(), title_weight=2),
    replace(IndexParameters(), passage_size=500),
]


@pytest.mark.parametrize("other", OTHERS)
def test_an_index_made_with_another_number_is_not_opened(tmp_path: Path, other: IndexParameters) -> None:
    made = build(tmp_path, zipf_articles(5), analyzer=ANALYZER)
    open_index(made, analyzer=ANALYZER, parameters=IndexParameters()).close()
    with pytest.raises(DamagedIndexError, match="instead of"):
        open_index(made, analyzer=ANALYZER, parameters=other)


def test_a_changed_number_builds_everything_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = EmbeddedEngine(EMBEDDED, tmp_path, ANALYZER)
    engine.build(zipf_articles(5))
    monkeypatch.setattr(embedded_engine, "IndexParameters", lambda: OTHERS[0])
    assert EmbeddedEngine(EMBEDDED, tmp_path, ANALYZER).open_newest() is None


@pytest.mark.parametrize("other", OTHERS)
def test_articles_kept_from_an_index_made_with_another_number_are_indexed_again(
    tmp_path: Path, other: IndexParameters
) -> None:
    corpus = [*zipf_articles(6), Article("long", "Long", "Of this there is a lot. " * 100, "long.txt")]
    before = open_index(build(tmp_path / "a", corpus[:-1], analyzer=ANALYZER))
    keep = sorted(before.keys().values())
    mixed = build(tmp_path / "a", corpus[-1:], analyzer=ANALYZER, parameters=other, base=before, keep=keep)
    fresh = build(tmp_path / "b", corpus, analyzer=ANALYZER, parameters=other)
    one, two = open_index(mixed, parameters=other), open_index(fresh, parameters=other)
    assert one.passages == two.passages
    assert one.okapi.avgdl == two.okapi.avgdl


def test_a_title_weight_whose_counts_could_not_be_stored_is_refused() -> None:
    IndexParameters(title_weight=10)
    with pytest.raises(SettingsError, match="counts to 4,095"):
        IndexParameters(title_weight=11)


def test_a_term_as_often_as_it_can_stand_in_a_passage_is_counted_right(tmp_path: Path) -> None:
    most = IndexParameters(title_weight=10)
    article = Article("a", "日" * 300, "日" * 900, "a.txt")
    index = open_index(build(tmp_path, [article], analyzer=ANALYZER, parameters=most))
    assert index.okapi.postings("日")[1].tolist() == [3900]


def test_rules_that_give_another_result_have_another_number() -> None:
    """When this fails because `analysis/` was changed on purpose: raise RULES and write down the new sum."""
    stop_words = [(language, sorted(words)) for language, words in STOP_WORDS.items()]
    german = Analyzer("german").terms(SAMPLE)
    seen = repr([ANALYZER.tokens(SAMPLE), cut(SAMPLE), sentences(SAMPLE), german, stop_words])
    assert (RULES, hashlib.sha256(seen.encode()).hexdigest()[:12]) == (6, "d533b5e94a41")
