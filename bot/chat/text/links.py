"""Links to an article's web page that open at the quoted sentence, as far as a link button's 512 characters allow.

Text fragments: https://wicg.github.io/scroll-to-text-fragment/
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

URL_LIMIT = 512  # Discord's, for a link button

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", re.IGNORECASE)
_KEPT = "!$&'()*+,;=:@/?%~-._"  # what may stand in a path or a query as it is
_MOST_WORDS = 6  # at each end of the quotation: enough to find it, short enough for the button


def link_to(url: str, quotation: str) -> str | None:
    """`url` with a text fragment for `quotation`, or without where that is too long; None where no link can be made.

    Only http and https links to a named host without credentials are made: Discord refuses the whole message for one
    bad URL, and a link must lead where it says.
    """
    page = _clean(url)
    if page is None:
        return None
    joint = ":~:text=" if "#" in page else "#:~:text="
    for words in range(_MOST_WORDS, 1, -1):
        fragment = _fragment(quotation, words)
        if fragment and len(page) + len(joint) + len(fragment) <= URL_LIMIT:
            return page + joint + fragment
    return page if len(page) <= URL_LIMIT else None


def _clean(url: str) -> str | None:
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError:  # a UnicodeError is one, too
        return None
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or not _HOST.fullmatch(host):
        return None
    place = host if port is None else f"{host}:{port}"
    path, query, fragment = (quote(part, safe=_KEPT, errors="replace") for part in parts[2:])
    return urlunsplit((parts.scheme, place, path, query, fragment.partition(":~:")[0]))


def _fragment(quotation: str, words: int) -> str:
    """`start,end` of the quotation, or all of it where it is short. Neither end may run over a paragraph's border."""
    lines = [line.split() for line in quotation.splitlines() if line.strip()]
    if not lines:
        return ""
    if len(lines) == 1 and len(lines[0]) <= 2 * words:
        return _encoded(" ".join(lines[0]))
    return f"{_encoded(' '.join(lines[0][:words]))},{_encoded(' '.join(lines[-1][-words:]))}"


def _encoded(text: str) -> str:
    """Percent-encoded, with the three characters that mean something in a text fragment."""
    return quote(text, safe="", errors="replace").replace("-", "%2D")
