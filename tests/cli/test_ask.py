"""`ask`: what a person sees in the terminal, and what a program reads."""

import json
import re
from pathlib import Path

from tests.cli.conftest import Run

CONTRACT = {"question", "as_of", "verdict", "excerpts", "note", "took_ms"}
EXCERPT = {
    "text", "article", "title", "date", "source", "url", "path", "start", "end", "score", "highlights",
}  # fmt: skip


def test_a_question_is_answered_with_quote_title_and_date(bot: Run) -> None:
    done = bot("ask", "What is the fog bell called?")
    assert done.returncode == 0
    assert "Clarence" in done.stdout
    assert "4 March 2021" in done.stdout
    assert done.stdout.index("4 March 2021") < done.stdout.index("Clarence"), "the date first"
    assert "of 2, 2021–2022" in done.stdout


def test_json_keeps_the_contract_and_quotes_are_slices_of_the_file(bot: Run, corpus: Path) -> None:
    done = bot("ask", "--json", "--as-of", "2021-06-01", "What did the keeper name the fog bell?")
    found = json.loads(done.stdout)
    assert found.keys() >= CONTRACT
    assert found["as_of"] == "2021-06-01"
    first = found["excerpts"][0]
    assert first.keys() >= EXCERPT
    assert first["article"] == first["path"] == "lighthouse.txt"
    assert first["date"] == "2021-03-04"
    assert first["text"] in (corpus / "lighthouse.txt").read_text(encoding="utf-8")
    assert "bell" in {first["text"][start:end] for start, end in first["highlights"]}


def test_json_reads_questions_from_standard_input_one_a_line(bot_process: Run) -> None:
    done = bot_process("ask", "--json", stdin="Which ferry ran aground?\n\nWho is the keeper?\n")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["question"] for one in found] == ["Which ferry ran aground?", "Who is the keeper?"]


def test_without_a_question_it_is_a_prompt_that_remembers_what_was_said(bot: Run) -> None:
    done = bot("ask", stdin="Which ferry ran aground?\nand when was that?\n\n")
    assert done.stdout.count("Osprey") >= 2
    assert done.returncode == 0


def test_why_shows_what_each_word_added(bot: Run) -> None:
    done = bot("ask", "--why", "What is the fog bell called?")
    assert re.search(r"word +adds", done.stdout)
    assert re.search(r"bell +\+\d", done.stdout)
    assert re.search(r"an answer is shown +\d+%", done.stdout)
    assert re.search(r"words held together +[+-]\d", done.stdout)


def test_addresses_are_whole_when_the_output_is_piped(bot: Run, corpus: Path) -> None:
    url = "https://quay.example/" + "long-" * 40 + "address"
    record = {"id": "z", "date": "2020-01-01", "text": "The zeppelin landed on the pier.", "url": url, "title": "Aloft"}
    (corpus / "zeppelin.json").write_text(json.dumps(record), encoding="utf-8")
    done = bot("ask", "Where did the zeppelin land?", COLUMNS="60")
    assert url in done.stdout
    assert "1. 1 January 2020 · quay.example · Aloft" in done.stdout
    assert "\x1b" not in done.stdout


def test_a_question_about_nothing_in_the_archive_quotes_nothing_as_an_answer(bot: Run) -> None:
    found = json.loads(bot("ask", "--json", "Who won the chess olympiad?").stdout)
    assert found["verdict"] == "nothing"
    assert found["excerpts"] == []
    assert found["note"]


def test_an_impossible_day_is_refused_with_a_sentence(bot: Run) -> None:
    done = bot("ask", "--as-of", "2021-02-30", "Who?")
    assert done.returncode == 2
    assert "--as-of wants a day written as YYYY-MM-DD" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_corpus_is_refused_with_a_sentence_and_its_own_code(bot: Run) -> None:
    done = bot("ask", "--corpus", "nowhere", "Who?")
    assert done.returncode == 5
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr


def test_escape_sequences_of_an_article_never_reach_the_terminal(bot: Run, corpus: Path) -> None:
    (corpus / "evil.txt").write_text(" date 2020-01-01 The \x1b]0;owned\x07 zeppelin \x1b[2J landed.", encoding="utf-8")
    done = bot("ask", "Where did the zeppelin land?")
    assert "zeppelin" in done.stdout
    assert "\x1b" not in done.stdout


def test_the_first_quote_is_short_and_no_advert(bot: Run, corpus: Path) -> None:
    text = (
        "Sign up for our zeppelin newsletter here.\n\nThe zeppelin landed on the pier on Friday. Its captain waved. "
        + "Nobody had seen one there before. " * 9
        + "\n\nMore:Where zeppelin captains land on the pier\n"
    )
    (corpus / "zeppelin.txt").write_text(f" date 2020-01-01 {text}", encoding="utf-8")
    said = bot("ask", "Where did the zeppelin land?").stdout
    assert "The zeppelin landed on the pier on Friday." in said
    assert "newsletter" not in said
    assert "More:" not in said
    assert len(said.split("1. ", 1)[1].split()) < 100, "as short as on a card"
