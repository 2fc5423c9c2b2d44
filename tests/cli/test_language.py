"""The terminal speaks the language of its locale: help, wrong usage, commands, figures; and no sentence escapes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from typer.testing import CliRunner

from bot.cli.app import app
from bot.cli.language import UsageError, terminal_language, usage_in_words
from bot.language.interface import LANGUAGES, speaking
from tests.cli.conftest import Run
from tests.language.extraction import ROOT, help_of_the_commands, name_of
from tests.language.test_catalogs import OTHERS

SAID = {"print", "say", "_say", "echo", "Text", "assemble", "Finding", "add_column", "add_row", "add_task", "Table"}
SAID |= {"input", "append", "announce", "Looked"}
KEPT = {"Discord", "clippings {}", "clippings: {}", "YYYY-MM-DD"}
WRONG = {  # what Typer says in English, and what is said instead, in German
    "import": "Es fehlt SOURCE….",
    "asc": "Meintest du 'ask'?",
    "ask --wyh x": "Meintest du --why?",
    "ask --why=1 x": "--why nimmt keinen Wert.",
    "ask --since": "--since braucht einen Wert.",
    "ask a b": "Für b ist hier kein Platz.",
    "ask --limit 40 x": "--limit: muss 10 oder weniger sein",
    "ask --limit x x": "--limit: muss eine ganze Zahl sein",
    "ask --sort up x": "--sort: muss 'relevance', 'newest', 'oldest' sein",
}


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "de"}, "en"),
        ({"LANG": "de_AT.UTF-8"}, "de"),
        ({"LANG": "de_DE", "LC_MESSAGES": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "de_DE", "LC_ALL": "pt_PT@euro"}, "pt"),
        ({"LANG": "de_DE", "LANGUAGE": "ja:nl:en"}, "nl"),
        ({"LANG": "ja_JP.UTF-8"}, "en"),
    ],
)
def test_the_language_is_that_of_the_locale(environment: dict[str, str], spoken: str) -> None:
    assert terminal_language(environment) == spoken


@pytest.mark.parametrize("language", OTHERS)
def test_no_help_is_left_in_english(language: str) -> None:
    english = {word for word in help_of_the_commands() if len(word.split()) > 2} | {"Usage:", "Show this"}
    for command in sorted(help_commands()):
        with speaking(language):
            shown = CliRunner().invoke(app, [*command, "--help"], env={"COLUMNS": "2000"}).output
        assert len(shown) > 100
        assert [word for word in english if word.splitlines()[0] in shown] == [], command


def help_commands() -> Iterator[tuple[str, ...]]:
    yield ()
    yield from ((command.name or command.callback.__name__,) for command in app.registered_commands if command.callback)


@pytest.mark.parametrize("words", WRONG)
def test_wrong_usage_is_said_in_the_language(words: str) -> None:
    with speaking("de"), pytest.raises(UsageError) as error:
        app(words.split(), standalone_mode=False)
    with speaking("de"):
        said = usage_in_words(error.value.format_message())
    assert said.endswith(WRONG[words]), said
    with speaking("en"):
        assert usage_in_words(error.value.format_message()) != said


def test_a_command_speaks_german_and_json_does_not(bot: Run) -> None:
    assert "2 Artikel in 2 Textstellen, " in bot("index", LANG="de_DE.UTF-8").stdout
    answered = bot("ask", "What is the fog bell called?", LANG="C", LC_ALL="de_DE.UTF-8")
    assert "4. März 2021" in answered.stdout
    refused = bot("ask", "--since", "yesterday", "Which bell?", LANG="de_DE.UTF-8")
    assert refused.returncode == 2
    assert refused.stderr == "clippings: --since braucht einen Tag als JJJJ-MM-TT, nicht 'yesterday'.\n"
    lines = bot("ask", "--json", "What about zeppelins?", LANG="de_DE.UTF-8").stdout
    assert "Nichts" not in lines


def test_no_sentence_of_the_command_line_escapes_the_catalogs() -> None:
    """Words that are printed stand in `_`; an error's are the first of its arguments, with fields."""
    escaped = [
        f"{path.relative_to(ROOT)}: {text}"
        for path in sorted((ROOT / "bot" / "cli").rglob("*.py"))
        if path.name != "log.py"
        for text in spoken_as_written(ast.parse(path.read_text(encoding="utf-8")))
        if re.search(r"[A-Za-z]{2}", text.replace("{}", "")) and text not in KEPT
    ]
    assert escaped == []


def spoken_as_written(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) in SAID:
            yield from literals([*node.args, *(key.value for key in node.keywords if key.arg == "line")])
        elif isinstance(node, ast.Call) and name_of(node.func).endswith("Error"):
            yield from (text for text in literals(node.args) if isinstance(node.args[0], ast.JoinedStr))
        elif isinstance(node, ast.Return) and isinstance(node.value, ast.JoinedStr):
            yield from literals([node.value])


def literals(values: list[ast.expr]) -> Iterator[str]:
    """The strings among the values, and what f-strings hold beside their fields."""
    for value in values:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value
        elif isinstance(value, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in value.values)
        elif isinstance(value, ast.IfExp):
            yield from literals([value.body, value.orelse])
        elif isinstance(value, ast.Tuple):
            yield from literals(value.elts[:1])


def test_a_sentence_that_escapes_would_be_found() -> None:
    tree = ast.parse('console.print(f"read {n} files", style="dim")\nraise UsageError(f"{x} is wrong.")')
    assert sorted(spoken_as_written(tree)) == ["read {} files", "{} is wrong."]


def test_every_language_has_help_of_its_own() -> None:
    shown = set()
    for language in LANGUAGES:
        with speaking(language):
            shown.add(CliRunner().invoke(app, ["--help"]).output)
    assert len(shown) == len(LANGUAGES)
