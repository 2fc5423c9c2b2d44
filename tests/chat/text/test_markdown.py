"""Hostile text reaches Discord as plain text: compared with what an independent Markdown parser makes of it."""

from __future__ import annotations

import re
import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from simcord.preview._markdown import markdown_tokens

from bot.chat.text.markdown import (
    bold_within,
    copyable,
    cut,
    from_discord,
    label,
    length,
    one_line,
    quotation,
    to_discord,
)
from tests.chat.rendered import EVERYTHING_RESOLVES, render

HOSTILE = [
    "@everyone and @here",
    "<@123> <@!123> <@&123> <#123>",
    "</ban:123> </ban user:123>",
    "<t:1700000000:R>",
    "<:smile:123> :smile: :100: a:b:c",
    "[free](https://evil.example) [more](http://x.y 'title') [![a](b)](c)",
    "[a]: https://evil.example\n[a]",
    "https://evil.example/x(y) http://a.b:80/?q=1#f ftp://f.g <https://h.i> mailto:a@b.c //j.k",
    "discord.gg/abc https://discord.com/invite/abc steam://run/1",
    "# big\n## less\n### least\n-# small\n    # indented",
    "- a\n* b\n+ c\n1. d\n2) e\n  - f\n10. g\n1.",
    "> quoted\n>> twice\n>>> the rest\nlazy",
    "||spoiler|| |a|b|\n|-|-|\n|c|d|\na\\|b\n:-",
    "`code` ``co`de`` ```py\nprint()\n``` ~~~\nx\n~~~",
    "**bold** __under__ *it* _it_ ***all*** ~~gone~~ snake_case_name 2*3*4",
    "title\n===\ntitle\n---\n***\n- - -",
    "&amp; &lt; &#35; &#x40;everyone &copy AT&T",
    "<b>html</b> <!-- c --> <script>alert(1)</script> <details>",
    "a\\*b \\\\ \\",
    "line\\\nbreak  \nbreak",
    "¯\\_(ツ)_/¯ (^_^) :) :-( <3",
    "\ttabbed\n\t\tcode",
    "www.example.com a@b.example +4912345 #tag @user",
    "١. arabic digits\n１. wide digits",
]
FRAGMENTS = [
    *"*_~`|<>[]()#@:/\\!&-+=.1a é字😀\n\r\t\"'",
    *("**", "||", "```", "://", "http", "<@123>", "@everyone", "\n\n", "    "),
]

hostile_text = st.one_of(
    st.sampled_from(HOSTILE),
    st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join),
    st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.sampled_from(HOSTILE)), max_size=12).map("".join),
)
any_text = st.one_of(hostile_text, st.text(max_size=80))


@given(any_text, st.integers(0, 40))
def test_a_cut_fits_and_splits_no_grapheme(text: str, limit: int) -> None:
    made = cut(text, limit)
    assert text.startswith(made)
    assert length(made) <= limit
    clusters = regex.findall(r"\X", text)
    assert made in {"".join(clusters[:number]) for number in range(len(clusters) + 1)}
    longer = "".join(clusters[: len(regex.findall(r"\X", made)) + 1])
    assert made == text or length(longer) > limit, "the longest that fits"


@pytest.mark.parametrize("cluster", ["👩‍🚀", "e\u0301", "🇫🇷", "각", "👍🏽"])
def test_a_label_keeps_or_drops_a_grapheme_as_a_whole(cluster: str) -> None:
    text = "x" + cluster * 30
    for limit in range(2, 30):
        rest = label(text, limit).removesuffix("…").removeprefix("x")
        assert rest.replace(cluster, "") == ""


def as_read(text: str) -> str:
    """What a careful person copies from the page: edges of lines trimmed, one empty line at most, nothing invisible."""
    lines = ["".join(" " if char == "\t" else char for char in line).strip() for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("quote", [False, True])
def test_nothing_in_a_hostile_text_is_live(text: str, quote: bool) -> None:
    seen = render(to_discord(text, quote=quote))
    assert (seen.text, seen.live, seen.bold) == (as_read(text), [], set())


@given(hostile_text, st.booleans())
def test_the_reader_sees_the_source_character_for_character(text: str, quote: bool) -> None:
    seen = render(to_discord(text, quote=quote))
    assert seen.text == as_read(text)
    assert not seen.live
    assert not seen.bold
    assert seen.quoted == quote or not seen.text


@given(hostile_text, st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)), max_size=6))
def test_bold_is_only_where_it_was_asked_for(text: str, spans: list[tuple[int, int]]) -> None:
    text = as_read(text).replace("\n\n", "\n")  # so that offsets of what is seen are offsets of the source
    seen = render(to_discord(text, spans, quote=True))
    asked = {offset for start, end in spans for offset in range(max(0, start), min(end, len(text)))}
    assert seen.text == text.replace("\n\n", "\n")
    assert not seen.live
    assert seen.bold <= asked
    assert {offset for offset in asked if text[offset].isalnum()} <= seen.bold


