"""Word lists as they are easiest to read and to change."""

from __future__ import annotations


def word_set(words: str) -> frozenset[str]:
    """The distinct words of a list that is separated by white space."""
    return frozenset(words.split())
