"""What a real terminal is sent: a link where there is one, a date that is not broken, no foreign escape sequence."""

from __future__ import annotations

import io
from datetime import date

from rich.console import Console

from bot.cli.terminal import print_answer
from bot.model import Answer, Article, DateRange, Excerpt, Question, Verdict

DAY = date(2021, 12, 26)
ARTICLE = Article("a", "Off it goes", "The telescope left.", "a.txt", DAY, "Herald", "https://herald.example/a")


def printed(answer: Answer, *, terminal: bool = True, width: int = 80) -> str:
    out = io.StringIO()
    print_answer(Console(file=out, force_terminal=terminal, width=width, color_system="standard"), answer)
    return out.getvalue()


def answer_of(*excerpts: Excerpt, verdict: Verdict = Verdict.ANSWERED, **given: object) -> Answer:
    archive = DateRange(date(1957, 1, 1), date(2022, 1, 1))
    return Answer(Question("When?", DAY), verdict, excerpts, articles=84, archive=archive, **given)  # type: ignore[arg-type]


def test_the_title_is_a_link_where_the_terminal_follows_one() -> None:
    sent = printed(answer_of(Excerpt(ARTICLE, 0, 19, 1.0)))
    assert "\x1b]8;" in sent
    assert "https://herald.example/a" in sent
    assert "26\N{NO-BREAK SPACE}December\N{NO-BREAK SPACE}2021" in sent
    assert "1 article of 84, 1957–2022" in sent


def test_an_address_with_control_characters_is_no_link() -> None:
    hostile = Article("a", "T", "The telescope left.", "a.txt", DAY, "", "https://x.example/\x07\x1b]0;owned")
    sent = printed(answer_of(Excerpt(hostile, 0, 19, 1.0)))
    assert "owned" not in sent


def test_suggestions_are_one_line_and_nothing_says_on_what() -> None:
    sent = printed(answer_of(verdict=Verdict.NOTHING, missing=("pizza", "Naples"), suggestions=("A?", "B?")), width=200)
    assert "Nothing on “pizza” or “Naples” in 84 articles, 1957–2022." in sent
    assert "Did you mean: A? · B?" in sent
