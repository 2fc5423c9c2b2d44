"""Exports that were uploaded, read in a process of their own: real ones, and those that a stranger made to hurt."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from bot.articles.limits import Limits
from bot.errors import CorpusError
from bot.importing.recognition import is_export
from bot.importing.uploaded import convert
from tests.importing.conftest import TODAY

EXPORTS = Path(__file__).parent / "exports"
MOST = 1_000_000


def zipped(*members: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return made.getvalue()


def test_an_uploaded_export_becomes_records_and_says_what_was_left_out() -> None:
    made = convert(
        "My Gazette.WordPress.2026-11-24.xml", (EXPORTS / "wordpress.xml").read_bytes(), MOST, Limits(), TODAY
    )
    assert made.name.endswith(".jsonl")
    assert len([json.loads(line) for line in made.content.splitlines()]) == 3
    assert made.kinds == ("WordPress export",)
    assert (made.left_out or {})["drafts"] == 2


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("bomb.zip", zipped(("a.csv", b"text\n" + b"0" * 20_000_000)), "damaged|larger|longer|unpacks|too much"),
        ("paths.zip", zipped(("../../outside.bin", b"Words from outside.")), "Nothing in it"),
        ("broken.zip", b"PK\3\4 no zip at all", "."),
        ("broken.xlsx", b"PK\3\4 no workbook", "."),
        ("ghost.json", json.dumps({"db": [{"data": {"posts": []}}]}).encode(), "no article"),
        (
            "large.csv",
            b"title,date,text\nB,2020-05-03," + b"x" * 1_500_000,
            "1 MB",
        ),
    ],
)
def test_hostile_uploads_are_refused_with_a_sentence(name: str, content: bytes, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=sentence):
        convert(name, content, MOST, Limits(), TODAY)


def test_documents_and_records_are_no_exports() -> None:
    exports = {"a.zip", "a.csv", "a.tar.gz", "a.xlsx"}
    names = ("a.txt", "a.pdf", "a.json", "a.xml", "a.jsonl.gz", "a.epub", *exports)
    assert {name for name in names if is_export(name, b'{"text": "It rang."}')} == exports
    assert is_export("a.json", b'{"db": [{"meta": {}, "data": {"posts": []}}]}')
    assert is_export("a.xml", (EXPORTS / "mediawiki.xml").read_bytes()[:4_000])
