from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.web.html_text import html_to_text


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
