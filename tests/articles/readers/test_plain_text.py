"""Text files, as the archive's own: a date, then the prose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bot.model import Article
from tests.articles.conftest import Reading

SEED = " date 2020-10-28 The mayor opened the bridge on Monday, a year late.\n\nShe said: “It stands.”\n"
ReadFile = Callable[[str, str | bytes], Reading]


def only(reading: Reading) -> Article:
    (article,) = reading[0]
    return article


def test_the_seed_format_gives_date_prose_and_a_title_from_the_first_sentence(read_file: ReadFile) -> None:
    articles, problems = read_file("bridge.txt", SEED)
    assert articles == [
        Article(
            id="bridge.txt",
            title="The mayor opened the bridge on Monday, a year late.",
            text="The mayor opened the bridge on Monday, a year late.\n\nShe said: “It stands.”",
            path="bridge.txt",
            date=date(2020, 10, 28),
        )
    ]
    assert not problems


@pytest.mark.parametrize(
    "content",
    [
        "date 2020-10-28 The bridge opened.",
        "Date: 2020-10-28 The bridge opened.",
        " date 2020-10-28\n\nThe bridge opened.\n",
        " date 2020-10-28 \r\nThe bridge opened.\r\n",
        "\ufeff date 2020-10-28 The bridge opened.",
        "2020-10-28\nThe bridge opened.",
        "28 October 2020\n\nThe bridge opened.",
        "Published: Oct. 28, 2020\nThe bridge opened.",
        "\n\n date 2020-10-28T23:30:00-05:00 The bridge opened.",
    ],
)
def test_every_way_to_put_a_date_above_or_before_the_prose_is_understood(read_file: ReadFile, content: str) -> None:
    article = only(read_file("a.txt", content))
    assert (article.date, article.text) == (date(2020, 10, 28), "The bridge opened.")


def test_a_line_above_the_date_is_the_title(read_file: ReadFile) -> None:
    article = only(read_file("a.txt", "The bridge\n28 October 2020\n\nIt opened."))
    assert (article.title, article.date, article.text) == ("The bridge", date(2020, 10, 28), "It opened.")


def test_a_date_in_the_prose_is_not_the_publication_date(read_file: ReadFile) -> None:
    content = "The bridge opened.\nIt was planned.\n28 October 2020\nOthers followed."
    articles, problems = read_file("a.txt", content)
    assert (articles[0].date, articles[0].text) == (None, content)
    assert [(problem.reason, problem.skipped) for problem in problems] == [
        ("It has no date. It is kept as undated.", False)
    ]


@pytest.mark.parametrize(
    ("written", "said"),
    [("2020-13-45", "does not exist"), ("2024-06-02", "in the future"), ("0000-01-01", "does not exist"),
     ("0001-01-01", "before the year 1000"), ("9999-12-31", "in the future"), ("2023-02-29", "does not exist")],
)  # fmt: skip
def test_an_impossible_or_future_date_leaves_the_article_undated_and_listed(
    read_file: ReadFile, written: str, said: str
) -> None:
    articles, problems = read_file("a.txt", f" date {written} The bridge opened.")
    assert (articles[0].date, articles[0].text) == (None, "The bridge opened.")
    assert written in problems[0].reason
    assert said in problems[0].reason
    assert not problems[0].skipped


def test_a_long_first_sentence_is_cut_at_a_word(read_file: ReadFile) -> None:
    title = only(read_file("a.txt", " date 2020-10-28 " + "seventeen " * 30)).title
    assert title == "seventeen " * 8 + "seventeen…"


@pytest.mark.parametrize("above", ["CNN —", "Rick Rogers", "AP", "USA TODAY Sports", "New York CNN —\n\nAnn Oldenburg"])
def test_a_byline_or_an_agency_is_no_title(read_file: ReadFile, above: str) -> None:
    article = only(read_file("a.txt", f" date 2020-10-28 {above}\n\nA bridge was opened in the town. It rained."))
    assert article.title == "A bridge was opened in the town."
    assert article.text.startswith(above)


def test_an_abbreviation_does_not_end_the_title(read_file: ReadFile) -> None:
    assert only(read_file("a.txt", "Mr. Smith opened a bridge in town. It rained.")).title == (
        "Mr. Smith opened a bridge in town."
    )
