"""Which files are read, and what is said of the others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.articles import Limits, read, scan
from bot.errors import CorpusError
from tests.articles.conftest import TODAY, read_all

TEXT = " date 2020-10-28 The bridge opened."


def write(file: Path, text: str = TEXT) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def paths(corpus: Path, limits: Limits | None = None) -> list[str]:
    return [file.path for file in scan(corpus, limits or Limits()).files]


def reasons(corpus: Path, limits: Limits | None = None) -> dict[str, str]:
    return {problem.path: problem.reason for problem in scan(corpus, limits or Limits()).problems}


def test_files_come_sorted_by_path_with_their_stamps(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a.md", "b/1.jsonl.gz", "B.TXT"):
        write(tmp_path / name)
    assert paths(tmp_path) == ["B.TXT", "a.md", "b/1.jsonl.gz", "b/2.txt"]
    (first, *_) = scan(tmp_path, Limits()).files
    assert (first.size, first.mtime_ns) == (len(TEXT), (tmp_path / "B.TXT").stat().st_mtime_ns)
    assert first.real == (tmp_path / "B.TXT").resolve()


def test_hidden_names_and_readmes_are_passed_over_in_silence(tmp_path: Path) -> None:
    for name in (".gitkeep", ".git/a.txt", ".DS_Store", "Thumbs.db", "README.md", "sub/readme.txt", "README"):
        write(tmp_path / name)
    assert scan(tmp_path, Limits()) == ([], [])


def test_one_file_is_a_corpus_named_by_itself(tmp_path: Path) -> None:
    write(tmp_path / "other.txt")
    assert paths(write(tmp_path / "README.md")) == ["README.md"]


def test_a_missing_corpus_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="nowhere"):
        scan(tmp_path / "nowhere", Limits())


def test_unknown_empty_and_too_large_files_are_listed(tmp_path: Path) -> None:
    write(tmp_path / "a.exe")
    write(tmp_path / "noend")
    write(tmp_path / "b.txt", "")
    write(tmp_path / "c.txt", "x" * 2_000)
    said = reasons(tmp_path, Limits(max_file_mb=0.001))
    assert not paths(tmp_path, Limits(max_file_mb=0.001))
    assert "kind is unknown" in said["a.exe"]
    assert "kind is unknown" in said["noend"]
    assert said["b.txt"] == "It is empty."
    assert said["c.txt"] == "It is too large: 0.0 MB; the limit is 0.001 MB."


def test_files_beyond_the_limit_are_listed(tmp_path: Path) -> None:
    for number in range(5):
        write(tmp_path / f"{number}.txt")
    found = scan(tmp_path, Limits(max_files=3))
    assert (len(found.files), len(found.problems)) == (3, 2)


def test_links_out_of_the_folder_in_circles_or_to_nothing_are_not_followed(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    write(corpus / "a.txt")
    write(tmp_path / "secret.txt", "secret")
    write(tmp_path / "corpus-beside" / "secret.txt", "secret")
    (corpus / "out.txt").symlink_to(tmp_path / "secret.txt")
    (corpus / "beside.txt").symlink_to(tmp_path / "corpus-beside" / "secret.txt")
    (corpus / "outside").symlink_to(tmp_path)
    (corpus / "circle").symlink_to(corpus)
    (corpus / "self.txt").symlink_to("self.txt")
    (corpus / "nothing.txt").symlink_to("gone.txt")
    assert paths(corpus) == ["a.txt"]
    said = reasons(corpus)
    assert "leaves the corpus" in said["out.txt"]
    assert "leaves the corpus" in said["beside.txt"]
    assert "leaves the corpus" in said["outside"]
    assert "within the corpus" in said["circle"]
    assert "leads nowhere" in said["self.txt"]
    assert "leads nowhere" in said["nothing.txt"]


def test_a_mounted_configuration_of_links_into_a_hidden_folder_is_read_once(tmp_path: Path) -> None:
    write(tmp_path / "..2024" / "a.txt")
    (tmp_path / "..data").symlink_to("..2024")
    (tmp_path / "a.txt").symlink_to("..data/a.txt")
    (tmp_path / "again.txt").symlink_to("..data/a.txt")
    assert paths(tmp_path) == ["a.txt"]
    assert list(reasons(tmp_path)) == ["again.txt"]


def test_a_file_swapped_for_a_link_after_the_scan_is_not_read(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    file = write(corpus / "a.txt")
    secret = write(tmp_path / "secret.txt", "secret")
    (found,) = scan(corpus, Limits()).files
    file.unlink()
    file.symlink_to(secret)
    (problem,) = read(found, Limits(), TODAY)
    assert "cannot be read" in getattr(problem, "reason", "")


def test_pipes_and_devices_are_listed_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "null.txt").symlink_to("/dev/null")
    assert not paths(tmp_path)
    assert reasons(tmp_path)["pipe.txt"] == "It is not a regular file."


def test_names_that_would_break_a_line_are_shown_escaped_and_read(tmp_path: Path) -> None:
    for name in ("a\nb.txt", "a\\nb.txt", "\u202ea.txt", "ü" * 125 + "a.txt"):
        write(tmp_path / name)
    write(Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")))
    articles, problems = read_all(tmp_path)
    assert [article.path for article in articles] == [
        "\\u202ea.txt", "\\xff.txt", "a\\\\nb.txt", "a\\nb.txt", "ü" * 125 + "a.txt"
    ]  # fmt: skip
    assert not problems


def test_a_servers_folder_is_its_own_and_anything_else_beside_it_is_a_problem(tmp_path: Path) -> None:
    for name in ("a.txt", "servers/123/b.txt", "servers/123/deep/c.txt", "sub/servers/9/d.txt"):
        write(tmp_path / name)
    for name in ("servers/x.txt", "servers/club/y.txt", "servers/012/z.txt", "Servers/1/y.txt", "servers/123/bad.exe"):
        write(tmp_path / name)
    (tmp_path / "servers/456").symlink_to("123")
    (tmp_path / "leak.txt").symlink_to("servers/123/.hidden.txt")
    write(tmp_path / "servers/123/.hidden.txt")
    found = scan(tmp_path, Limits())
    assert {file.path: file.server for file in found.files} == {
        "a.txt": None, "servers/123/b.txt": 123, "servers/123/deep/c.txt": 123, "sub/servers/9/d.txt": None
    }  # fmt: skip
    assert {problem.path: problem.server for problem in found.problems} == {
        "Servers": None, "leak.txt": None, "servers/012": None, "servers/456": None, "servers/club": None,
        "servers/x.txt": None, "servers/123/bad.exe": 123,
    }  # fmt: skip


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_what_may_not_be_read_is_listed(tmp_path: Path) -> None:
    write(tmp_path / "a.txt").chmod(0)
    (tmp_path / "closed").mkdir(mode=0)
    articles, problems = read_all(tmp_path)
    assert not articles
    assert {problem.path for problem in problems} == {"a.txt", "closed"}
