from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from bot.articles import Limits
from bot.curation import atomic_files as disk
from bot.curation.corpus_folder import CorpusFolder
from bot.curation.trash import TRASH_DAYS
from bot.curation.uploads import Uploads
from bot.errors import CorpusError, DataError
from tests.articles.readers.newspaper import page_of_newspaper
from tests.store.conftest import Clock

TODAY = date(2025, 6, 15)
HERALD, GAZETTE = 4101, 4102
TEXT = b" date 2020-10-28 The Heron probe landed."


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def corpus_folder(tmp_path: Path, clock: Clock) -> CorpusFolder:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    return CorpusFolder(corpus, tmp_path / "data", Limits(max_file_mb=1), lambda: TODAY, clock)


@pytest.fixture
def uploads(corpus_folder: CorpusFolder, tmp_path: Path, clock: Clock) -> Uploads:
    return Uploads(corpus_folder, tmp_path / "data", clock)


def listing(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def add(uploads: Uploads, scope: int | None, name: str, content: bytes = TEXT) -> str:
    return uploads.confirm("token-00", uploads.stage("token-00", name, content).name, scope)


def test_an_upload_is_in_the_corpus_only_once_it_is_confirmed(corpus_folder: CorpusFolder, uploads: Uploads) -> None:
    staged = uploads.stage("token-00", "Heron landing.txt", TEXT)
    assert (staged.name, staged.title, staged.date) == (
        "Heron-landing.txt",
        "The Heron probe landed.",
        date(2020, 10, 28),
    )
    assert listing(corpus_folder.corpus) == []
    assert uploads.confirm("token-00", staged.name, HERALD) == f"servers/{HERALD}/Heron-landing.txt"
    assert listing(corpus_folder.corpus) == [f"servers/{HERALD}/Heron-landing.txt"]
    with pytest.raises(CorpusError, match="no longer here"):
        uploads.confirm("token-00", staged.name, HERALD)


def test_a_shared_upload_lies_at_the_top_and_a_second_of_its_name_beside_it(
    corpus_folder: CorpusFolder, uploads: Uploads
) -> None:
    assert add(uploads, None, "heron.txt") == "heron.txt"
    assert add(uploads, None, "HERON.txt", b"Another text, undated.") == "HERON-2.txt"
    assert (corpus_folder.corpus / "heron.txt").read_bytes() == TEXT


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("virus.exe", b"MZ", "Its name must end in .txt, .md, .html, .json, .jsonl"),
        ("empty.txt", b"", "It is empty."),
        ("blank.txt", b" date 2020-10-28 ", "It holds no text."),
        ("binary.txt", bytes(range(256)) * 8, ""),
        ("broken.json", b'{"text": ', ""),
        ("large.txt", b"x" * 1_100_000, "It is too large: 1.1 MB; the limit is 1 MB."),
    ],
)
def test_what_the_reader_cannot_quote_is_not_taken(
    corpus_folder: CorpusFolder, uploads: Uploads, name: str, content: bytes, sentence: str
) -> None:
    with pytest.raises(CorpusError) as refusal:
        uploads.stage("token-00", name, content)
    assert str(refusal.value).startswith(sentence)
    assert uploads.staged("token-00") == []


def test_an_upload_can_be_dated_before_it_is_confirmed(corpus_folder: CorpusFolder, uploads: Uploads) -> None:
    staged = uploads.stage("token-00", "heron.txt", b"The Heron probe landed.")
    assert staged.can_be_dated
    assert uploads.set_date("token-00", "heron.txt", date(2020, 10, 28)).date == date(2020, 10, 28)
    with pytest.raises(CorpusError, match="no longer here"):
        uploads.set_date("token-00", "../../corpus/heron.txt", date(2020, 10, 28))
    with pytest.raises(CorpusError, match="no longer here"):
        uploads.staged("../../corpus")


def test_a_removed_file_lies_in_the_data_folder_and_can_be_brought_back(
    corpus_folder: CorpusFolder, uploads: Uploads, tmp_path: Path
) -> None:
    path = add(uploads, HERALD, "heron.txt")
    trashed = corpus_folder.remove(HERALD, path)
    assert listing(corpus_folder.corpus) == []
    assert [kept.name for kept in corpus_folder.trashed(HERALD)] == [trashed.name]
    assert corpus_folder.trashed(GAZETTE) == corpus_folder.trashed(None) == []
    assert corpus_folder.restore(HERALD, trashed.name) == path
    assert (corpus_folder.corpus / path).read_bytes() == TEXT
    assert corpus_folder.trashed(HERALD) == []


