"""Windows: what may be quoted fits the limit, is made of whole sentences, and never cuts a word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.answers.candidates.windows import Window, cut, unbalanced
from bot.search.analysis.sentences import sentences

WORDS = st.lists(
    st.sampled_from(["moon", "1,000", "landed", "on", "Mars,", "said", "he.", "“Yes", "no.”", "\n\n", "—"]),
    max_size=120,
)


def of(text: str, limit: int, hits: tuple[tuple[int, float], ...] = ()) -> list[Window]:
    """Every sentence of the text, cut where it is longer than the limit."""
    return [
        cut(text, number, (start, end), limit, hits) if end - start > limit else Window(number, number, start, end)
        for number, (start, end) in enumerate(sentences(text))
    ]


@given(WORDS.map(" ".join), st.integers(20, 200))
def test_every_window_fits_and_cuts_no_word(text: str, limit: int) -> None:
    for window in of(text, limit):
        assert 0 < window.end - window.start <= limit
        assert window.start == 0 or not (text[window.start - 1].isalnum() and text[window.start].isalnum())
        assert window.end == len(text) or not (text[window.end - 1].isalnum() and text[window.end].isalnum())


@given(st.text(min_size=1, max_size=2000))
def test_any_text_has_windows_that_fit(text: str) -> None:
    for window in of(text, 100):
        assert 0 < window.end - window.start <= 100


def test_a_long_sentence_is_cut_at_a_clause_around_what_was_asked_for() -> None:
    start = "The probe, which had been built in three years by a small team in a garden shed, "
    text = (
        start
        + "flew to Mars, where it landed in a crater, and then, after a week of silence, it sent 1,000 pictures home."
    )
    (window,) = of(text, 90, ((text.index("silence"), 5.0),))
    assert "silence" in text[window.start : window.end]
    assert (window.cut_start, window.cut_end) == (window.start > 0, window.end < len(text))
    assert text[: window.start].endswith((", ", "— ")) or window.start == 0


def test_a_word_longer_than_the_limit_is_cut_and_a_letter_keeps_its_accent() -> None:
    text = "e\u0301" * 100
    (window,) = of(text, 51)
    assert window.cut_end
    assert (window.end - window.start) % 2 == 0


def test_marks_without_a_partner_are_counted() -> None:
    assert unbalanced("“Yes,” he said (twice).") == 0
    assert unbalanced("“Yes, he said.") == 1
    assert unbalanced('Yes," he said (twice.') == 2
    assert unbalanced("") == 0