@given(any_text)
def test_no_character_is_invisible_or_turns_the_text_around(text: str) -> None:
    markdown = to_discord(text, quote=True)
    for char in markdown.replace("\n", ""):
        assert unicodedata.category(char) not in {"Cc", "Cs", "Zl", "Zp"}
        assert unicodedata.bidirectional(char) not in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
        assert char not in "\u00ad\u034f\u115f\u1160\u180e\u200b\u200e\u200f\u2060\u2061\u3164\ufeff\uffa0\ufff9"
    assert not render(markdown).live


def test_the_tricks_that_hide_or_turn_text_do_not_work() -> None:
    assert to_discord("photo\u202egpj.exe") == "photogpj.exe"
    assert to_discord("@\u200beveryone") == "\\@everyone"
    assert to_discord("1\u200b. not a list") == "1\\. not a list"
    assert to_discord("co\u00adop\u2060er\ufeffate \U000e0041") == "cooperate"
    assert to_discord("\ud800") == "\ufffd"


def test_joiners_stay_where_a_script_or_an_emoji_needs_them() -> None:
    for text in ("می‌خواهم", "क्‍ष", "👩‍👧", "❤️‍🔥"):
        assert to_discord(text) == text
    assert to_discord("pass\u200dword") == "password"


def test_a_quote_stays_a_quote_through_empty_lines() -> None:
    assert to_discord("one\r\n\r\n\r\n  two\u2028three\n", quote=True) == "> one\n> \n> two\n> three"


def test_matched_words_are_bold_and_their_punctuation_is_not() -> None:
    text = "It cost (€5) - 1.5 million*."
    assert to_discord(text, [(8, 12), (14, 17), (18, 26)]) == "It cost (€**5**) - **1**.5 **million**\\*."
    assert to_discord("day-night", [(0, 3), (4, 9)]) == "**day**-**night**"
    assert to_discord("moonlight", [(0, 4), (4, 9)]) == "**moonlight**"


def test_bold_never_spans_lines() -> None:
    assert to_discord("black\nhole", [(0, 10)], quote=True) == "> **black**\n> **hole**"


@given(any_text, st.integers(1, 60))
def test_a_label_fits_and_says_when_it_was_cut(text: str, limit: int) -> None:
    made = label(text, limit)
    assert length(made) <= limit
    assert "\n" not in made
    assert made.endswith("…") or made == as_flat(text)


def as_flat(text: str) -> str:
    return label(text, 10**6)


@given(any_text, st.integers(2, 60))
def test_a_shortened_line_fits_and_never_breaks_an_escape(text: str, limit: int) -> None:
    made = one_line(text, limit)
    seen = render(made)
    assert not seen.live
    assert length(made) <= limit
    assert seen.text == as_flat(text) or (seen.text[-1] == "…" and as_flat(text).startswith(seen.text[:-1]))


@given(any_text, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4), st.integers(8, 80))
def test_a_shortened_quote_fits_and_is_a_beginning_of_the_source(
    text: str, spans: list[tuple[int, int]], limit: int
) -> None:
    made, shown = quotation(text, spans, limit)
    assert length(made) <= limit
    assert made == to_discord(text[:shown], bold_within(spans, 0, shown), quote=True)
    assert not render(made).live


def test_a_quote_is_shortened_between_words() -> None:
    assert quotation("one two three", (), 12) == ("> one two", 7)
    assert quotation("extraordinarily", (), 8) == ("> extrao", 6)
    assert quotation("one two", (), 12) == ("> one two", 7)


@given(st.lists(hostile_text, min_size=1, max_size=3))
def test_nothing_gets_out_of_a_block_to_copy(texts: list[str]) -> None:
    (block,) = markdown_tokens(copyable(texts), "text_display", context=EVERYTHING_RESOLVES)
    assert block["type"] == "code_block"
    assert "language" not in block
    assert "```" not in block["content"]


def test_highlights_follow_a_shorter_slice() -> None:
    assert bold_within([(0, 4), (5, 9), (20, 22)], 2, 8) == ((0, 2), (3, 6))


@given(st.text(max_size=80))
def test_the_text_of_a_line_is_read_back_from_its_markdown(text: str) -> None:
    assert from_discord(one_line(text, 1000)) == label(text, 1000)
