"""Finds in the code the words that people read: labels, sentences and descriptions, in Discord and on the terminal."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.language.extraction import ROOT, in_code, messages, name_of

LABELS = {"button", "_option", "modal", "menu", "TextInput", "SelectOption", "open_article", "Button"}
LIMITS = {"button": 80, "Button": 80, "modal": 45, "TextInput": 45, "menu": 100, "_option": 100, "SelectOption": 100}
SENTENCES = {"notice", "panel", "article_list", "append", "TextDisplay", "Section", "File", "picture", "send"}
KEYWORDS = {"label", "placeholder", "description", "nothing", "title", "content"}


def words_of_the_code() -> dict[str, str]:
    """Each label and sentence, the plural of two, and the file that says it; descriptions of commands included."""
    found: dict[str, str] = {}
    for message, files in messages().items():
        found[message if isinstance(message, str) else message[1]] = files[0]
    return found


def untranslated() -> Iterator[str]:
    """Words that are shown as they are written, where the catalogs do not see them: "file: words"."""
    for path in sorted((ROOT / "bot" / "chat").rglob("*.py")):
        for text in _shown(ast.parse(path.read_text(encoding="utf-8"))):
            if any(char.isalpha() for char in text):
                yield f"{path.relative_to(ROOT).as_posix()}: {text}"


def labels() -> Iterator[tuple[int, str]]:
    """The words that `_` translates where a label stands, each with the most characters that Discord takes there."""
    for path in sorted((ROOT / "bot" / "chat").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (name := name_of(node.func)) in LIMITS:
                values = [*node.args[: 3 if name == "_option" else 1], *(each.value for each in node.keywords)]
                calls = [call for value in values for call in ast.walk(value) if isinstance(call, ast.Call)]
                for message in (found for call in calls for found in in_code(call, commands=False)):
                    yield LIMITS[name], message if isinstance(message, str) else message[1]


def _shown(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = name_of(node.func)
            keywords = [each.value for each in node.keywords if each.arg in KEYWORDS]
            if name in LABELS:
                yield from _texts([*node.args[:1], *keywords])
            elif name in SENTENCES:
                yield from _texts([*node.args, *keywords])
            elif name.endswith("Error"):
                yield from _built([each for each in node.args if not isinstance(each, ast.Tuple)])
        elif isinstance(node, ast.Return) and node.value is not None:
            yield from _built([node.value])


def _texts(values: list[ast.expr]) -> Iterator[str]:
    for value in values:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value
        else:
            yield from _built([value])


def _built(values: list[ast.expr]) -> Iterator[str]:
    """What an f-string holds beside its fields, wherever it is in the values."""
    for value in values:
        if isinstance(value, ast.List | ast.Tuple):
            yield from _texts(value.elts)
        elif isinstance(value, ast.IfExp):
            yield from _texts([value.body, value.orelse])
        elif isinstance(value, ast.Starred):
            yield from _texts([value.value])
        elif isinstance(value, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in value.values)
