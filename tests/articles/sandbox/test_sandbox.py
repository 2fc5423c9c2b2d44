"""Untrusted files are read in a process of their own: limits of time, memory and output, file by file."""

from __future__ import annotations

import gzip
import io
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles import Limits, may_clear_up, read, scan
from bot.articles.sandbox import ReaderPool, ReaderProcess, write_date
from bot.articles.sandbox.client import _article
from bot.articles.sandbox.frames import BrokenFrameError, read_frame, write_frame
from bot.articles.scanning import SourceFile
from bot.model import Article, DateKind, Problem
from tests.articles.conftest import TODAY

GOOD = " date 2020-10-28 The bridge opened on Monday."
SLOW_PAGE = "<html><body><p>" + "<i>a</i> b " * 36_000 + "</p></body></html>"  # once 66 s in the bot's own process


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text(GOOD)
    (folder / "z.txt").write_text(GOOD)
    return folder


@pytest.fixture
def limits() -> Limits:
    return Limits(max_read_seconds=1.0)


@contextmanager
def reading(limits: Limits) -> Iterator[ReaderProcess]:
    pool = ReaderPool()
    with closing(pool), pool.reader(limits, TODAY) as reader:
        yield reader


def everything(corpus: Path, limits: Limits) -> list[Article | Problem]:
    files = scan(corpus, limits).files
    with reading(limits) as reader:
        reader.expect(files)
        return [found for file in files for found in reader.read(file)]


def test_the_process_gives_what_the_readers_give(corpus: Path, limits: Limits) -> None:
    (corpus / "m.md").write_text("---\ntitle: Röver\nauthor: Ann\ndate: 2021-02-03\n---\nLanded “well”. 🚀")
    (corpus / "n.jsonl").write_text('{"text": "One."}\nnonsense\n{"text": "Two.", "url": "https://x.example/1"}\n')
    (corpus / "o.txt").write_bytes(b"caf\xe9 au lait, d\xe9j\xe0 vu")
    here = [found for file in scan(corpus, limits).files for found in read(file, limits, TODAY)]
    assert everything(corpus, limits) == here
    assert len(here) > 6


def test_a_file_that_takes_too_long_is_a_problem_and_the_next_ones_are_read(corpus: Path, limits: Limits) -> None:
    pytest.importorskip("trafilatura")
    (corpus / "m.html").write_text(SLOW_PAGE)
    started = time.monotonic()
    first, slow, last = everything(corpus, limits)
    assert time.monotonic() - started < 15
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert slow == Problem("m.html", "It took longer than 1 s to read.")


def test_a_file_that_needs_too_much_memory_is_a_problem_and_the_next_ones_are_read(corpus: Path) -> None:
    with gzip.open(corpus / "m.jsonl.gz", "wb", compresslevel=1) as packed:  # 1 MB that unpacks to one huge line
        packed.write(b'{"text": "' + b"\\u6587" * 12_000_000 + b'"}\n')
    found = everything(corpus, Limits(max_read_mb=150, max_article_chars=200_000_000))
    assert [one.path for one in found if isinstance(one, Article)] == ["a.txt", "z.txt"]
    (problem,) = [one for one in found if isinstance(one, Problem)]
    assert "too much memory" in problem.reason


def test_a_process_that_is_killed_by_the_system_costs_one_file(corpus: Path, limits: Limits) -> None:
    files = scan(corpus, limits).files
    with reading(limits) as reader:
        reader.expect(files)
        assert isinstance(next(iter(reader.read(files[0]))), Article)
        for child in psutil.Process().children():
            child.send_signal(signal.SIGKILL)
        time.sleep(0.1)
        found = list(reader.read(files[1]))
    assert len(found) == 1  # the article, if it was there already, or the problem


def test_its_environment_holds_no_secret(corpus: Path, limits: Limits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "x" * 60)
    files = scan(corpus, limits).files
    with reading(limits) as reader:
        list(reader.read(files[0]))
        (child,) = [one for one in psutil.Process().children() if "sandbox" in " ".join(one.cmdline())]
        assert "DISCORD_TOKEN" not in child.environ()


def test_files_may_be_asked_for_in_another_order_than_was_said(corpus: Path, limits: Limits) -> None:
    files = scan(corpus, limits).files
    with reading(limits) as reader:
        reader.expect(files)
        assert [found.path for found in reader.read(files[1])] == ["z.txt"]
        assert [found.path for found in reader.read(files[0])] == ["a.txt"]


def test_a_file_given_up_halfway_does_not_answer_for_the_next(corpus: Path, limits: Limits) -> None:
    (corpus / "b.jsonl").write_text('{"text": "One."}\n' * 50)
    files = scan(corpus, limits).files
    with reading(limits) as reader:
        reader.expect(files)
        list(reader.read(files[0]))
        records = reader.read(files[1])
        assert isinstance(records, Iterator)
        next(records)
        records.close()  # type: ignore[attr-defined]
        assert [found.path for found in reader.read(files[2])] == ["z.txt"]


