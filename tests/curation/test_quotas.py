"""What one server can use up: its quota, never the disk; each refusal has the figure."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import pytest

from bot.articles import Limits
from bot.articles.sandbox import ReaderPool
from bot.curation.corpus_folder import CorpusFolder
from bot.curation.quotas import Quota
from bot.curation.uploads import Uploads
from bot.errors import CorpusError, DataError

HERALD, GAZETTE = 4101, 4102
TODAY = date(2025, 6, 15)
TEXT = b" date 2020-10-28 The Heron probe landed. " + b"word " * 80_000  # 400 kB


@pytest.fixture
def corpus(tmp_path: Path) -> CorpusFolder:
    (tmp_path / "corpus").mkdir()
    return CorpusFolder(tmp_path / "corpus", tmp_path / "data", Limits(), lambda: TODAY)


def uploads_with(corpus: CorpusFolder, tmp_path: Path, **quota: float) -> Uploads:
    return Uploads(corpus, tmp_path / "data", quota=Quota(**{"reserve_mb": 0.0, **quota}))  # type: ignore[arg-type]


def test_waiting_added_and_trashed_files_count_together(corpus: CorpusFolder, tmp_path: Path) -> None:
    uploads = uploads_with(corpus, tmp_path, max_mb=1.0)
    path = uploads.confirm("token-00", uploads.stage("token-00", "a.txt", TEXT, HERALD).name, HERALD)
    corpus.remove(HERALD, path)
    uploads.stage("token-01", "b.txt", TEXT, HERALD)
    with pytest.raises(CorpusError, match=r"may keep 1 MB and keeps 0.8 MB already, 0.4 MB of it in the trash"):
        uploads.stage("token-02", "c.txt", TEXT, HERALD)
    assert uploads.stage("token-03", "c.txt", TEXT, GAZETTE).articles == 1
    uploads.drop("token-01")
    assert uploads.stage("token-02", "c.txt", TEXT, HERALD).articles == 1
    uploads.close()


def test_articles_are_counted_with_those_that_the_server_has(corpus: CorpusFolder, tmp_path: Path) -> None:
    uploads = uploads_with(corpus, tmp_path, max_articles=30)
    records = b"".join(b'{"text": "Number %d.", "date": "2020-10-28"}\n' % number for number in range(20))
    assert uploads.stage("token-00", "a.jsonl", records, HERALD, articles=10).articles == 20
    with pytest.raises(CorpusError, match=r"may have 30 articles and has 30 already; this file has 20"):
        uploads.stage("token-00", "b.jsonl", records, HERALD, articles=10)
    with pytest.raises(CorpusError, match=r"may have 30 articles and has 30 already"):
        uploads.stage("token-01", "c.jsonl", records, HERALD, articles=10)  # what waits in another upload counts
    assert [staged.name for staged in uploads.staged("token-00")] == ["a.jsonl"]
    uploads.close()


def test_a_file_of_very_many_tiny_records_is_refused_before_all_are_read(corpus: CorpusFolder, tmp_path: Path) -> None:
    uploads = uploads_with(corpus, tmp_path, max_articles=100)
    with pytest.raises(CorpusError, match=r"may have 100 articles and has 0 already; this file has 101"):
        uploads.stage("token-00", "a.jsonl", b'{"text":"a b"}\n' * 999_000, HERALD)
    assert uploads.staged("token-00") == []
    uploads.close()


def test_below_the_reserve_nothing_is_added_and_deleting_works(corpus: CorpusFolder, tmp_path: Path) -> None:
    uploads = uploads_with(corpus, tmp_path)
    path = uploads.confirm("token-00", uploads.stage("token-00", "a.txt", TEXT, HERALD).name, HERALD)
    full = uploads_with(corpus, tmp_path, reserve_mb=1e12)
    from bot.curation import quotas

    patch = pytest.MonkeyPatch()
    patch.setattr(quotas, "_RESERVE_SHARE", 0.5)
    with pytest.raises(DataError, match="are kept free"):
        full.stage("token-01", "b.txt", TEXT, GAZETTE)
    patch.undo()
    corpus.delete(HERALD, path)
    assert corpus.files(HERALD) == []
    assert corpus.trashed(HERALD) == []
    uploads.close()


def test_a_file_is_read_once_and_what_was_found_is_kept(
    corpus: CorpusFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads = uploads_with(corpus, tmp_path)
    staged = uploads.stage("token-00", "a.txt", TEXT, HERALD)

    def read_again(*_given: object) -> None:
        raise AssertionError("it was read again")

    monkeypatch.setattr(ReaderPool, "reader", read_again)
    another = Uploads(corpus, tmp_path / "data")
    assert another.staged("token-00") == [staged]
    uploads.close()


def test_what_waits_and_what_is_trashed_is_private(corpus: CorpusFolder, tmp_path: Path) -> None:
    uploads = uploads_with(corpus, tmp_path)
    path = uploads.confirm("token-00", uploads.stage("token-00", "a.txt", TEXT, HERALD).name, HERALD)
    uploads.stage("token-01", "b.txt", TEXT, HERALD)
    entry = corpus.remove(HERALD, path)
    for folder in (tmp_path / "data/uploads/token-01", tmp_path / f"data/trash/{HERALD}/{entry.name}"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    uploads.close()


def test_a_removal_that_fails_leaves_nothing_to_restore(
    corpus: CorpusFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads = uploads_with(corpus, tmp_path)
    path = uploads.confirm("token-00", uploads.stage("token-00", "a.txt", TEXT, HERALD).name, HERALD)
    uploads.close()

    def other_file_system(_source: Path, _target: Path) -> None:
        raise OSError(18, "Invalid cross-device link")

    unlink = Path.unlink

    def held(self: Path, missing_ok: bool = False) -> None:
        if self.suffix == ".txt":
            raise OSError(1, "Operation not permitted")
        unlink(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "rename", other_file_system)
    monkeypatch.setattr(Path, "unlink", held)
    with pytest.raises(DataError, match="could not be changed"):
        corpus.remove(HERALD, path)
    assert corpus.trashed(HERALD) == []
    assert [file.path for file in corpus.files(HERALD)] == [path]
