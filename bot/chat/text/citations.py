"""How an article is cited: plainly, and in the styles of the APA (7th edition) and the MLA (9th edition).

The archive's articles have a source where their files name one; it stands where a style puts the publication.
"""

from __future__ import annotations

from datetime import date

from bot.articles.openings import first_sentence
from bot.language.dates_in_words import dated_as
from bot.language.interface import N_
from bot.language.months import MLA_MONTHS, MONTH_NAMES
from bot.model import Article

_LONGEST_SENTENCE = 300  # characters: a longer one names nothing


def citations(article: Article) -> tuple[tuple[str, str], ...]:
    """The name of each style, and the citation in it."""
    return ((N_("Plain"), plain(article)), ("APA", apa(article)), ("MLA", mla(article)))


def plain(article: Article) -> str:
    """Author, title in quotation marks, source, 28 October 2020. URL."""
    parts = (_flat(article.author), f"“{_title(article)}”", _flat(article.source), dated_as(article))
    return _joined(", ".join(filter(None, parts)), article.url)


def apa(article: Article) -> str:
    """Author. (2020, October 28). Title. Source. URL. Without an author, the title comes first."""
    day = article.date
    when = f"({day.year}, {MONTH_NAMES['en'][day.month - 1]} {day.day})." if day else "(n.d.)."
    first = (
        (_ended(article.author), when, _ended(_title(article))) if article.author else (_ended(_title(article)), when)
    )
    return _joined(" ".join(filter(None, (*first, _ended(article.source)))), article.url, stop="")


def mla(article: Article) -> str:
    """Title in quotation marks. Source, 28 Oct. 2020, URL."""
    parts = [_flat(article.source), _mla_day(article.date), article.url]
    author = f"{_ended(article.author)} " if article.author else ""
    return f"{author}“{_ended(_title(article))}” " + _ended(", ".join(part for part in parts if part))


def _title(article: Article) -> str:
    """The title; of an article without one, its first sentence, whole."""
    if article.has_own_title:
        return _flat(article.title)
    sentence = first_sentence(article.text)
    return sentence if 0 < len(sentence) <= _LONGEST_SENTENCE else "Untitled article"


def _mla_day(day: date | None) -> str:
    return f"{day.day} {MLA_MONTHS[day.month - 1]} {day.year}" if day else "n.d."


def _joined(citation: str, url: str, stop: str = ".") -> str:
    return f"{citation}{stop} {url}".strip()


def _ended(text: str) -> str:
    """With a full stop, unless it ends a sentence already."""
    flat = _flat(text)
    return flat if not flat or flat[-1] in ".?!…" else flat + "."


def _flat(text: str) -> str:
    return " ".join(text.split())
