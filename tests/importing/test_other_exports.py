"""Exports of programs that cannot be run here, in the forms that their documentation or source code gives."""

from __future__ import annotations

import json
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.importing.conftest import Import, Records


def zipped(path: Path, **files: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def ghost(path: Path) -> Path:
    def post(number: int, **fields: Any) -> dict[str, Any]:
        given = {"id": f"p{number}", "uuid": f"u{number}", "title": f"Post {number}", "html": "<p>Text.</p>"}
        return given | {"status": "published", "type": "post", "published_at": "2021-03-05T03:30:00.000Z"} | fields

    data = {
        "posts": [
            post(1, html="<p>The bell <em>rang</em>.</p><p>Twice.</p>"),
            post(2, status="draft"),
            post(3, type="page"),
            post(4, status="scheduled"),
            post(5, published_at="2021-07-01 12:00:00"),
        ],
        "posts_authors": [
            {"post_id": "p1", "author_id": "a2", "sort_order": 1},
            {"post_id": "p1", "author_id": "a1", "sort_order": 0},
        ],
        "settings": [{"key": "title", "value": "The Quay Letter"}, {"key": "timezone", "value": "America/New_York"}],
        "users": [{"id": "a1", "name": "Ann"}, {"id": "a2", "name": "Bo"}],
    }
    path.write_text(json.dumps({"db": [{"meta": {"exported_on": 1, "version": "5.75.0"}, "data": data}]}))
    return path


def test_ghost(imports: Import, records: Records, tmp_path: Path) -> None:
    (tally,) = imports(ghost(tmp_path / "quay.ghost.2024-05-01.json")).tallies
    assert (tally.kind, tally.articles) == ("Ghost export", 2)
    assert dict(tally.left_out) == {"drafts": 1, "pages": 1, "posts planned for later": 1}
    assert records()["Post 1"] == {
        "id": "u1",
        "title": "Post 1",
        "date": "2021-03-04",  # on the site's clock
        "source": "The Quay Letter",
        "author": "Ann, Bo",
        "text": "The bell rang.\nTwice.",
    }


def test_substack(imports: Import, records: Records, tmp_path: Path) -> None:
    table = (
        "post_id,post_date,is_published,email_sent_at,type,audience,title,subtitle\n"
        "12.bell,2021-03-05T03:30:00.000Z,true,,newsletter,everyone,The bell,On a bell\n"
        "13.draft,2021-03-06T03:30:00.000Z,false,,newsletter,everyone,A draft,\n"
        "14.talk,2021-03-06T03:30:00.000Z,true,,thread,everyone,A thread,\n"
        "15.gone,2021-03-07T03:30:00.000Z,true,,newsletter,everyone,Gone,\n"
    )
    export = zipped(
        tmp_path / "letter.zip",
        **{"posts.csv": table, "posts/12.bell.html": "<p>It rang.</p>", "posts/13.draft.html": "<p>x</p>"},
    )
    (tally,) = imports(export).tallies
    assert (tally.kind, tally.articles, tally.refused) == ("Substack export", 1, 1)
    assert "15.gone" in tally.problems[0].reason
    assert records()["The bell"]["text"] == "On a bell\nIt rang."
    assert records()["The bell"]["date"] == "2021-03-05"


def test_medium(imports: Import, records: Records, tmp_path: Path) -> None:
    story = (
        '<article class="h-entry"><header><h1 class="p-name">The bell</h1></header>'
        '<section data-field="subtitle" class="p-summary">About</section>'
        '<section data-field="body" class="e-content"><section><p>It &amp; she rang.</p></section></section>\n'
        '<footer><p>By <a href="https://medium.com/@mo" class="p-author h-card">Martha Oddly</a> on '
        '<a href="https://medium.com/p/abc123def456"><time class="dt-published" datetime="2019-05-03T10:00:00.000Z">'
        'May 3</time></a>.</p><p><a href="https://medium.com/@mo/bell-abc123def456" class="p-canonical">Canonical</a>'
        "</p></footer></article>"
    )
    export = zipped(
        tmp_path / "medium.zip",
        **{
            "README.html": "<p>Your export</p>",
            "profile/profile.html": "<p>Me</p>",
            "posts/2019-05-03_The-bell-abc123def456.html": story,
            "posts/draft_Not-yet-abc123def457.html": story,
        },
    )
    (tally,) = imports(export).tallies
    assert (tally.kind, tally.articles, dict(tally.left_out)) == ("Medium export", 1, {"drafts": 1})
    assert records()["The bell"] == {
        "id": "abc123def456",
        "title": "The bell",
        "date": "2019-05-03",
        "source": "Medium",
        "url": "https://medium.com/@mo/bell-abc123def456",
        "author": "Martha Oddly",
        "text": "It & she rang.",
    }


BLOGGER_OLD = """<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom'
 xmlns:app='http://purl.org/atom/app#'><id>tag:blogger.com,1999:blog-1</id><title type='text'>The Quay Blog</title>
<entry><id>tag:blogger.com,1999:blog-1.post-1</id><published>2012-05-06T23:00:00.001-07:00</published>
<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#post'/>
<title type='text'>The bell</title><content type='html'>It rang.&lt;br/&gt;Twice.</content>
<link rel='alternate' type='text/html' href='http://quay.example/bell.html'/><author><name>Mo</name></author></entry>
<entry><id>2</id><category scheme='http://schemas.google.com/g/2005#kind'
 term='http://schemas.google.com/blogger/2008/kind#comment'/><content>Nice.</content></entry>
<entry><id>3</id><app:control><app:draft>yes</app:draft></app:control><title>Draft</title>
<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#post'/>
<content>x</content></entry></feed>"""
BLOGGER_NEW = """<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom'
 xmlns:blogger='http://schemas.google.com/blogger/2018'><id>tag:blogger.com,1999:blog-1</id><title>The Quay Blog</title>
<entry><id>tag:blogger.com,1999:blog-1.post-1</id><blogger:type>POST</blogger:type><blogger:status>LIVE</blogger:status>
<author><name>Mo</name></author><title>The bell</title><content type='html'>It rang.&lt;br/&gt;Twice.</content>
<published>2012-05-06T23:00:00Z</published></entry>
<entry><id>2</id><blogger:type>POST</blogger:type><blogger:status>DRAFT</blogger:status><content>x</content></entry>
<entry><id>3</id><blogger:type>COMMENT</blogger:type><blogger:status>LIVE</blogger:status><content>x</content></entry>
</feed>"""


@pytest.mark.parametrize("export", [BLOGGER_OLD, BLOGGER_NEW])
def test_blogger(imports: Import, records: Records, tmp_path: Path, export: str) -> None:
    (tmp_path / "feed.atom").write_text(export)
    (tally,) = imports(tmp_path / "feed.atom").tallies
    assert (tally.kind, tally.articles) == ("Blogger export", 1)
    assert dict(tally.left_out) == {"comments": 1, "drafts": 1}
    bell = records()["The bell"]
    assert (bell["date"], bell["author"], bell["source"]) == ("2012-05-06", "Mo", "The Quay Blog")
    assert bell["text"] == "It rang.\nTwice."


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.csv", "Headline,Published,Full text,Byline\nThe bell,2020-05-03,It rang.,Mo\n,,,\nFog,,Thick.,\n"),
        ("t.csv", "Headline;Published;Full text;Byline\r\nThe bell;3 May 2020;It rang.;Mo\r\nFog;;Thick.;\r\n"),
        ("t.tsv", "headline\tpublished\tbody\tauthor\nThe bell\t2020-05-03\tIt rang.\tMo\nFog\t\tThick.\t\n"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tables(imports: Import, records: Records, tmp_path: Path, name: str, content: str, encoding: str) -> None:
    (tmp_path / name).write_bytes(content.encode(encoding))
    (tally,) = imports(tmp_path / name).tallies
    assert (tally.kind, tally.articles, tally.undated) == ("table", 2, 1)
    bell = records()["The bell"]
    assert (bell["date"], bell["source"], bell["text"]) == ("2020-05-03", "Mo", "It rang.")


def test_a_workbook(imports: Import, records: Records, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Title", "Date", "Text", "ID"], ["The bell", datetime(2020, 5, 3), "It rang.", 7.0]):
        sheet.append(row)
    book.save(tmp_path / "t.xlsx")
    (tally,) = imports(tmp_path / "t.xlsx").tallies
    assert (tally.kind, tally.articles) == ("Excel workbook", 1)
    assert records()["The bell"] == {"id": "7", "title": "The bell", "date": "2020-05-03", "text": "It rang."}


def test_columns_that_were_told_go_first_and_a_wrong_one_is_named(
    imports: Import, records: Records, tmp_path: Path
) -> None:
    (tmp_path / "t.csv").write_text("Kop,Datum,Tekst,Title\nDe bel,2020-05-03,Hij luidde.,x\n")
    imports(tmp_path / "t.csv", columns={"text": "tekst", "title": "Kop", "date": "Datum"})
    assert records()["De bel"]["date"] == "2020-05-03"
    with pytest.raises(Exception, match="no column “Nope”; its columns are “Kop”, “Datum”"):
        imports(tmp_path / "t.csv", columns={"text": "Nope"})
    with pytest.raises(Exception, match=r"None of its columns holds texts.*--columns text="):
        imports(tmp_path / "t.csv")


NEWSML = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:quay:1" version="{version}">
<itemMeta><itemClass qcode="ninat:text"/><provider><name>Quay News Agency</name></provider>
<versionCreated>2020-05-0{version}T10:00:00Z</versionCreated><firstCreated>2020-05-03T09:00:00Z</firstCreated>
<pubStatus qcode="stat:{status}"/></itemMeta><contentMeta><headline>The bell</headline><by>By Mo</by></contentMeta>
<contentSet><inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>
<body.content><p>Version <em>{version}</em>.</p><p>It rang.</p></body.content></body></nitf></inlineXML></contentSet>
</newsItem>"""


def test_newsml_g2_keeps_the_latest_version_whatever_the_order(
    imports: Import, records: Records, tmp_path: Path
) -> None:
    folder = tmp_path / "wire"
    folder.mkdir()
    for place, version in enumerate((2, 3, 1)):
        (folder / f"{place}.xml").write_text(NEWSML.format(version=version, status="usable"))
    withdrawn = NEWSML.replace("quay:1", "quay:2").format(version=1, status="canceled")
    (folder / "9.xml").write_text(withdrawn)
    (tally,) = imports(folder).tallies
    assert (tally.kind, tally.articles) == ("NewsML-G2 news items", 1)
    assert dict(tally.left_out) == {"earlier versions": 2, "withdrawn items": 1}
    assert records()["The bell"] == {
        "id": "urn:newsml:quay:1",
        "title": "The bell",
        "date": "2020-05-03",
        "source": "Quay News Agency",
        "author": "Mo",
        "text": "Version 3.\nIt rang.",
    }


def test_nitf(imports: Import, records: Records, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(
        '<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf-3-5.dtd"><nitf><head><title>x</title><docdata>'
        '<doc-id id-string="quay.77"/><date.issue norm="20200503T100000Z"/></docdata></head><body><body.head>'
        "<hedline><hl1>The bell</hl1></hedline><byline>By Mo</byline><distributor>Quay News</distributor></body.head>"
        "<body.content><p>It rang.</p><p>Twice.</p></body.content></body></nitf>"
    )
    imports(tmp_path / "a.xml")
    assert records()["The bell"] == {
        "id": "quay.77",
        "title": "The bell",
        "date": "2020-05-03",
        "source": "Quay News",
        "author": "Mo",
        "text": "It rang.\nTwice.",
    }


@pytest.mark.parametrize(
    "fields",
    [
        {"headline": "The bell", "body_html": "<p>It rang.</p>", "byline": "By Mo", "copyrightholder": "Quay"},
        {
            "headlines": [{"value": "The bell"}],
            "bodies": [{"contenttype": "text/html", "value": "<p>It rang.</p>"}],
            "bylines": [{"value": "Mo"}],
            "infosources": [{"name": "Quay"}],
        },
    ],
)
def test_ninjs_1_and_2(imports: Import, records: Records, tmp_path: Path, fields: dict[str, Any]) -> None:
    item = {"uri": "urn:quay:1", "type": "text", "firstcreated": "2020-05-03T09:00:00Z", "version": "1", **fields}
    picture = {"uri": "urn:quay:2", "type": "picture", "versioncreated": "2020-05-03T09:00:00Z", "body_text": "x"}
    (tmp_path / "a.json").write_text(json.dumps([item, picture]))
    (tally,) = imports(tmp_path / "a.json").tallies
    assert (tally.kind, dict(tally.left_out)) == ("ninjs news items", {"items of the kind “picture”": 1})
    bell = records()["The bell"]
    assert (bell["text"], bell["date"], bell["author"], bell["source"]) == ("It rang.", "2020-05-03", "Mo", "Quay")


@pytest.mark.parametrize("form", ["lines", "list", "object", "one"])
def test_json_records(imports: Import, records: Records, tmp_path: Path, form: str) -> None:
    record = {"title": "The bell", "published": "2020-05-03", "body": "It rang.", "link": "https://quay.example/1"}
    content = {"lines": record, "list": [record], "object": {"meta": 1, "articles": [record]}, "one": record}[form]
    file = tmp_path / ("a.jsonl" if form == "lines" else "a.json")
    file.write_text(json.dumps(content))
    (tally,) = imports(file).tallies
    assert (tally.kind, tally.articles) == ("JSON records", 1)
    assert records()["The bell"]["id"] == "https://quay.example/1"


def test_a_folder_of_documents_is_read_as_the_corpus_would(imports: Import, records: Records, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    (folder / "1931" / "05" / "03").mkdir(parents=True)
    (folder / "1931" / "05" / "03" / "p4.txt").write_text("The bell rang over the harbour.")
    (folder / "a.md").write_text("---\ntitle: Dated\ndate: 2020-05-03\n---\nText.")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8")
    (tally,) = imports(folder).tallies
    assert (tally.kind, tally.articles, tally.undated) == ("documents", 2, 0)
    assert {record["id"]: record["date"] for record in records().values()} == {
        "1931/05/03/p4.txt": "1931-05-03",
        "a.md": "2020-05-03",
    }
