"""The catalogs: whole for members, with the fields of the English sentences, and within Discord's limits."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message

from bot.language.interface import LANGUAGES
from tests.language.extraction import ROOT, messages, read

OTHERS = sorted(LANGUAGES.keys() - {"en"})


def forms(message: Message) -> Iterator[tuple[str, str]]:
    """Pairs of an English sentence and its translation; a plural's each."""
    ids = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    for number, said in enumerate(strings):
        yield str(ids[min(number, len(ids) - 1)]), str(said or "")


def fields(text: str) -> set[str]:
    """The names of what is put into a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalog_has_the_sentences_of_the_code(language: str) -> None:
    """`make catalogs` brings it up to date."""
    ids = {message.id if isinstance(message.id, str) else tuple(message.id) for message in read(language) if message.id}
    assert ids == messages().keys()


@pytest.mark.parametrize("language", OTHERS)
def test_each_translation_has_the_fields_and_the_marks_of_its_sentence(language: str) -> None:
    wrong = [
        (english, said)
        for message in read(language)
        if message.id
        for english, said in forms(message)
        if said
        and (
            fields(english) != fields(said)
            or english.startswith(("-# ", "### ", "- ")) != said.startswith(("-# ", "### ", "- "))
            or english.count("**") != said.count("**")
            or english.count("`") != said.count("`")
        )
    ]
    assert wrong == []


def test_no_function_that_translates_calls_something_else_by_the_same_name() -> None:
    """`_` that a function assigns is no longer the one that translates."""
    wrong = []
    for path in sorted((ROOT / "bot").rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                names = [node for node in ast.walk(function) if isinstance(node, ast.Name) and node.id == "_"]
                assigned = any(isinstance(name.ctx, ast.Store) for name in names)
                if assigned and any(isinstance(name.ctx, ast.Load) for name in names):
                    wrong.append(f"{path.name}: {function.name}")
    assert wrong == []
