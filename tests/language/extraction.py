"""Finds the sentences of the code that the catalogs translate. `python -m tests.language.extraction` updates them.

Babel's own extractor sees calls of `_` alone. Ours also sees what stands where only a sentence can be: the words of an
error, the descriptions of commands and their options.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import babel.messages.catalog
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from typer.core import TyperGroup
from typer.main import get_command

from bot.cli.app import app
from bot.language.interface import CATALOGS, LANGUAGES

ROOT = Path(__file__).parents[2]
ADMINS = ("bot/chat/admin/", "bot/curation/", "bot/feeds/", "bot/web/", "bot/library/", "bot/jobs/")
"""Where sentences are said to admins alone; those of all other places reach members."""

PLACES = (
    "bot/chat",
    "bot/language",
    "bot/answers",
    "bot/errors.py",
    "bot/store/servers.py",
    "bot/articles/printed",
    "bot/cli",
    "bot/settings.py",
    "bot/backup",
    "bot/store/sqlite/checkup.py",
    "bot/store/postgres/checkup.py",
    "bot/search/milvus/engine.py",
    *ADMINS,
)
HELP = "bot/cli/app.py"  # what builds the help of the commands

Message = str | tuple[str, str]


@cache
def messages() -> dict[Message, list[str]]:
    """Each sentence, or pair of singular and plural, with the files that say it."""
    found: dict[Message, list[str]] = {}
    for place in PLACES:
        path = ROOT / place
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            name = file.relative_to(ROOT).as_posix()
            for message in in_code(ast.parse(file.read_text(encoding="utf-8")), commands=name.startswith("bot/chat")):
                said_in = found.setdefault(message, [])
                if name not in said_in:
                    said_in.append(name)
    for words in sorted(help_of_the_commands()):
        found.setdefault(words, []).append(HELP)
    return found


@cache
def help_of_the_commands() -> frozenset[str]:
    """What `--help` says of each command, its arguments and its options."""
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    words = {group.help}
    for command in (group, *group.commands.values()):
        words.add(command.help)
        for option in command.params:
            words |= {getattr(option, "help", None), getattr(option, "show_default", None)}
    return frozenset(word for word in words if isinstance(word, str) and word != word.upper())


@cache
def descriptions() -> frozenset[str]:
    """What describes commands, their options and choices."""
    found: set[Message] = set()
    for file in sorted((ROOT / "bot" / "chat").rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        found |= set(in_code(tree)) - set(in_code(tree, commands=False))
    return frozenset(message for message in found if isinstance(message, str))


def is_for_members(files: list[str]) -> bool:
    """Whether anybody but admins reads a sentence that these files say."""
    return any(not file.startswith(ADMINS) for file in files)


def in_code(tree: ast.AST, *, commands: bool = True) -> Iterator[Message]:
    """The sentences of one file; with `commands`, also what describes these."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _in_call(node)
            if commands:
                yield from _in_description(node)
        elif isinstance(node, ast.ClassDef):
            if commands:
                yield from _texts(key.value for key in node.keywords if key.arg == "group_description")
            if node.name.endswith("Error"):
                yield from _own_sentences(node)
        elif commands and isinstance(node, ast.AsyncFunctionDef) and _is_command(node):
            yield from _choices(node)


def _in_call(call: ast.Call) -> Iterator[Message]:
    name = name_of(call.func)
    if name in {"_", "N_"}:
        yield from _texts(call.args[:1])
    elif name.endswith("Error"):
        yield from filter(_is_sentence, _texts(call.args[:1]))
    elif name in {"ngettext", "counted"}:
        yield from _texts([ast.Tuple(call.args[:2])])


def _in_description(call: ast.Call) -> Iterator[Message]:
    name = name_of(call.func)
    keywords = {key.arg: key.value for key in call.keywords}
    if name == "command":
        yield from _texts([keywords["description"]] if "description" in keywords else [])
    elif name == "describe":
        yield from _texts(keywords.values())
    elif name in {"Choice", "ContextMenu"} and "name" in keywords:
        yield from _texts([keywords["name"]])


def _own_sentences(error: ast.ClassDef) -> Iterator[Message]:
    """What `super().__init__("…")` says."""
    for call in ast.walk(error):
        if isinstance(call, ast.Call) and name_of(call.func) == "__init__":
            yield from filter(_is_sentence, _texts(call.args[:1]))


def _is_sentence(message: Message) -> bool:
    """Whether it is for people: a word in an error is a name for the log."""
    return not isinstance(message, str) or message.endswith((".", "!", "?", "}"))


def _is_command(function: ast.AsyncFunctionDef) -> bool:
    return any(isinstance(mark, ast.Call) and name_of(mark.func) == "command" for mark in function.decorator_list)


def _choices(command: ast.AsyncFunctionDef) -> Iterator[Message]:
    """The choices of an option, as its annotation lists them."""
    for option in (*command.args.args, *command.args.kwonlyargs):
        for node in ast.walk(option.annotation) if option.annotation else ():
            if isinstance(node, ast.Subscript) and name_of(node.value) == "Literal":
                yield from _texts(node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice])


def _texts(values: object) -> Iterator[Message]:
    assert hasattr(values, "__iter__")
    for value in values:
        if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
            yield value.value
        elif isinstance(value, ast.Tuple) and len(value.elts) == 2:
            one, many = (each.value if isinstance(each, ast.Constant) else None for each in value.elts)
            if isinstance(one, str) and isinstance(many, str):
                yield one, many


def name_of(function: ast.expr) -> str:
    """The last name of what is called."""
    if isinstance(function, ast.Subscript):
        return name_of(function.value)
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def key_of(message: babel.messages.catalog.Message) -> Message:
    """The sentence of a catalog's entry, or its singular and plural."""
    if isinstance(message.id, str):
        return message.id
    one, many = message.id
    return one, many


def template() -> Catalog:
    """All sentences as a catalog without translations."""
    made = Catalog(project="Clippings", charset="utf-8", fuzzy=False)
    for message, files in messages().items():
        made.add(
            message, locations=[(file, 0) for file in files], flags=["python-brace-format"] * ("{" in str(message))
        )
    return made


def read(language: str) -> Catalog:
    """The catalog of a language, as it is in its file; an empty one where there is no file yet."""
    path = CATALOGS / f"{language}.po"
    return read_po(io.BytesIO(path.read_bytes()), locale=language) if path.exists() else Catalog(locale=language)


def write(language: str, catalog: Catalog) -> None:
    """Writes the catalog of a language, in the form that every tool for gettext reads."""
    catalog.obsolete.clear()
    made = io.BytesIO()
    write_po(made, catalog, width=120, include_lineno=False, omit_header=True)
    plural = f"nplurals={catalog.num_plurals}; plural={catalog.plural_expr};"
    fields = (f"Language: {language}", "Content-Type: text/plain; charset=utf-8", f"Plural-Forms: {plural}")
    head = f'# {LANGUAGES[language]}\nmsgid ""\nmsgstr ""\n' + "".join(f'"{field}\\n"\n' for field in fields)
    (CATALOGS / f"{language}.po").write_text(head + "\n" + made.getvalue().decode(), encoding="utf-8")


def update() -> None:
    """Writes every catalog with the sentences of today: new ones without a translation, former ones left out."""
    for language in LANGUAGES:
        if language == "en":
            continue
        catalog = read(language)
        catalog.update(template(), no_fuzzy_matching=True)
        write(language, catalog)


if __name__ == "__main__":
    update()
