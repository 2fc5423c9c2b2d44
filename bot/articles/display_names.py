"""File names as they may stand in a log line, a list or a message: one line, no control or direction marks."""

from __future__ import annotations

import unicodedata

_HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def shown(name: str) -> str:
    r"""`name` with every control, direction or undecodable character written out, as in "a\nb" or "\u202e".

    A backslash is doubled, so two names never look the same. Most names come back as they are.
    """
    if name.isascii() and name.isprintable() and "\\" not in name:
        return name
    return "".join(map(_shown_character, name))


def _shown_character(character: str) -> str:
    if character == "\\":
        return "\\\\"
    if unicodedata.category(character) not in _HIDDEN:
        return character
    if "\udc80" <= character <= "\udcff":  # a byte of a name that is not UTF-8
        return f"\\x{ord(character) - 0xDC00:02x}"
    return character.encode("unicode_escape").decode("ascii")
