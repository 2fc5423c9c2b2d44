"""What exports of real agencies and newsletters hold, and the formats' own documentation does not say."""

from __future__ import annotations

import json
import time
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bot.importing.importer import ImportRefusedError
from tests.importing.conftest import Import, Records


@pytest.mark.parametrize("wrapped", [False, True])
def test_ninjs_may_call_its_id_guid_and_stand_in_the_answer_of_an_api(
    imports: Import, records: Records, tmp_path: Path, wrapped: bool
) -> None:
    item = {"guid": "urn:1", "headline": "The bell", "versioncreated": "2020-05-03", "body_html": "<p>It rang.</p>"}
    content: Any = {"total": 1, "item": [item]} if wrapped else item
    (tmp_path / "a.json").write_text(json.dumps(content))
    assert imports(tmp_path / "a.json").tallies[0].kind == "ninjs news items"
    assert (records()["The bell"]["id"], records()["The bell"]["text"]) == ("urn:1", "It rang.")


def test_the_parts_of_a_byline_are_apart(imports: Import, records: Records, tmp_path: Path) -> None:
    byline = "<byline>By <person>MO ODDLY</person><byttl>Quay Writer</byttl></byline>"
    (tmp_path / "a.xml").write_text(
        f"<nitf><body><body.head><hedline><hl1>Bell</hl1></hedline>{byline}<distributor>Q</distributor></body.head>"
        "<body.content><p>It rang.</p></body.content></body></nitf>"
    )
    imports(tmp_path / "a.xml")
    assert records()["Bell"]["author"] == "MO ODDLY Quay Writer"


def test_html_that_calls_itself_plain_text_is_html(imports: Import, records: Records, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="u1" version="1"><contentMeta>'
        "<headline>Bell</headline></contentMeta><contentSet>"
        '<inlineData contenttype="text/plain"><![CDATA[<p>It rang.</p><p>Twice.</p>]]></inlineData></contentSet>'
        "</newsItem>"
    )
    imports(tmp_path / "a.xml")
    assert records()["Bell"]["text"] == "It rang.\nTwice."


def test_other_xml_is_said_to_be_unknown(imports: Import, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<NewsML><NewsItem/></NewsML>")
    with pytest.raises(ImportRefusedError, match="no export or document that is known"):
        imports(tmp_path / "a.xml")


def test_a_workbook_with_a_cell_at_its_far_end_is_read_in_time(
    imports: Import, records: Records, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["title", "text"])
    sheet.append(["Bell", "It rang."])
    sheet["XFD100000"] = "far"
    book.save(tmp_path / "a.xlsx")
    started = time.thread_time()
    imports(tmp_path / "a.xlsx")
    assert time.thread_time() - started < 5  # 0.5 as it is; a minute where each row has its 16,384 columns
    assert records()["Bell"]["text"] == "It rang."


def test_a_list_of_posts_with_a_giant_cell_is_a_sentence(imports: Import, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("posts.csv", "post_id,title,is_published\n1.a," + "x" * 10_000_001 + ",true\n")
        archive.writestr("posts/1.a.html", "<p>It rang.</p>")
    with pytest.raises(ImportRefusedError, match="field larger than field limit"):
        imports(tmp_path / "a.zip")