def test_time_in_which_nobody_takes_the_articles_does_not_count(corpus: Path) -> None:
    (corpus / "b.jsonl").write_text(('{"text": "' + "word " * 2_000 + '"}\n') * 400)  # more than a pipe holds
    files = scan(corpus, Limits()).files
    count = 0
    with reading(Limits(max_read_seconds=1.0)) as reader:
        for number, found in enumerate(reader.read(files[1])):
            if number == 3:
                time.sleep(2)
            count += isinstance(found, Article)
    assert count == 400


def test_output_beyond_the_limit_ends_the_file(corpus: Path) -> None:
    (corpus / "b.jsonl").write_text(('{"text": "' + "word " * 20_000 + '"}\n') * 40)
    found = everything(corpus, Limits(max_unpacked_mb=1.0, max_file_mb=10))
    assert any(isinstance(one, Problem) and one.path == "b.jsonl" for one in found)
    assert [one.path for one in found][-1] == "z.txt"


def test_a_date_is_written_in_a_process_too() -> None:
    day = date(2020, 10, 28)
    assert write_date("a.txt", b"The bridge.", day, Limits()) == b" date 2020-10-28\nThe bridge."
    assert write_date("a.pdf", b"The bridge.", day, Limits()) is None


def test_a_process_is_used_again_and_ended_when_the_pool_is_closed(corpus: Path, limits: Limits) -> None:
    files = scan(corpus, limits).files
    pool = ReaderPool()
    seen: set[int] = set()
    for file in files:
        with pool.reader(limits, TODAY) as reader:
            assert len(list(reader.read(file))) == 1
            seen.update(one.pid for one in psutil.Process().children() if "sandbox" in " ".join(one.cmdline()))
    assert len(seen) == 1
    pool.close()
    assert not [one for one in psutil.Process().children() if one.pid in seen]


def test_closing_ends_the_process_and_its_thread(corpus: Path, limits: Limits) -> None:
    before = threading.active_count()
    everything(corpus, limits)
    assert threading.active_count() == before
    assert not [one for one in psutil.Process().children() if "sandbox" in " ".join(one.cmdline())]


articles = st.builds(
    Article,
    st.text(max_size=20),
    st.text(max_size=20),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=50),
    st.just("a.txt"),
    st.none() | st.dates(),
    st.text(max_size=10),
    st.text(max_size=10),
    st.none() | st.integers(1, 2**60),
    st.text(max_size=10),
    st.sampled_from(DateKind),
    st.lists(st.tuples(st.integers(0, 99), st.integers(1, 99)), max_size=3).map(tuple),
)


@given(articles)
def test_every_field_of_an_article_crosses_the_pipe(article: Article) -> None:
    day = article.date.isoformat() if article.date else None
    stream = io.BytesIO()
    header = ["article", article.id, article.title, day, article.source, article.url, article.details()]
    write_frame(stream, header, article.text.encode())
    stream.seek(0)
    (_, *fields), body = read_frame(stream, 1_000)
    file = SourceFile("a.txt", "/a.txt", 1, 1, article.server)
    assert _article(file, fields, body) == article


@given(st.binary(max_size=200))
def test_what_is_no_frame_is_refused(content: bytes) -> None:
    stream = io.BytesIO(content)
    with pytest.raises(BrokenFrameError):
        read_all(stream)


def read_all(stream: io.BytesIO) -> None:
    """Reads frames until the end of the stream, which is no frame."""
    while True:
        header, body = read_frame(stream, 100)
        if isinstance(header, list):
            _article(SourceFile("a.txt", "/a.txt", 1, 1), header, body)


def test_a_file_that_was_too_slow_is_tried_again_on_another_day() -> None:
    assert may_clear_up(Problem("m.html", "It took longer than 20 s to read."))
    assert not may_clear_up(Problem("m.html", "It is empty."))


def test_limits_that_the_operator_has_set_lower_do_not_stop_the_reading(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The bell rang.")
    script = (
        "import sys; from datetime import date; from bot.articles import Limits, SourceFile\n"
        "from bot.articles.sandbox import ReaderProcess\n"
        "with ReaderProcess() as reader:\n"
        "    reader.configure(Limits(), date(2026, 1, 1))\n"
        "    print([one.text for one in reader.read(SourceFile('a.txt', sys.argv[1], 14, 0)) if hasattr(one, 'text')])"
    )
    limited = ["sh", "-c", 'ulimit -v 600000; exec "$@"', "sh", sys.executable, "-c", script, str(tmp_path / "a.txt")]
    done = subprocess.run(limited, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[3])
    assert done.stdout == "['The bell rang.']\n", done.stderr
