"""An error's sentence in the language in force."""

from __future__ import annotations

from datetime import date

from bot.errors import ClippingsError
from bot.language.dates_in_words import say_day
from bot.language.figures import say_number
from bot.language.interface import _, ngettext


def in_words(error: ClippingsError) -> str:
    """The error's sentence in the language in force, in English where the catalog does not have it."""
    if isinstance(error.template, str):
        template = _(error.template)
    else:
        one, many = error.template
        template = ngettext(one, many, int(str(error.fields["count"])))
    fields = {name: _said(value) for name, value in error.fields.items()}
    return template.format(**fields) if fields else template


def _said(value: object) -> object:
    if isinstance(value, date):
        return say_day(value)
    return say_number(value) if isinstance(value, int) else value
