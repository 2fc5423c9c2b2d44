"""Exports that WordPress 6.1 and MediaWiki 1.39 themselves wrote (their own exporters, a few posts and pages)."""

from __future__ import annotations

import bz2
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.importing.exports.mediawiki import wikitext_to_text
from bot.importing.exports.wordpress import post_text
from tests.importing.conftest import Import, Records

EXPORTS = Path(__file__).parent / "exports"


def test_wordpress_gives_published_posts_alone_on_the_sites_own_day(imports: Import, records: Records) -> None:
    (tally,) = imports(EXPORTS / "wordpress.xml").tallies
    assert (tally.kind, tally.articles, tally.refused) == ("WordPress export", 3, 0)
    assert dict(tally.left_out) == {
        "pages": 3,
        "drafts": 2,
        "private posts": 1,
        "posts planned for later": 1,
        "posts behind a password": 1,
        "attachments": 1,
    }
    bell = records()["The bell & the fog"]
    assert bell["date"] == "2021-03-04"  # 22:30 in New York; in GMT it is the 5th
    assert bell["author"] == "Martha Oddly"
    assert bell["source"] == "The Quay Gazette"
    assert bell["url"] == "http://gazette.example/?p=4"
    assert bell["text"] == (
        "The fog bell “Clarence” rang again on Thursday night.\nAfter nine years\nOne bell\nTwo keepers"
    )


def test_a_classic_post_keeps_its_paragraphs_and_loses_its_shortcodes(imports: Import, records: Records) -> None:
    imports(EXPORTS / "wordpress.xml")
    assert records()["A classic post"]["text"] == (
        "First paragraph [sic] of the post.\nThe quay at dawn\nSecond paragraph,\nwith a line break."
    )


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ('[su_box title="a"]Inside.[/su_box] She [laughs].', "Inside. She [laughs]."),
        ("[embed]https://youtu.be/x[/embed]\n\nAfter it.", "After it."),
        (
            "https://youtu.be/x\n\nAn address in prose: https://a.example/b.",
            "An address in prose: https://a.example/b.",
        ),
        ("<!-- wp:paragraph --><p>One\nline.</p><!-- /wp:paragraph -->", "One line."),
    ],
)
def test_shortcodes(content: str, text: str) -> None:
    assert post_text(content) == text


@pytest.mark.parametrize("packed", ["", ".bz2", ".7z"])
def test_a_wiki_gives_articles_on_the_day_of_their_last_edit(
    imports: Import, records: Records, tmp_path: Path, packed: str
) -> None:
    dump = EXPORTS / "mediawiki.xml"
    if packed == ".bz2":
        dump = tmp_path / "dump.xml.bz2"
        dump.write_bytes(bz2.compress((EXPORTS / "mediawiki.xml").read_bytes()))
    if packed == ".7z":
        program = next(filter(shutil.which, ("7zz", "7z", "7za")), None)
        if program is None:
            pytest.skip("no program here makes .7z files")
        dump = tmp_path / "dump.xml.7z"
        subprocess.run([program, "a", dump, EXPORTS / "mediawiki.xml"], check=True, capture_output=True)
    (tally,) = imports(dump).tallies
    assert (tally.kind, tally.articles) == ("MediaWiki dump", 3)
    assert dict(tally.left_out) == {"redirects": 1, "pages outside the main namespace": 1}
    bell = records()["Bell Clarence"]
    assert (bell["date_kind"], bell["date"]) == ("edited", "2026-11-24")
    assert bell["text"] == (
        "The Bell Clarence is a fog bell in the harbour town.\nHistory\nIt was cast in 1874.\nFirst note\nSecond note"
    )
    assert records()["Fog bell"]["text"] == "The fog bell warns ships.\nIt rings."


def test_a_history_of_edits_gives_the_last_one(imports: Import, records: Records, tmp_path: Path) -> None:
    revisions = "".join(
        f"<revision><timestamp>20{year}-05-03T00:00:00Z</timestamp><text>As of {year}.</text></revision>"
        for year in (12, 20, 18)
    )
    dump = tmp_path / "wiki.xml"
    dump.write_text(
        "<mediawiki><siteinfo><sitename>W</sitename></siteinfo>"
        f"<page><title>Bell</title><ns>0</ns><id>1</id>{revisions}</page></mediawiki>"
    )
    imports(dump)
    assert (records()["Bell"]["text"], records()["Bell"]["date"]) == ("As of 20.", "2020-05-03")


HOSTILE = (
    "{{", "[[", "{|", "'''", "<ref>", "[http://a ", "{{{a|", "{{a|b=", "<!--",
    "{|\n|-\n", "{|\n|-\n| a\n", "</ref><ref>", "]][[",
)  # fmt: skip


def test_wikitext_of_any_shape_ends_soon() -> None:
    started = time.thread_time()
    for piece in HOSTILE:
        wikitext_to_text(piece * 3_000, {"file"})
    wikitext_to_text("\n{|\n|-\n" * 3_000 + "\n|}" * 3_000, {"file"})
    assert time.thread_time() - started < 8  # 1 as it is; of three of these, the parser alone takes hours


def test_tables_go_with_those_inside_and_one_that_does_not_end_keeps_its_words() -> None:
    nested = "Before.\n{| class=a\n| one\n{|\n| two\n|}\n| three\n|}\nAfter {{{x|}}}."
    assert wikitext_to_text(nested, set()).split("\n") == ["Before.", "After ."]
    assert "words of it" in wikitext_to_text("Before.\n{|\n| words of it\nAfter.", set())


def test_without_the_extra_it_says_what_to_install(
    imports: Import, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "mwparserfromhell", None)
    with pytest.raises(Exception, match=r"\[wiki\]"):
        imports(EXPORTS / "mediawiki.xml")
