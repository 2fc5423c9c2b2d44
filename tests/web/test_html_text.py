from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.html_text import html_to_text
from tests.doubling import assert_linear


def test_paragraphs_become_lines_and_nothing_hidden_is_read() -> None:
    html = (
        "<h1>Ferry</h1><p>A new&nbsp;ferry <b>joins</b> the\n islands.</p><script>alert('x')</script>"
        "<p>It takes<br>forty &lt;minutes&gt;.</p><style>p {}</style><ul><li>One<li>Two</ul>"
    )
    assert html_to_text(html) == "Ferry\nA new ferry joins the islands.\nIt takes\nforty <minutes>.\nOne\nTwo"


@given(st.text(alphabet="<>/&;!-pbscript \n'\"="))
def test_no_html_breaks_it(html: str) -> None:
    text = html_to_text(html)
    assert "\n\n" not in text
    assert text == text.strip()


UNITS = [
    "<!--", "<!--x-->", "<a ", "<a b='", '<a b="', "<a =", "<a b='c' ", "<![", "<![CDATA[", "<?", "</", "</a", "&",
    "&#", "&#9",
    "<", "<script>", "<script></scrip", "<style", "<p", "<p>x", "<div>", "=", "<a =\"<b =' ", "<head>", "]]>",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_it_takes_linear_time_whatever_does_not_end(unit: str) -> None:
    """`<a ` once took 4 s for 20,000 characters, eight times more for twice as many, in the thread that reads feeds."""
    assert assert_linear(lambda size: unit * (size // len(unit)), html_to_text, start=10_000, most=80_000) < 0.2


def test_what_is_no_markup_and_references_without_end_are_text() -> None:
    assert html_to_text("I <3 you, x < y & z &#" + "9" * 5_000) == "I <3 you, x < y & z &#" + "9" * 5_000
    assert html_to_text("<p title=\"a>b\">It's <i data='<p>'>one</i> line</p><script/>two") == "It's one line\ntwo"
