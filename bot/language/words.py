"""Vocabularies as they are easiest to read and to change."""

from __future__ import annotations


def listed(words: str) -> frozenset[str]:
    """A vocabulary as it is easiest to read and to change: words with spaces between."""
    return frozenset(words.split())
