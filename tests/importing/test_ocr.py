"""Scanned PDFs, read by the real OCRmyPDF."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from bot.importing.ocr import has_ocr
from tests.articles.readers.newspaper import page_of_newspaper
from tests.importing.conftest import Import, Records


@pytest.mark.skipif(not has_ocr(), reason="OCRmyPDF, tesseract or Ghostscript is not installed (extra `ocr`)")
def test_a_scanned_page_is_read_and_dated_by_its_name(imports: Import, records: Records, tmp_path: Path) -> None:
    scan = tmp_path / "1931-05-03.pdf"
    page = pypdfium2.PdfDocument(page_of_newspaper(1, size=12))[0]
    page.render(scale=2).to_pil().convert("L").save(scan, "PDF", resolution=144)
    imports(scan)
    (record,) = records().values()
    assert record["date"] == "1931-05-03"
    assert "pulled the rope herself at noon" in record["text"]
