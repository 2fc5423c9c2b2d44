"""Quotes to take along: as Markdown, and as a PDF by fpdf2 in DejaVu, which has Latin, Greek and Cyrillic letters."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from bot.chat.text.links import link_to
from bot.errors import ClippingsError, MissingExtraError
from bot.language.dates_in_words import dated_as, say_day
from bot.language.interface import _, language
from bot.model import Article
from bot.search.analysis.sentences import sentences

if TYPE_CHECKING:
    from fpdf import FPDF

_MARKED = re.compile(r"([\\`*_{}\[\]<>#|~])|^([-+=]|\d+[.)])", re.MULTILINE)
_MARGIN, _INDENT = 20, 6  # millimetres
_FAMILY = "DejaVu"
_REACH = 2_000  # characters around a quote in which its sentences begin and end
logging.getLogger("fontTools.subset").setLevel(logging.WARNING)  # a line for each table of a font, otherwise


class NoLettersError(ClippingsError):
    """The font of the PDF has no letters for a text."""

    def __init__(self) -> None:
        super().__init__("The PDF's font has no letters for this; the Markdown file has all of it.")


@dataclass(frozen=True, slots=True)
class Quote:
    """A slice of an article, of whole sentences."""

    article: Article
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words as they are printed."""
        return self.article.text[self.start : self.end]

    @property
    def source(self) -> str:
        """Date, page, source and author in one line."""
        page = self.article.page_at(self.start)
        parts = (
            dated_as(self.article),
            "" if page is None else _("page {number}").format(number=page),
            self.article.source,
            _("by {author}").format(author=self.article.author) if self.article.author else "",
        )
        return " · ".join(" ".join(part.split()) for part in parts if part)

    @property
    def title(self) -> str:
        """The article's title, where it says more than the text."""
        return " ".join(self.article.title.split()) if self.article.has_own_title else ""

    @property
    def link(self) -> str:
        """The address of the quote on the article's page; empty where no safe one can be made."""
        return link_to(self.article.url, self.text) or ""


def whole_sentences(article: Article, words: str) -> Quote | None:
    """The sentences of the article that `words` are taken from; None where they do not stand in it any more."""
    start = article.text.find(words) if words else -1
    if start < 0:
        return None
    end = start + len(words)
    first, last = article.text.rfind("\n\n", 0, start) + 1, article.text.find("\n\n", end)
    first, last = max(first, 0), len(article.text) if last < 0 else last
    spans = sentences(article.text, first, last)
    start = max((begin for begin, _end in spans if begin <= start), default=start)
    end = min((stop for _begin, stop in spans if stop >= end), default=end)
    return Quote(article, start, end)


def as_markdown(title: str, quotes: Sequence[Quote], today: date) -> bytes:
    """The quotes as CommonMark in UTF-8: each a block quotation with its source below."""
    parts = [f"# {_escaped(title)}"]
    for quote in quotes:
        parts.append("\n".join(f"> {_escaped(line)}".rstrip() for line in quote.text.splitlines()))
        named = f"**{_escaped(quote.title)}**  \n" if quote.title else ""
        link = f"  \n<{quote.link}>" if quote.link else ""
        parts.append(f"{named}{_escaped(quote.source)}{link}")
    return "\n\n".join([*parts, f"*{_escaped(_made_on(today))}*", ""]).encode("utf-8", "replace")


def as_pdf(title: str, quotes: Sequence[Quote], today: date) -> bytes:
    """The quotes as a PDF of A4 pages. Takes about a second: call it in a thread.

    Raises:
        MissingExtraError: fpdf2, or matplotlib, whose fonts are used, is not installed.
        NoLettersError: the font has no letters for a text.
    """
    pdf = _document(title, today)
    pdf.set_font(_FAMILY, "B", 16)
    _paragraph(pdf, " ".join(title.split()), 8)
    for quote in quotes:
        pdf.ln(5)
        pdf.set_font(_FAMILY, "", 11)
        pdf.set_left_margin(_MARGIN + _INDENT)
        _paragraph(pdf, quote.text.strip(), 6)
        pdf.set_left_margin(_MARGIN)
        pdf.ln(1)
        if quote.title:
            pdf.set_font(_FAMILY, "B", 9)
            _paragraph(pdf, quote.title, 5)
        pdf.set_font(_FAMILY, "", 9)
        _paragraph(pdf, quote.source, 5)
        if quote.link:
            pdf.set_text_color(30, 70, 160)
            _paragraph(pdf, quote.article.url.strip(), 5, link=quote.link)
            pdf.set_text_color(0, 0, 0)
    pdf.ln(6)
    pdf.set_font(_FAMILY, "", 8)
    _paragraph(pdf, _made_on(today), 5)
    return bytes(pdf.output())


def _document(title: str, today: date) -> FPDF:
    try:
        import matplotlib as mpl  # noqa: PLC0415 - an extra
        from fpdf import FPDF  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError(_("A PDF of quotes"), "pdf") from None
    fonts = Path(mpl.get_data_path()) / "fonts" / "ttf"
    pdf = FPDF(format="A4")
    pdf.set_margins(_MARGIN, _MARGIN, _MARGIN)
    pdf.set_auto_page_break(True, _MARGIN)
    pdf.add_font(_FAMILY, "", fonts / "DejaVuSans.ttf")
    pdf.add_font(_FAMILY, "B", fonts / "DejaVuSans-Bold.ttf")
    pdf.set_title(title)
    pdf.set_lang(language())
    pdf.set_creation_date(datetime.combine(today, time(), UTC))
    pdf.add_page()
    return pdf


def _paragraph(pdf: FPDF, text: str, height: float, *, link: str = "") -> None:
    shown = "".join(char for char in text if char == "\n" or char.isprintable())
    known = pdf.fonts[f"{_FAMILY.lower()}{pdf.font_style}"].cmap  # type: ignore[union-attr] # a TrueType font
    if any(ord(char) not in known for char in shown if not char.isspace()):
        raise NoLettersError
    pdf.multi_cell(0, height, " ".join(shown.split(" ")), align="L", link=link, new_x="LMARGIN", new_y="NEXT")


def _made_on(today: date) -> str:
    return _("Verbatim from the archive, {day}").format(day=say_day(today))


def _escaped(text: str) -> str:
    """`text` so that CommonMark shows it as it is."""
    return _MARKED.sub(lambda found: f"\\{found[1]}" if found[1] else _escaped_start(found[2]), text)


def _escaped_start(mark: str) -> str:
    return f"{mark[:-1]}\\{mark[-1]}"
