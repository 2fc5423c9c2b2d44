"""Markdown with YAML front matter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bot.model import Article
from tests.articles.conftest import Reading

ReadFile = Callable[[str, str | bytes], Reading]
PROSE = "The bridge opened.\n\nIt *stands*."


def test_front_matter_gives_every_field_and_the_text_is_what_follows(read_file: ReadFile) -> None:
    front = "---\ntitle: 1984\ndate: 2020-10-28\nauthor: [Ann, Bo]\nurl: https://example.org/b\n---\n\n"
    articles, problems = read_file("b.md", front + PROSE)
    assert articles == [
        Article(
            "b.md", "1984", PROSE, "b.md", date(2020, 10, 28), "example.org", "https://example.org/b", None, "Ann, Bo"
        ),
    ]
    assert not problems


def test_the_day_is_the_one_written_whatever_the_time_zone(read_file: ReadFile) -> None:
    articles, _ = read_file("b.md", f"---\ndate: 2020-10-28T23:30:00-05:00\n---\n{PROSE}")
    assert articles[0].date == date(2020, 10, 28)


def test_without_a_title_the_first_heading_is_it_and_leaves_the_text(read_file: ReadFile) -> None:
    articles, _ = read_file("b.md", f"---\ndate: 2020-10-28\n---\n# A bridge\n\n{PROSE}")
    assert (articles[0].title, articles[0].text) == ("A bridge", PROSE)


def test_without_front_matter_a_date_may_stand_as_in_a_text_file(read_file: ReadFile) -> None:
    for content in (f"# A bridge\n28 October 2020\n\n{PROSE}", f"# A bridge\n date 2020-10-28 {PROSE}"):
        articles, problems = read_file("b.md", content)
        assert [(a.title, a.date, a.text) for a in articles] == [("A bridge", date(2020, 10, 28), PROSE)]
        assert not problems


def test_without_front_matter_the_text_is_kept_undated(read_file: ReadFile) -> None:
    articles, problems = read_file("b.md", PROSE)
    assert (articles[0].text, articles[0].date) == (PROSE, None)
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", "aliases"),
        ("a: " + "[" * 30 + "]" * 30, "nested too deeply"),
        ("a: " + "[" * 9_000, "nested too deeply"),
        ("a: " + "x" * 20_000, "too long"),
        ("a: [", "not YAML"),
        ("- a\n- b", "no fields"),
        ("!!python/object/apply:os.system ['true']", "no fields"),
    ],
)
def test_hostile_front_matter_is_put_aside_and_the_text_kept(read_file: ReadFile, front: str, said: str) -> None:
    articles, problems = read_file("b.md", f"---\n{front}\n---\n{PROSE}")
    assert articles[0].text == PROSE
    assert said in problems[0].reason
    assert not problems[0].skipped
