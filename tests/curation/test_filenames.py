from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.curation.filenames import UPLOADED, clean_name, free_name


@pytest.mark.parametrize(
    ("given_name", "clean"),
    [
        ("moon landing.txt", "moon-landing.txt"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\eve\\diary.TXT", "diary.txt"),
        (".hidden.md", "hidden.md"),
        ("$(rm -rf ~);`id`.html", "rm-rf-id.html"),
        ("Überschrift №5.json", "Überschrift-5.json"),
        ("a\u202etxt.exe\n.txt", "a-txt.exe.txt"),
        ("README.md", "article-README.md"),
        ("con.txt", "article-con.txt"),
        ("....txt", "article.txt"),
        ("漢字の記事.txt", "漢字の記事.txt"),
        ("article.exe", None),
        ("article", None),
        ("archive.jsonl.gz", None),
    ],
)
def test_a_name_keeps_its_words_and_loses_what_could_act(given_name: str, clean: str | None) -> None:
    assert clean_name(given_name) == clean


@given(st.text(max_size=300), st.sampled_from(UPLOADED))
def test_any_name_becomes_one_that_is_safe_everywhere(stem: str, suffix: str) -> None:
    name = clean_name(stem + suffix)
    assert name is not None
    assert name.endswith(suffix)
    assert len(name.encode()) <= 140
    assert not set(name) & set(" /\\:*?\"'<>|$`;&()[]{}!#~\n\r\t\0\u202e\u200b")
    assert name[0] not in ".-"
    assert ".." not in name
    assert clean_name(name) == name, "once clean, always clean"


def test_a_name_that_is_taken_gets_a_number_however_it_is_cased() -> None:
    assert free_name("moon.txt", []) == "moon.txt"
    assert free_name("moon.txt", ["Moon.TXT", "moon-2.txt"]) == "moon-3.txt"
