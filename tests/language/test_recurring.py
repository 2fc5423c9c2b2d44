"""Lines that recur over months are boilerplate of an archive; what a running story repeats is not."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.language.recurring import RecurringLines, key_of, normal_form

ADVERT = "Our tide tables reach you every Monday, issue 1"
BACKGROUND = "The breakwater was begun in 1911 and has never been finished."


def is_known(lines: RecurringLines, line: str) -> bool:
    return key_of(normal_form(line)) in lines.recurring()


def test_a_line_of_many_months_that_addresses_the_reader_is_boilerplate() -> None:
    lines, other = RecurringLines(), RecurringLines()
    for number in range(8):
        day = date(2024, 1, 15) + timedelta(days=31 * number)
        text = f"Prose {number} of the harbour.\n\n{ADVERT[:-1]}{number}\n\n{BACKGROUND}\n\nAda Fenwick\nand others"
        lines.add(text, day)
        other.add(text.replace("\n\n", "\n"), date(2024, 3, number + 1))
    assert is_known(lines, ADVERT)
    assert is_known(lines, ADVERT.upper().replace(" ", "\n"))
    assert not is_known(lines, BACKGROUND)
    assert not is_known(other, ADVERT)
    assert not RecurringLines().recurring()


def test_a_line_that_stands_everywhere_need_not_address_the_reader() -> None:
    lines = RecurringLines()
    for number in range(24):
        lines.add(f"Prose {number}.\n\nThe Tern Courier, Tern Island", date(2024, 1 + number % 6, 1))
    assert is_known(lines, "The Tern Courier, Tern Island")


texts = st.lists(st.tuples(st.text(st.sampled_from("ab you\n1"), max_size=80), st.dates()), max_size=12)


@given(texts)
def test_counting_goes_on_from_what_was_stored(articles: list[tuple[str, date]]) -> None:
    """Only lines that were met once before the store was written may be counted one too few."""
    whole, part = RecurringLines(), RecurringLines()
    for text, day in articles:
        whole.add(text, day)
        part.add(text, day)
        part.add(text, day)
    again = RecurringLines.from_bytes(part.to_bytes())
    assert again.recurring() == part.recurring() >= whole.recurring()
    assert not RecurringLines.from_bytes(part.to_bytes() + b"x").recurring()
