"""Scanned PDFs in the corpus: read by OCR once, within limits, cut out of their readable copies."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Thread

import psutil
import pypdfium2
import pytest
from PIL import Image

from bot.articles import Limits, SourceFile
from bot.articles.sandbox import ReaderPool, Scans, crop_page, has_ocr
from bot.library import Library
from bot.model import Article, Problem, Question
from tests.articles.readers.newspaper import page_of_newspaper

TODAY = date(2026, 1, 1)
Install = Callable[[str], None]


def write_scan_pdf(file: Path) -> Path:
    """The first column of the newspaper as a picture in a PDF."""
    page = pypdfium2.PdfDocument(page_of_newspaper(1, size=12))[0]
    page.render(scale=2, crop=(0, 560, 300, 0)).to_pil().convert("L").save(file, "PDF", resolution=144)
    return file


def write_picture(file: Path) -> Path:
    """A small picture in a PDF, for programs that only play OCR."""
    Image.new("L", (40, 40)).save(file, "PDF")
    return file


def read(scans: Scans | None, file: Path) -> tuple[list[Article], list[str]]:
    pool = ReaderPool(scans)
    with pool.reader(Limits(), TODAY) as reader:
        found = list(reader.read(SourceFile(file.name, str(file), file.stat().st_size, 0)))
    pool.close()
    articles = [one for one in found if isinstance(one, Article)]
    return articles, [one.reason for one in found if isinstance(one, Problem)]


@pytest.mark.skipif(not has_ocr(), reason="OCRmyPDF, tesseract or Ghostscript is not installed (extra `ocr`)")
async def test_a_scan_in_the_corpus_is_read_quoted_and_cut_out_with_the_real_ocrmypdf(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    scan = write_scan_pdf(tmp_path / "corpus" / "1931-05-03.pdf")
    before = scan.read_bytes()
    library = Library(tmp_path / "corpus", tmp_path / "data", today=lambda: TODAY)
    await library.refresh()
    answer = await library.ask(Question("Who pulled the rope of the fog bell?", TODAY))
    excerpt = answer.excerpts[0]
    article = excerpt.article
    assert "pulled the rope herself at noon" in excerpt.text
    assert (article.date, article.page_at(excerpt.start), article.facsimile) == (date(1931, 5, 3), 1, True)
    assert crop_page(scan, 1, excerpt.text, 0, (), library.scans).startswith(b"\x89PNG")
    await library.close()
    assert scan.read_bytes() == before


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a program called `ocrmypdf` on the path; its last words are the scan and the copy to be made."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    def install(script: str) -> None:
        for name, text in {
            "ocrmypdf": script,
            "tesseract": "echo List; echo eng; echo osd; echo frk",
            "gs": "",
        }.items():
            (folder / name).write_text(f"#!/bin/sh\n{text}\n")
            (folder / name).chmod(0o755)

    return install


def _copies(readable: Path, log: Path) -> str:
    said = f'(env; ulimit -f; ulimit -t; ulimit -v; nice; echo "$@") > {log}'
    return f'{said}; for last in "$@"; do :; done; cp {readable} "$last"'


def test_ocr_runs_once_for_a_content_in_an_environment_without_secrets(
    tmp_path: Path, program: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, readable = tmp_path / "log", tmp_path / "readable"
    readable.write_bytes(page_of_newspaper())
    monkeypatch.setenv("DISCORD_TOKEN", "a-secret")
    program(_copies(readable, log))
    scans = Scans(tmp_path / "data" / "ocr")
    first = read(scans, write_picture(tmp_path / "1931-05-03.pdf"))
    assert first[0][0].date == date(1931, 5, 3)
    assert "Clarence rings again" in first[0][0].text
    said = log.read_text()
    assert "a-secret" not in said
    assert "--language eng+frk" in said
    assert "\n4000000\n3601\n4000000\n10\n" in said  # blocks of 512 bytes, seconds, and kibibytes of memory
    program("exit 1")
    assert read(Scans(scans.folder), (tmp_path / "1931-05-03.pdf").rename(tmp_path / "1931-05-10.pdf"))[0]
    assert [path.name for path in scans.folder.iterdir() if path.suffix != ".pdf"] == []


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("exit 3", "OCRmyPDF could not read them"),
        ("sleep 60 & sleep 60", "took longer than 0.5 s"),
        ("for last; do :; done; cp $TMPDIR/scan.pdf $last", "OCR found no words"),
        ("for last; do :; done; echo nothing > $last", "not a PDF"),
    ],
)
def test_ocr_that_fails_hangs_or_finds_nothing_is_a_sentence(
    tmp_path: Path, program: Install, script: str, sentence: str
) -> None:
    program(script)
    seconds = 0.5 if "0.5" in sentence else 60
    articles, reasons = read(Scans(tmp_path / "ocr", seconds), write_picture(tmp_path / "a.pdf"))
    assert not articles
    assert len(reasons) == 1
    assert sentence in reasons[0]


def test_without_the_programs_the_sentence_names_ocrmypdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    _, (reason,) = read(Scans(tmp_path / "ocr"), write_picture(tmp_path / "a.pdf"))
    assert "ocrmypdf input.pdf output.pdf" in reason


def test_closing_ends_the_ocr_that_runs(tmp_path: Path, program: Install) -> None:
    program("exec sleep 60")
    scans = Scans(tmp_path / "ocr")
    found: list[str] = []
    reading = Thread(target=lambda: found.extend(read(scans, write_picture(tmp_path / "a.pdf"))[1]))
    reading.start()
    while not (running := [child for child in psutil.Process().children(recursive=True) if child.name() == "sleep"]):
        time.sleep(0.01)
    scans.close()
    reading.join(10)
    assert found == ["Reading it by OCR was broken off."]
    assert psutil.wait_procs(running, timeout=10)[1] == []
