"""Finds in the code the words that people read in Discord: labels of buttons, menus and forms, and sentences."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
LABELS = {"button", "_option", "modal", "menu", "TextInput", "SelectOption", "open_article", "Button"}
SENTENCES = {"notice", "panel", "article_list", "append", "TextDisplay"}
KEYWORDS = {"label", "placeholder", "description", "nothing", "title"}


def words_of_the_code() -> dict[str, str]:
    """Each label and sentence, with {} for what is put in, and the file that says it."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "bot" / "chat").rglob("*.py")):
        for text in _words(ast.parse(path.read_text(encoding="utf-8"))):
            if any(char.isalpha() for char in text.replace("{}", "")):
                found.setdefault(text, path.relative_to(ROOT).as_posix())
    return found


def _words(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = _name(node.func)
            if name in LABELS:
                yield from _texts(node.args[:1])
                yield from _texts([each.value for each in node.keywords if each.arg in KEYWORDS])
            elif name in SENTENCES:
                yield from _texts(node.args)
                yield from _texts([each.value for each in node.keywords if each.arg in KEYWORDS])
            elif name.endswith("Error") or _is_init(node):
                yield from _texts(node.args)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Subscript):
        return _name(function.value)
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _is_init(call: ast.Call) -> bool:
    """Whether it is `super().__init__("…")`, as an error with its own sentence has it."""
    function = call.func
    return (
        isinstance(function, ast.Attribute)
        and function.attr == "__init__"
        and isinstance(function.value, ast.Call)
        and _name(function.value.func) == "super"
    )


def _texts(values: list[ast.expr]) -> Iterator[str]:
    for value in values:
        if isinstance(value, ast.List | ast.Tuple):
            yield from _texts(value.elts)
        elif isinstance(value, ast.IfExp):
            yield from _texts([value.body, value.orelse])
        elif isinstance(value, ast.Starred):
            yield from _texts([value.value])
        elif isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value
        elif isinstance(value, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in value.values)
