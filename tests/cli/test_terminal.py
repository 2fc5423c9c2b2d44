"""What a real terminal is sent: a link where there is one, a date that is not broken, no foreign escape sequence."""

from __future__ import annotations

import io
from datetime import date
from typing import Literal

from rich.console import Console

from bot.cli.terminal import print_answer
from bot.model import Answer, Article, DateRange, Excerpt, Question, Verdict

DAY = date(2021, 12, 26)
ARTICLE = Article("a", "Off it goes", "The telescope left.", "a.txt", DAY, "Herald", "https://herald.example/a")


def printed(answer: Answer, *, terminal: bool = True, width: int = 80) -> str:
    out = io.StringIO()
    colors: Literal["standard"] | None = "standard" if terminal else None
    print_answer(Console(file=out, force_terminal=terminal, width=width, color_system=colors), answer)
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


def test_the_date_is_bright_and_what_is_beside_it_is_plain() -> None:
    sent = printed(answer_of(Excerpt(ARTICLE, 0, 19, 1.0)))
    assert "\x1b[2m1. \x1b[0m\x1b[1;92m26\N{NO-BREAK SPACE}December" in sent
    assert "\x1b[0m · Herald" in sent


def test_a_pipe_gets_no_blanks_behind_the_words() -> None:
    long = Article("a", "Off", "The telescope left.\n\n" + "It went on. " * 20, "a.txt", DAY)
    lines = printed(answer_of(Excerpt(long, 0, 200, 1.0)), terminal=False, width=40).splitlines()
    assert all(line == line.rstrip() and len(line) <= 40 for line in lines)
    assert "   The telescope left." in lines


def test_a_correction_says_how_the_question_is_asked_as_typed() -> None:
    out = io.StringIO()
    answer = answer_of(Excerpt(ARTICLE, 0, 19, 1.0), corrected="When did it leave?")
    print_answer(Console(file=out, width=100), answer, as_typed="asked again, it is searched as typed")
    assert "Searched for: When did it leave? (asked again, it is searched as typed)" in out.getvalue()


def test_one_closest_passage_is_not_called_several() -> None:
    assert "No clear answer. Closest:" in printed(answer_of(Excerpt(ARTICLE, 0, 19, 1.0), verdict=Verdict.UNSURE))