def test_a_file_restored_beside_a_newer_one_replaces_nothing(corpus_folder: CorpusFolder, uploads: Uploads) -> None:
    path = add(uploads, HERALD, "heron.txt")
    trashed = corpus_folder.remove(HERALD, path)
    add(uploads, HERALD, "heron.txt", b"The newer text.")
    assert corpus_folder.restore(HERALD, trashed.name) == f"servers/{HERALD}/heron-2.txt"
    assert (corpus_folder.corpus / path).read_bytes() == b"The newer text."


@pytest.mark.parametrize("scope", [GAZETTE, None])
def test_nobody_removes_or_restores_in_anothers_scope(
    corpus_folder: CorpusFolder, uploads: Uploads, scope: int | None
) -> None:
    path = add(uploads, HERALD, "heron.txt")
    with pytest.raises(CorpusError, match="no such file"):
        corpus_folder.remove(scope, path)
    trashed = corpus_folder.remove(HERALD, path)
    for name in (trashed.name, f"../{HERALD}/{trashed.name}"):
        with pytest.raises(CorpusError, match="no longer in the trash"):
            corpus_folder.restore(scope, name)
    assert corpus_folder.restore(HERALD, trashed.name) == path


def test_the_trash_is_kept_for_thirty_days(
    corpus_folder: CorpusFolder, uploads: Uploads, clock: Clock, tmp_path: Path
) -> None:
    trashed = corpus_folder.remove(None, add(uploads, None, "heron.txt"))
    place = tmp_path / "data" / "trash" / "shared" / trashed.name
    os.utime(place, (clock(), clock()))
    clock.pass_days(TRASH_DAYS - 0.1)
    assert corpus_folder.sweep() == 0
    assert trashed.days_left(clock()) == 1
    clock.pass_days(0.2)
    assert corpus_folder.trashed(None) == []
    assert corpus_folder.sweep() == 1
    assert not place.exists()


def test_an_upload_nobody_confirmed_is_gone_after_an_hour(uploads: Uploads, clock: Clock, tmp_path: Path) -> None:
    uploads.stage("token-00", "heron.txt", TEXT)
    os.utime(tmp_path / "data" / "uploads" / "token-00", (clock(), clock()))
    assert uploads.sweep() == 0
    clock.pass_days(0.05)
    assert uploads.sweep() == 1
    assert uploads.staged("token-00") == []


def test_between_two_file_systems_a_file_is_copied_whole_before_the_old_one_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Path("/dev/shm")
    if not other.is_dir() or other.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("no second file system here")
    target = other / f"clippings-{os.getpid()}"
    target.mkdir()
    try:
        (tmp_path / "heron.txt").write_bytes(TEXT)
        disk.move(tmp_path / "heron.txt", target / "heron.txt")
        assert listing(target) == ["heron.txt"]
        assert (target / "heron.txt").read_bytes() == TEXT
        assert not (tmp_path / "heron.txt").exists()
    finally:
        for path in target.iterdir():
            path.unlink()
        target.rmdir()


def test_parts_that_a_crash_left_are_swept_and_never_read(corpus_folder: CorpusFolder) -> None:
    folder = corpus_folder.folder(HERALD)
    folder.mkdir(parents=True)
    for place in (corpus_folder.corpus, folder):
        (place / ".clippings-00.part").write_bytes(b"half")
    assert corpus_folder.files(HERALD) == corpus_folder.files(None) == []
    assert corpus_folder.sweep() == 2
    assert listing(corpus_folder.corpus) == []


def test_a_corpus_of_one_file_takes_no_others(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_bytes(TEXT)
    corpus_folder = CorpusFolder(tmp_path / "one.txt", tmp_path / "data", Limits(), lambda: TODAY)
    with pytest.raises(CorpusError, match="The corpus is one file"):
        corpus_folder.files(None)


def test_a_folder_that_cannot_be_written_is_told_and_the_upload_goes_on_waiting(
    corpus_folder: CorpusFolder, uploads: Uploads
) -> None:
    (corpus_folder.corpus / "servers").write_text("a file where the servers' folder should be")
    staged = uploads.stage("token-00", "heron.txt", TEXT)
    with pytest.raises(DataError, match="The files could not be changed: "):
        uploads.confirm("token-00", staged.name, HERALD)
    assert uploads.staged("token-00") == [staged]


def test_a_printed_page_can_be_uploaded(uploads: Uploads) -> None:
    staged = uploads.stage("token-123456", "Courier 1931-05-03.pdf", page_of_newspaper())
    assert (staged.articles, staged.date) == (1, date(1931, 5, 3))
