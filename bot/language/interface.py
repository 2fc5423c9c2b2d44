"""What the bot says, in the reader's language: gettext catalogs, and which of them is in force.

Sentences stand in the code in English, as `_("…")`; `bot/language/catalogs` has a catalog for each other language, read
when it is first needed. The language in force is a context variable: whatever runs for one interaction, tasks and
threads begun there included, speaks one language (see `bot/chat/transport/languages.py`).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from typing import Final

LANGUAGES: Final = {
    "en": "English",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "it": "Italiano",
    "nl": "Nederlands",
    "pt": "Português",
}
"""The languages it speaks: ISO 639-1 code to the language's own name. Portuguese is Brazil's, as in Discord."""

CATALOGS: Final = Path(__file__).parent / "catalogs"

_language: ContextVar[str] = ContextVar("language", default="en")
_public: ContextVar[str] = ContextVar("public language", default="en")


def language() -> str:
    """The language in force, a code of `LANGUAGES`; English where none was chosen (the log)."""
    return _language.get()


@contextmanager
def speaking(language: str, public: str | None = None) -> Iterator[None]:
    """Speaks `language` inside, and `public`, or the same, inside of `in_public`."""
    tokens = _language.set(language), _public.set(public or language)
    try:
        yield
    finally:
        _language.reset(tokens[0])
        _public.reset(tokens[1])


@contextmanager
def in_public(public: bool = True) -> Iterator[None]:
    """Speaks the server's language inside, for a message that everyone in a channel reads; nothing unless `public`."""
    token = _language.set(_public.get() if public else _language.get())
    try:
        yield
    finally:
        _language.reset(token)


def language_of(tag: str) -> str | None:
    """The language of a locale such as "es-419" or "pt-BR"; None where the bot does not speak it."""
    code = tag.replace("_", "-").partition("-")[0].lower()
    return code if code in LANGUAGES else None


def _(message: str) -> str:
    """`message`, which is English, in the language in force; as it is where the catalog does not have it."""
    return translated(message, _language.get())


def ngettext(one: str, many: str, count: int) -> str:
    """The form of the sentence for so many, in the language in force; `{count}` in it is left to the caller."""
    spoken = _language.get()
    if spoken == "en":
        return one if count == 1 else many
    return catalog(spoken).ngettext(one, many, count)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name
    """`message` as it is: marks a constant for the catalogs, which `_` translates where it is used."""
    return message


def translated(message: str, language: str) -> str:
    """`message` in a language of `LANGUAGES`; as it is where the catalog does not have it."""
    return message if language == "en" or not message else catalog(language).gettext(message)


@cache
def catalog(language: str) -> GNUTranslations:
    """The catalog of a language other than English."""
    return GNUTranslations(io.BytesIO(compiled(language)))


@cache
def compiled(language: str) -> bytes:
    """The catalog of a language other than English in gettext's binary form, made in memory from its `.po` file."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - `ask` in the terminal starts without it
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with (CATALOGS / f"{language}.po").open("rb") as file:
        read = read_po(file, locale=language)
    made = io.BytesIO()
    write_mo(made, read)
    return made.getvalue()


def load_catalogs() -> None:
    """Reads every catalog: a tenth of a second, not for the event loop."""
    for code in LANGUAGES:
        if code != "en":
            catalog(code)
