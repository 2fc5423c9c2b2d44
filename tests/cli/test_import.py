"""`python -m bot import`, as an operator runs it."""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path

from PIL import Image

from tests.articles.readers.newspaper import page_of_newspaper
from tests.cli.conftest import Run
from tests.importing.web_site import running_site

EXPORT = Path(__file__).parents[1] / "importing" / "exports" / "wordpress.xml"


def test_an_export_is_shown_first_then_imported_then_answers(bot: Run, corpus: Path) -> None:
    before = {path.name: path.read_bytes() for path in corpus.iterdir()}
    shown = bot("import", str(EXPORT), "--dry-run")
    assert shown.returncode == 0, shown.stderr
    assert "WordPress export" in shown.stdout
    assert "6 May 2012 to 24 November 2026" in shown.stdout
    assert "2 drafts" in shown.stdout
    assert {path.name: path.read_bytes() for path in corpus.iterdir()} == before
    done = bot("import", str(EXPORT), "--into", "gazette")
    assert "3 added" in done.stdout
    assert {path.name for path in corpus.iterdir()} == {*before, "gazette.jsonl.gz"}
    answer = bot("ask", "Which bell rang again?", "--json")
    excerpt = json.loads(answer.stdout)["excerpts"][0]
    assert "The fog bell “Clarence” rang again on Thursday night." in excerpt["text"]
    assert "2021-03-04" in json.dumps(excerpt)


def test_a_scan_is_imported_from_the_copy_that_ocr_has_made(bot: Run, tmp_path: Path) -> None:
    scan = tmp_path / "1931-05-03.pdf"
    Image.new("L", (40, 40)).save(scan, "PDF")
    assert "OCRmyPDF" in bot("import", str(scan), "--into", "scans", PATH="").stderr
    copy = tmp_path / "data" / "ocr" / f"{blake2b(scan.read_bytes(), digest_size=16).hexdigest()}.pdf"
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_bytes(page_of_newspaper())
    done = bot("import", str(scan), "--into", "scans", PATH="")
    assert "3 May 1931" in done.stdout, done.stderr


def test_several_sources_at_once_with_one_that_is_not_there(bot: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("title,date,text\nFog,2020-05-03,Thick fog.\n")
    done = bot("import", "t.csv", "nowhere.xml", "--into", "both", "--prune")
    assert done.returncode == 0
    assert "refused  nowhere.xml: There is no such file or folder." in done.stdout
    assert "Nothing was removed" in done.stdout


def test_a_wrong_name_or_column_is_a_mistake_of_usage(bot: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("title,text\nFog,Thick.\n")
    for words in (["--into", "../outside"], ["--columns", "colour=Red"], ["--into", ".hidden"]):
        assert bot("import", "t.csv", *words).returncode == 2
    assert not (tmp_path / "outside.jsonl.gz").exists()


def test_nothing_to_import_is_one_sentence(bot: Run, tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"\0")
    done = bot("import", "a.bin")
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "clippings: There is no article to import. a.bin: Nothing in it is of a kind that can be imported."
    )


def test_a_sitemap_and_a_feed_are_imported_from_the_web(bot: Run, corpus: Path) -> None:
    item = "<item><title>Bell</title><link>/b</link><description>The bell rang.</description></item>"
    with running_site() as site:
        page = "<p>The bell of the harbour rang again on Thursday night, and nobody slept until the fog had gone.</p>"
        site.serve("/p", f"<html><head><title>Fog bell</title></head><body><article>{page * 3}</article></body></html>")
        site.serve("/feed.xml", f"<rss version='2.0'><channel><title>G</title>{item}</channel></rss>", "text/xml")
        site.serve("/sitemap.xml", f"<urlset><url><loc>{site.url('/p')}</loc></url></urlset>", "text/xml")
        refused = bot("import", site.url("/sitemap.xml"))
        assert "127.0.0.1 is not on the public internet" in refused.stderr
        words = ("--into", "gazette", "--limit", "1000", "--pause", "0")
        done = bot("import", site.url("/sitemap.xml"), *words, PRIVATE_HOSTS=site.host)
        assert "1 added" in done.stdout, done.stdout + done.stderr
        assert (corpus / "gazette.jsonl.gz").is_file()
        shown = bot("import", site.url("/feed.xml"), "--dry-run", "--pause", "0", PRIVATE_HOSTS=site.host)
        assert "1 added" in shown.stdout, shown.stdout + shown.stderr
