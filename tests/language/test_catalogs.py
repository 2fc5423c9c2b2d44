"""The catalogs: whole for members, with the fields of the English sentences, and within Discord's limits."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message

from bot.language.interface import LANGUAGES
from tests.chat.wording import labels, untranslated
from tests.language.extraction import ROOT, descriptions, is_for_members, key_of, messages, read

OTHERS = sorted(LANGUAGES.keys() - {"en"})
ADMINS_SHARE = 0.95  # of all sentences, at least
DESCRIPTION = 100  # characters, of a command, an option or a choice
KEPT_IN_ENGLISH = (
    "bot/chat/admin/corpus/reload_runs.py: discord:{}:{}",  # how a reload's starter is recorded
    "bot/chat/admin/corpus/status.py: {} kB",
    "bot/chat/admin/settings_command.py: no",  # these three stand in the audit log, which is one language for good
    "bot/chat/admin/settings_command.py: none",
    "bot/chat/admin/settings_command.py: yes",
    "bot/chat/components/custom_ids.py: custom id of {} characters: {}",  # for the log
    "bot/chat/components/persistent.py: two handlers for the action {}",
    "bot/chat/members/privacy_command.py: attachment://{}",
    "bot/chat/members/scrapbook.py: attachment://{}",
    "bot/chat/text/citations.py: APA",  # English styles of citation
    "bot/chat/text/citations.py: MLA",
    "bot/chat/text/citations.py: Untitled article",
    "bot/chat/text/citations.py: n.d.",
)


def forms(message: Message) -> Iterator[tuple[str, str]]:
    """Pairs of an English sentence and its translation; a plural's each."""
    ids = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    for number, said in enumerate(strings):
        yield str(ids[min(number, len(ids) - 1)]), str(said or "")


def fields(text: str) -> set[str]:
    """The names of what is put into a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def limited() -> Iterator[tuple[int, str]]:
    """What Discord limits, each with its limit in characters."""
    yield from ((DESCRIPTION, words) for words in descriptions())
    yield from labels()


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalog_has_the_sentences_of_the_code(language: str) -> None:
    """`make catalogs` brings it up to date."""
    ids = {key_of(message) for message in read(language) if message.id}
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


@pytest.mark.parametrize("language", OTHERS)
def test_what_members_read_is_translated(language: str) -> None:
    catalog = read(language)
    missing = [
        message.id
        for message in catalog
        if message.id
        and not all(said for _english, said in forms(message))
        and is_for_members(messages()[key_of(message)])
    ]
    assert missing == []


def test_what_admins_read_is_translated_but_for_a_few() -> None:
    """A missing sentence is said in English; "-s" shows how many there are."""
    for language in OTHERS:
        done = [all(said for _english, said in forms(message)) for message in read(language) if message.id]
        print(f"{language}: {sum(done)} of {len(done)} sentences")
        assert sum(done) >= ADMINS_SHARE * len(done)


def test_no_sentence_escapes_the_catalogs() -> None:
    """Words that a card, a button or an error shows stand in `_`, or in an error with fields."""
    assert sorted(untranslated()) == sorted(KEPT_IN_ENGLISH)


@pytest.mark.parametrize("language", OTHERS)
def test_labels_and_descriptions_fit_discord(language: str) -> None:
    """What is longer in another language is cut or refused by Discord: 80, 45, 100 characters."""
    catalog = read(language)
    wrong = [
        (limit, said)
        for limit, words in limited()
        if (message := catalog.get(words)) is not None and len(said := str(message.string or "")) > limit
    ]
    assert wrong == []
    assert sum(1 for _limit in limited()) > 100
