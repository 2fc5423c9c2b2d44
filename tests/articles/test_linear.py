"""No file makes a reader take more than linear time or memory: each attack is doubled, over and over."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO

import pytest

from bot.articles import Limits
from bot.articles.decoding import decode, printable
from bot.articles.drafts import UnreadableError
from bot.articles.formats import READERS
from bot.articles.publication_dates import NoDateError, is_day, read_day
from bot.articles.titles import title_of
from tests.articles.conftest import TODAY
from tests.doubling import assert_linear

LIMITS = Limits()
MARKS = "\u0316\u0301"  # below and above: normalisation sorts them

# What fooled a regular expression or a parser once, or looks as if it could: repeated up to the size.
UNITS = [
    "# ", "#", " ", "\t", "\n", "# \t#", "x ", "date ", "date :", "2020-10-28T", "---\n", "--- \n", "...\n", " \n",
    "\n \n", "“", "a”", ".'", "…", "，", "。」", "文日", "a" + MARKS, MARKS, "- ", "1) ", "{", "[", "{a: ", "[[", "? ",
    "!!", "&a ", "*a", '"', "\\", "1,", "Mr. ", "A B. ", "—", ":", "\u2028", "\ud800", "\x85", "é", "\U0001f600",
]  # fmt: skip
OPENINGS = ["", "# ", "#" + " " * 400, "---\n", "date", "date 2020-10-28T", "A\n"]
CLOSINGS = ["", "x" * 310, "\n---\n", "\n"]


def text_of(unit: str, opening: str = "", closing: str = "") -> Callable[[int], bytes]:
    def make(size: int) -> bytes:
        return (opening + unit * (size // len(unit)) + closing).encode("utf-8", "surrogatepass")

    return make


def read_with(suffix: str) -> Callable[[bytes], object]:
    def run(content: bytes) -> object:
        try:
            return [type(found) for found in READERS[suffix](BytesIO(content), LIMITS)]
        except UnreadableError:
            return None

    return run


@pytest.mark.parametrize("suffix", [".txt", ".md", ".json", ".jsonl"])
@pytest.mark.parametrize("opening", OPENINGS)
def test_text_formats_are_read_in_linear_time(suffix: str, opening: str) -> None:
    for number, unit in enumerate(UNITS):
        closing = CLOSINGS[number % len(CLOSINGS)]
        assert_linear(text_of(unit, opening, closing), read_with(suffix), start=8_000, most=32_000)


def test_the_heading_that_took_26_seconds_takes_none() -> None:
    make = text_of(" ", "# ", "x" * 310)
    assert assert_linear(make, read_with(".md"), start=400, most=400_000) < 0.5


@pytest.mark.parametrize(
    "unit",
    [b"\xff", b"\xe9 ", b"\xc3\xa9\xff", b"\xc3\xa9\xc3\xa9\xc3\xa9\xff", "文字".encode("gb18030"), b"a\xed\xa0\x80"],
    ids=repr,
)
def test_bytes_that_are_not_utf_8_are_decoded_in_linear_time_and_little_memory(unit: bytes) -> None:
    def work(content: bytes) -> None:
        with suppress(UnreadableError):
            decode(content)

    assert_linear(lambda size: unit * (size // len(unit)), work, start=100_000, most=3_000_000)


def test_a_file_of_stray_bytes_costs_no_more_than_twenty_times_its_size() -> None:
    for content in (b"\xff" * 2_000_000, "文字".encode("gb18030") * 500_000, b"\xc3\xa9\xc3\xa9\xff" * 400_000):
        tracemalloc.start()
        with suppress(UnreadableError):
            decode(content)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 20 * len(content)


@pytest.mark.parametrize("unit", ["2020 ", "1" + MARKS, MARKS, " ", "October ", "1:00 ", "May.", "9."])
def test_dates_are_read_in_linear_time(unit: str) -> None:
    def work(text: str) -> None:
        is_day(text)
        with suppress(NoDateError):
            read_day(text, TODAY)

    assert_linear(lambda size: unit * (size // len(unit)), work, start=1_000, most=500_000)


@pytest.mark.parametrize("unit", UNITS)
def test_titles_and_broken_characters_are_found_in_linear_time(unit: str) -> None:
    def work(text: str) -> None:
        title_of("", text)
        title_of(text, "")
        printable(text)

    took = assert_linear(lambda size: unit * (size // len(unit)), work, start=1_000, most=100_000)
    assert took < 0.25
