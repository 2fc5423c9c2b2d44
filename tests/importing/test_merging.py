"""Importing again: what a newer export adds, changes and removes, and that nothing else is touched."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.articles import Limits, SourceFile, read
from bot.errors import CorpusError
from bot.importing.entries import ReadOptions
from bot.importing.importer import Order, default_name, run
from bot.model import Article, DateKind
from tests.importing.conftest import TODAY, Import, Records


def feed(path: Path, **texts: str) -> Path:
    path.write_text("".join(json.dumps({"id": f"i-{t}", "title": t, "text": text}) + "\n" for t, text in texts.items()))
    return path


def test_a_newer_export_updates_and_adds_and_keeps_what_it_lacks(
    imports: Import, records: Records, tmp_path: Path
) -> None:
    export = tmp_path / "feed.jsonl"
    first = imports(feed(export, a="One.", b="Two.")).merge
    assert (first.added, first.changed, first.unchanged) == (2, 0, 0)
    second = imports(feed(export, b="Two!", c="Three.")).merge
    assert (second.added, second.changed, second.unchanged, second.kept) == (1, 1, 0, 1)
    assert {title: record["text"] for title, record in records().items()} == {"a": "One.", "b": "Two!", "c": "Three."}


def test_prune_removes_what_is_gone_but_not_where_something_could_not_be_read(
    imports: Import, records: Records, tmp_path: Path
) -> None:
    export = tmp_path / "feed.jsonl"
    imports(feed(export, a="One.", b="Two."))
    (tmp_path / "broken.xml").write_text("<rss xmlns:wp='http://wordpress.org/export/1.2/'><channel><item>")
    kept = imports(feed(export, a="One."), tmp_path / "broken.xml", prune=True)
    assert kept.not_pruned
    assert set(records()) == {"a", "b"}
    assert imports(export, prune=True).merge.removed == 1
    assert set(records()) == {"a"}


def test_the_same_export_again_leaves_the_file_untouched(imports: Import, target: Path, tmp_path: Path) -> None:
    export = feed(tmp_path / "feed.jsonl", a="One.")
    imports(export)
    before = target.stat()
    assert not imports(export).merge.changes
    assert target.stat() == before
    assert os.listdir(target.parent) == [target.name]  # noqa: PTH208 - hidden ones, too


def test_a_dry_run_writes_nothing(imports: Import, target: Path, tmp_path: Path) -> None:
    report = imports(feed(tmp_path / "feed.jsonl", a="One."), dry_run=True)
    assert report.merge.added == 1
    assert list(target.parent.iterdir()) == []


def test_a_file_that_no_import_made_is_left_alone(imports: Import, target: Path, tmp_path: Path) -> None:
    target.parent.mkdir()
    target.write_bytes(gzip.compress(b'{"text": "Somebody\'s own."}\n'))
    before = target.read_bytes()
    with pytest.raises(CorpusError, match="not made by an import"):
        imports(feed(tmp_path / "feed.jsonl", a="One."))
    assert target.read_bytes() == before
    assert list(target.parent.iterdir()) == [target]


def test_an_import_that_is_killed_changes_nothing(imports: Import, target: Path, tmp_path: Path) -> None:
    imports(feed(tmp_path / "feed.jsonl", a="One."))
    before = target.read_bytes()
    large = tmp_path / "large.jsonl"
    with large.open("w") as file:
        for number in range(60_000):
            file.write(json.dumps({"id": f"n{number}", "text": "A long enough text to read. " * 20}) + "\n")
    words = [sys.executable, "-m", "bot", "import", str(large), "--into", "imported"]
    process = subprocess.Popen(words, env=os.environ | {"CORPUS": str(target.parent), "DATA": str(tmp_path / "d")})
    deadline = time.monotonic() + 30
    while not list(target.parent.glob(".clippings-*")) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert target.read_bytes() == before


def test_what_is_written_is_read_back_as_the_same_article(target: Path, tmp_path: Path) -> None:
    record = {
        "id": "1",
        "title": "The bell",
        "date": "2020-05-03",
        "date_kind": "edited",
        "source": "Quay",
        "author": "Mo",
        "url": "https://quay.example/1",
        "pages": [[0, 3], [9, 4]],
        "text": "It rang.\nTwice \ud83d.",
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(record))
    run(Order([tmp_path / "a.jsonl"], target, ReadOptions(), TODAY))
    (article,) = read(SourceFile("x.jsonl.gz", str(target), target.stat().st_size, 0), Limits(), TODAY)
    assert article == Article(
        "1",
        "The bell",
        "It rang.\nTwice \ufffd.",
        "x.jsonl.gz",
        TODAY.replace(2020, 5, 3),
        "Quay",
        "https://quay.example/1",
        author="Mo",
        date_kind=DateKind.EDITED,
        pages=((0, 3), (9, 4)),
    )


def test_a_result_that_the_corpus_would_not_read_is_refused_with_the_setting(target: Path, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "' + os.urandom(40_000).hex().encode() + b'"}')
    with pytest.raises(CorpusError, match="Set MAX_FILE_MB=2"):
        run(Order([tmp_path / "a.jsonl"], target, ReadOptions(Limits(max_file_mb=0.01)), TODAY))
    assert not target.exists()


def test_the_name_leaves_out_the_day_on_which_the_export_was_made() -> None:
    names = ("gazette.WordPress.2024-05-01.xml", "dump-20240501.xml.bz2", "Quay Letter.zip", "export.tar.gz")
    assert [default_name(Path(name)) for name in names] == ["gazette.wordpress", "dump", "quay-letter", "export"]
