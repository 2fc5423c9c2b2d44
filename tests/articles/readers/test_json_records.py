"""JSON: one record, lists of them, one a line, packed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.articles import Limits
from bot.model import Article
from tests.articles.conftest import Reading, read_all

ReadFile = Callable[[str, str | bytes], Reading]
TEXT = " The bridge \r\n opened.\t“It stands.” \n"
RECORD = {
    "id": 7,
    "title": "A bridge",
    "date": "2020-10-28",
    "source": "Courier",
    "url": "https://a.org/b",
    "text": TEXT,
}
ARTICLE = Article("7", "A bridge", TEXT, "b.json", date(2020, 10, 28), "Courier", "https://a.org/b")


def lines(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


@pytest.mark.parametrize(
    "content", [RECORD, [RECORD], {"articles": [RECORD]}, {"data": [RECORD], "page": 1}]
)  # fmt: skip
def test_a_record_keeps_its_text_character_for_character_in_every_shape(read_file: ReadFile, content: object) -> None:
    articles, problems = read_file("b.json", json.dumps(content))
    assert articles == [ARTICLE]
    assert not problems


@pytest.mark.parametrize("text", ["text", "body", "content", "Text"])
@pytest.mark.parametrize("day", ["date", "published", "published_at", "publish_date"])
@pytest.mark.parametrize("source", ["source", "publication"])
def test_every_usual_name_of_a_field_is_known(read_file: ReadFile, text: str, day: str, source: str) -> None:
    record = {text: TEXT, "headline": "A bridge", day: "28 October 2020", source: "Courier", "link": "https://a.org/b"}
    articles, _ = read_file("b.json", json.dumps(record))
    assert articles == [
        Article("b.json", *[getattr(ARTICLE, n) for n in ("title", "text", "path", "date", "source", "url")])
    ]


def test_records_without_an_id_are_numbered_within_their_file(read_file: ReadFile) -> None:
    articles, _ = read_file(
        "b.jsonl", lines({"text": "One."}, {"id": "", "text": "Two."}, {"id": "x", "text": "Three."})
    )
    assert [article.id for article in articles] == ["b.jsonl#1", "b.jsonl#2", "x"]


def test_authors_are_joined_and_the_site_stands_in_for_a_missing_source(read_file: ReadFile) -> None:
    articles, _ = read_file(
        "b.jsonl",
        lines(
            {"text": "One.", "authors": ["Ann", {"name": "Bo"}], "url": "https://www.a.org/1"},
            {"text": "Two.", "authors": [], "url": "https://www.a.org/2"},
        ),
    )
    assert [(article.source, article.author) for article in articles] == [("a.org", "Ann, Bo"), ("a.org", "")]


def test_an_address_that_is_not_of_the_web_is_dropped(read_file: ReadFile) -> None:
    articles, _ = read_file("b.jsonl", lines({"text": "One.", "url": "javascript:alert(1)"}))
    assert articles[0].url == ""


def test_broken_lines_are_listed_by_number_and_the_rest_is_read(read_file: ReadFile) -> None:
    good = json.dumps({"text": "The bridge.", "date": "2020-10-28"})
    content = "".join("{broken\n" if number % 10 == 0 else good + "\n\n" for number in range(1, 101))
    articles, problems = read_file("b.jsonl", content)
    assert len(articles) == 90
    assert [problem.record for problem in problems] == list(range(10, 101, 10))
    assert all(problem.skipped for problem in problems)


@pytest.mark.parametrize(
    ("line", "said"),
    [("[" * 100_000, "nested too deeply"), ("7", "no record"), ('{"text": 7}', "no text"), ('{"text": " "}', "no text"),
     ('{"text": "a", "n": ' + "9" * 10_000 + "}", "not JSON that can be read"),
     ("[" + "[]," * 2_000_000 + "[]]", "too many values")],
)  # fmt: skip
def test_a_hostile_line_is_skipped_with_its_reason(read_file: ReadFile, line: str, said: str) -> None:
    articles, problems = read_file("b.jsonl", f"{line}\n" + lines({"text": "One.", "date": "2020-10-28"}))
    assert [article.id for article in articles] == ["b.jsonl#2"]
    assert said in problems[0].reason


def test_half_a_surrogate_pair_and_nul_become_a_mark_and_are_listed(read_file: ReadFile) -> None:
    articles, problems = read_file("b.json", '{"text": "a\\ud800b\\u0000c \\ud83d\\ude80", "date": "2020-10-28"}')
    assert articles[0].text == "a\ufffdb\ufffdc 🚀"
    assert [problem.skipped for problem in problems] == [False]


def test_a_line_in_an_old_encoding_is_read_and_listed(read_file: ReadFile) -> None:
    record = json.dumps({"text": "Le maire a ouvert le café à côté.", "date": "2020-10-28"}, ensure_ascii=False)
    articles, problems = read_file("b.jsonl", record.encode("cp1252") + b"\n" + record.encode())
    assert [article.text for article in articles] == ["Le maire a ouvert le café à côté."] * 2
    assert [problem.skipped for problem in problems] == [False]


def test_packed_lines_are_read(read_file: ReadFile) -> None:
    articles, problems = read_file("b.jsonl.gz", gzip.compress(lines(RECORD).encode()))
    assert [article.text for article in articles] == [TEXT]
    assert not problems


def test_a_packed_file_cut_off_gives_the_records_before_the_cut(read_file: ReadFile) -> None:
    packed = gzip.compress(
        "".join(lines({"text": f"{n} bridge", "date": "2020-10-28"}) for n in range(20_000)).encode()
    )
    articles, problems = read_file("b.jsonl.gz", packed[: len(packed) // 2])
    assert 0 < len(articles) < 20_000
    assert "cut off" in problems[-1].reason


def test_a_file_that_only_claims_to_be_packed_is_skipped(read_file: ReadFile) -> None:
    articles, problems = read_file("b.jsonl.gz", lines(RECORD))
    assert not articles
    assert problems[0].skipped


def test_an_endless_packed_file_stops_at_the_limit(tmp_path: Path) -> None:
    file = tmp_path / "b.jsonl.gz"
    file.write_bytes(gzip.compress(lines({"text": "The bridge.", "date": "2020-10-28"}).encode() * 50_000))
    articles, problems = read_all(file, Limits(max_unpacked_mb=0.1))
    assert 0 < len(articles) < 5_000
    assert "unpacks to more than" in problems[-1].reason


def test_problems_of_one_file_are_counted_beyond_the_first(tmp_path: Path) -> None:
    file = tmp_path / "b.jsonl"
    file.write_text(lines(*[{"text": "The bridge."}] * 30))
    articles, problems = read_all(file, Limits(max_problems=10))
    assert len(articles) == 30
    assert len(problems) == 11
    assert problems[-1].reason == "20 more of its records have problems."


def test_more_records_than_the_limit_are_not_read(tmp_path: Path) -> None:
    file = tmp_path / "b.jsonl"
    file.write_text(lines(*[RECORD] * 30))
    assert len(read_all(file, Limits(max_records=10))[0]) == 10
