"""Torn, flipped, killed and half-removed generations: found when opened or read, and never served."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.errors import DamagedIndexError
from bot.model import Article
from bot.search import Analyzer, EmbeddedIndex, Query, build, generations, open_index, sweep, verify
from bot.search.storage import generations as folders
from tests.search.conftest import zipf_articles

ANALYZER = Analyzer()


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A generation of two parts, so that every kind of file is there."""
    corpus = zipf_articles(60)
    base = open_index(build(tmp_path, corpus, analyzer=ANALYZER))
    rows = sorted(base.keys().values())[1:]
    return build(
        tmp_path, [Article("x", "", "bab", "x.txt")], analyzer=ANALYZER, base=base, keep=rows, extra={"note": b"kept"}
    )


def opened(folder: Path) -> EmbeddedIndex:
    """As another process would open it, which has checked nothing yet."""
    folders.forget_checked()
    return open_index(folder)


def read_all(folder: Path) -> str:
    try:
        index = opened(folder)
        for row in index.keys().values():
            index.article(row)
    except DamagedIndexError:
        return "damaged"
    return "sound"


def verify_all(folder: Path) -> str:
    try:
        verify(folder)
    except DamagedIndexError:
        return "damaged"
    return "sound"


def places(size: int, most: int) -> list[int]:
    """Every number below `size`, or a spread of them."""
    return list(range(size)) if size <= most else sorted(random.Random(3).sample(range(size), most))


def test_a_file_cut_at_any_length_is_found(built: Path) -> None:
    for path in sorted(built.iterdir()):
        whole = path.read_bytes()
        for length in places(len(whole), 120):
            path.write_bytes(whole[:length])
            with pytest.raises(DamagedIndexError):
                opened(built)
        path.write_bytes(whole)
    opened(built)


def test_a_missing_file_is_found(built: Path) -> None:
    for path in sorted(built.iterdir()):
        aside = path.rename(built.parent / "aside")
        with pytest.raises(DamagedIndexError):
            opened(built)
        aside.rename(path)


def test_a_flipped_byte_is_found_at_opening_or_when_its_article_is_read(built: Path) -> None:
    for path in sorted(built.iterdir()):
        whole = path.read_bytes()
        for place in places(len(whole), 120):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
            if path.suffix == ".texts":  # an article that this generation has no more is only seen by `verify`
                assert read_all(built) == "damaged" or verify_all(built) == "damaged"
            else:
                assert read_all(built) == "damaged", path.name
        path.write_bytes(whole)
    verify(built)


def test_another_format_or_analyzer_is_refused_by_name(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DamagedIndexError, match="german"):
        open_index(built, analyzer=Analyzer("german"))
    monkeypatch.setattr(folders, "FORMAT", folders.FORMAT + 1)
    with pytest.raises(DamagedIndexError, match="format"):
        open_index(built)


def test_an_error_in_the_middle_of_a_build_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> object:
        yield from zipf_articles(5)
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="gone"):
        build(tmp_path, broken(), analyzer=ANALYZER)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_at_any_write_keeps_the_last_good_generation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = build(tmp_path, zipf_articles(20), analyzer=ANALYZER)
    for failing in range(1, 5):
        left = [failing]

        def sync(_: int, left: list[int] = left) -> None:
            left[0] -= 1
            if not left[0]:
                raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", sync)
            with pytest.raises(OSError, match="No space"):
                build(tmp_path, zipf_articles(30), analyzer=ANALYZER)
        assert generations(tmp_path) == [good]
        opened(good)


KILLED = """
import os, random, signal, sys, time
from pathlib import Path
from tests.search.conftest import zipf_articles
from bot.search import Analyzer, build
corpus, analyzer, chance = zipf_articles(300), Analyzer(), random.Random(11)
for _ in range(8):
    child = os.fork()
    while not child:
        build(Path(sys.argv[1]), corpus, analyzer=analyzer)
    time.sleep(chance.uniform(0.02, 0.3))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
"""


def test_a_build_killed_at_any_moment_leaves_only_sound_generations(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=True)
    assert list(tmp_path.glob(".building-*")), "no build was killed in the middle"
    for folder in generations(tmp_path):
        assert opened(folder).span(None).articles > 0
        verify(folder)
    assert set(sweep(tmp_path)) >= set(tmp_path.glob(".building-*"))
    assert len(list(tmp_path.iterdir())) <= 1


def test_a_swept_generation_goes_on_answering_until_it_is_closed(tmp_path: Path) -> None:
    old = open_index(build(tmp_path, zipf_articles(20), analyzer=ANALYZER))
    new = build(tmp_path, zipf_articles(10), analyzer=ANALYZER)
    word = next(iter(old.words())).term
    before = old.rank(Query((word,)))
    assert sweep(tmp_path) == [old.folder]
    assert generations(tmp_path) == [new]
    assert old.rank(Query((word,))) == before
    assert old.article(before[0].article).text
    old.close()


def test_a_half_removed_generation_is_none(built: Path) -> None:
    (built / "manifest.json").unlink()
    with pytest.raises(DamagedIndexError):
        open_index(built)
    shutil.rmtree(built)
    with pytest.raises(DamagedIndexError):
        open_index(built)


def test_what_any_build_left_behind_is_swept_whichever_process_it_was_in_another_container(tmp_path: Path) -> None:
    left = {tmp_path / f".building-{name}-0" for name in (os.getpid(), os.getppid(), 2**22 + 1)}
    for path in left:
        path.mkdir()
    assert set(sweep(tmp_path)) == left


def test_a_replaced_generation_stays_for_its_grace(tmp_path: Path) -> None:
    first, second, third = (build(tmp_path, zipf_articles(n), analyzer=ANALYZER) for n in (5, 6, 7))
    assert sweep(tmp_path, grace=600) == []
    for generation in (second, third):
        os.utime(generation / "manifest.json", (time.time() - 700,) * 2)
    os.utime(third / "manifest.json")
    assert sweep(tmp_path, grace=600) == [first], "the third replaced the second just now"
    assert sweep(tmp_path) == [second]
