from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.articles import Limits, SourceFile, read
from bot.articles.date_writer import with_date
from bot.model import Article

DAY = date(2020, 10, 28)
BODY = "The Heron probe landed in the Orchard crater. Mission control cheered loudly, and the band played on."
PAGE = f"<html><head><title>The landing</title></head><body><article><p>{BODY}</p></article></body></html>"
FILES = {
    "plain.txt": BODY.encode(),
    "quotes.txt": "“Curly” quotes, naïve: it’s fine.".encode("cp1252"),
    "bom.txt": b"\xef\xbb\xbf" + BODY.encode(),
    "bare.md": f"# The landing\n\n{BODY}\n".encode(),
    "front.md": f"---\ntitle: The landing\nsource: Herald\n---\n{BODY}\n".encode(),
    "page.html": PAGE.encode(),
    "one.json": f'{{"title": "The landing", "text": "{BODY}"}}'.encode(),
    "list.json": f'[{{"title": "The landing", "text": "{BODY}"}}]'.encode(),
    "line.jsonl": f'{{"title": "The landing", "text": "{BODY}"}}\n'.encode(),
}


def articles(path: Path) -> list[Article]:
    status = path.stat()
    file = SourceFile(path.name, str(path), status.st_size, status.st_mtime_ns)
    return [found for found in read(file, Limits(), date(2025, 1, 1)) if isinstance(found, Article)]


@pytest.mark.parametrize("name", FILES)
def test_the_reader_finds_the_date_that_was_written_in_and_everything_else_as_before(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name])
    (before,) = articles(path)
    assert before.date is None
    dated = with_date(name, FILES[name], DAY)
    assert dated is not None
    path.write_bytes(dated)
    (after,) = articles(path)
    assert (after.date, after.title, after.text) == (DAY, before.title, before.text)
    assert (after.source, after.url) == (before.source, before.url)


@pytest.mark.parametrize("content", [b'{"text": "one"}\n{"text": "two"}\n', b"[1, 2]", b"not json", b'["text"]'])
def test_a_file_without_a_single_place_for_a_date_is_left_alone(content: bytes) -> None:
    assert with_date("records.jsonl", content, DAY) is None
