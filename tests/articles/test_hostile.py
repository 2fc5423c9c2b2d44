"""A folder with hostile files: the others load, each hostile one is listed, memory and time stay bounded."""

from __future__ import annotations

import gzip
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.articles import Limits, scan
from tests.articles.conftest import TODAY, read_all

GOOD = " date 2020-10-28 The bridge opened on Monday."

_READ_AND_REPORT = """
import json, resource, sys, time
from pathlib import Path
from tests.articles.conftest import read_all
import bot.articles, trafilatura, charset_normalizer
before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
articles, problems = read_all(Path(sys.argv[1]))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({
    "seconds": time.monotonic() - start, "grown_mb": (peak - before) / 1024,
    "articles": {article.path: len(article.text) for article in articles},
    "problems": {problem.path: problem.reason for problem in problems},
    "dates": {article.path: str(article.date) for article in articles},
}))
"""


def sparse(file: Path, size: int) -> None:
    with file.open("wb") as stream:
        stream.truncate(size)


def fill(corpus: Path, outside: Path) -> None:
    (outside / "secret.txt").write_text("secret")
    (corpus / "good.txt").write_text(GOOD)
    sparse(corpus / "line.txt", 200_000_000)
    sparse(corpus / "zeros.jsonl", 99_000_000)
    sparse(corpus / "zeros.txt", 99_000_000)
    with gzip.open(corpus / "endless.jsonl.gz", "wb", compresslevel=1) as packed:
        for _ in range(300):
            packed.write(bytes(1_000_000))
    (corpus / "deep.json").write_text("[" * 1_000_000)
    (corpus / "many.json").write_text("[" + "[]," * 5_000_000 + "[]]")
    (corpus / "tenth.jsonl").write_text(
        "".join("{\n" if n % 10 == 0 else json.dumps({"text": GOOD}) + "\n" for n in range(100))
    )
    (corpus / "circle").symlink_to(corpus)
    (corpus / "out.txt").symlink_to(outside / "secret.txt")
    (corpus / "zero.txt").symlink_to("/dev/zero")
    os.mkfifo(corpus / "pipe.txt")
    (corpus / "new\nline.txt").write_text(GOOD)
    (corpus / "\u202etxt.exe.txt").write_text(GOOD)
    (corpus / ("n" * 251 + ".txt")).write_text(GOOD)
    (corpus / "nested.html").write_text("<b>" * 10_000 + "<p>" + GOOD * 20 + "</p>" + "<script>evil()</script>" * 100)
    (corpus / "bomb.md").write_text(
        "---\na0: &a0 [x, x]\n" + "".join(f"a{n + 1}: &a{n + 1} [*a{n}, *a{n}]\n" for n in range(40)) + f"---\n{GOOD}"
    )
    (corpus / "year0.txt").write_text(" date 0000-00-00 The bridge opened.")
    (corpus / "year9999.txt").write_text(" date 9999-12-31 The bridge opened.")
    (corpus / "word.txt").write_text("Bridge")
    (corpus / "million.txt").write_text("bridge " * 1_000_000)
    (corpus / "stop.txt").write_text("the of and")
    (corpus / "emoji.txt").write_text("🚀🌉 " * 100)
    (corpus / "cjk.txt").write_text("昨日、東京で新しい橋が開通した。")
    (corpus / "mixed.txt").write_bytes(GOOD.encode() + "é ünï".encode() * 10 + b"caf\xe9")
    (corpus / "nul.txt").write_bytes(GOOD.encode() + b"\0")
    (corpus / "noise.txt").write_bytes(bytes(range(1, 256)) * 100)


def test_a_hostile_corpus_is_read_in_bounded_memory_and_time(tmp_path: Path) -> None:
    (corpus := tmp_path / "corpus").mkdir()
    fill(corpus, tmp_path)
    run = subprocess.run(
        [sys.executable, "-c", _READ_AND_REPORT, str(corpus)], capture_output=True, text=True, check=True, timeout=100
    )
    report = json.loads(run.stdout)
    kept = {"good.txt", "tenth.jsonl", "new\\nline.txt", "\\u202etxt.exe.txt", "n" * 251 + ".txt", "bomb.md",
            "year0.txt", "year9999.txt", "word.txt", "million.txt", "stop.txt",
            "emoji.txt", "cjk.txt", "mixed.txt"}  # fmt: skip
    assert kept <= set(report["articles"]) <= kept | {"nested.html", "noise.txt"}
    assert report["articles"]["million.txt"] == 6_999_999
    refused = {"line.txt", "zeros.txt", "zeros.jsonl", "endless.jsonl.gz", "deep.json", "many.json", "circle",
               "out.txt", "zero.txt", "pipe.txt", "nul.txt"}  # fmt: skip
    assert refused <= set(report["problems"])
    assert {"bomb.md", "year0.txt", "year9999.txt", "mixed.txt", "tenth.jsonl"} <= set(report["problems"])
    assert report["dates"]["year0.txt"] == report["dates"]["year9999.txt"] == "None"
    assert "secret" not in run.stdout
    assert report["seconds"] < 20
    assert report["grown_mb"] < 300  # the largest file allowed is 100 MB, held twice while it is decoded


def test_many_tiny_files_are_scanned_and_read_in_seconds(tmp_path: Path) -> None:
    count = 20_000
    folder = os.open(tmp_path, os.O_RDONLY)
    for number in range(count):
        file = os.open(f"{number}.txt", os.O_CREAT | os.O_WRONLY, dir_fd=folder)
        os.write(file, b" date 2020-10-28 Tiny.")
        os.close(file)
    os.close(folder)
    start = time.process_time()
    found = scan(tmp_path, Limits())
    scanned = time.process_time() - start
    assert len(found.files) == count
    assert scanned < 4
    articles, problems = read_all(tmp_path)
    assert (len(articles), problems) == (count, [])
    assert time.process_time() - start < 12


def test_names_too_long_to_open_do_not_stop_the_rest(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD)
    folder = os.open(tmp_path, os.O_RDONLY)
    for _ in range(30):  # deeper than a path may be long
        os.mkdir("d" * 200, dir_fd=folder)
        below = os.open("d" * 200, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = below
    os.close(folder)
    articles, problems = read_all(tmp_path)
    assert [article.path for article in articles] == ["good.txt"]
    assert len(problems) == 1
    subprocess.run(["rm", "-rf", str(tmp_path / ("d" * 200))], check=True)


def test_reading_never_holds_more_than_one_record(tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    record = json.dumps({"text": GOOD * 20_000, "date": "2020-10-28"}) + "\n"  # about 1 MB
    with file.open("w") as stream:
        stream.writelines([record] * 60)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    from bot.articles import read

    (found,) = scan(file, Limits()).files
    assert sum(1 for _ in read(found, Limits(), TODAY)) == 60
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 30_000


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.json", "a.jsonl", "a.jsonl.gz"])
def test_a_file_that_vanished_since_the_scan_is_a_problem(tmp_path: Path, name: str) -> None:
    from bot.articles import read

    (tmp_path / name).write_text("x")
    (found,) = scan(tmp_path, Limits()).files
    (tmp_path / name).unlink()
    (problem,) = read(found, Limits(), TODAY)
    assert getattr(problem, "reason", "") == "It cannot be read: No such file or directory."
