"""Compounds: "Travebrücke" in the question, "Brücke über die Trave" in the article; Germanic languages only.

Only the question is changed, and only a word that no article has. It becomes the two words that it is made of, where
articles have both; or, with another word of the question, the compound that articles have ("kat van de molen":
"molenkat"); or a compound that it begins or ends, where that stands in an article with another word of the question
("Arbeiter", "Einbaum": "Torfarbeiter"). A word that articles have by itself, too, is not looked for in compounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.search import Index
from bot.search.analysis.analyzer import Token

# The letters between the parts of a compound, by language.
_LINKS: Final = {
    "german": ("", "s", "n", "en", "es", "er", "e"),
    "dutch": ("", "s", "en", "e"),
    "danish": ("", "s", "e"),
    "norwegian": ("", "s", "e"),
    "swedish": ("", "s", "e"),
}
_SHORTEST: Final = 4  # letters of a part; shorter ones are found in everything
_SHORTEST_PART: Final = 5  # letters of a word that is looked for in compounds
_ENDINGS: Final = ("s", "n", "en", "es", "er", "e")
_COMPOUNDS: Final = 20  # are tried, the most frequent first
_TRIED: Final = 3  # unknown words of a question that are looked at: one with more is about something else
_OTHERS: Final = 8  # words of a question that an unknown one may be joined with


def known_parts(index: Index, text: str, tokens: Sequence[Token], server: int | None) -> list[Token]:
    """`tokens` of `text` with the compounds that no article has replaced by what articles have."""
    links = _LINKS.get(index.analyzer.language)
    if links is None:
        return list(tokens)
    unknown = [one for one in tokens if not _known(index, one.term, server)][:_TRIED]
    others = [text[one.start : one.end].lower() for one in tokens[:_OTHERS]]
    found: list[Token] = []
    for token in tokens:
        parts: list[Token] = []
        if token in unknown:
            word = text[token.start : token.end].lower()
            parts = (
                _parts(index, word, token, links, server)
                or _compound(index, word, token, others, links, server)
                or _longer(index, word, token, tokens, server)
            )
        found.extend(parts or [token])
    return found


def _known(index: Index, term: str, server: int | None) -> bool:
    return bool(term) and index.frequency(term, server) > 0


def _parts(index: Index, word: str, token: Token, links: Sequence[str], server: int | None) -> list[Token]:
    """The two known words that `word` is made of; of several pairs, the one with the longest last word."""
    for cut in range(_SHORTEST, len(word) - _SHORTEST + 1):
        last = index.analyzer.term(word[cut:])
        if not _known(index, last, server):
            continue
        for link in links:
            first = index.analyzer.term(word[: cut - len(link)])
            if word[:cut].endswith(link) and cut - len(link) >= _SHORTEST and _known(index, first, server):
                middle = token.start + cut
                return [Token(first, token.start, middle - len(link)), Token(last, middle, token.end)]
    return []


def _compound(
    index: Index, word: str, token: Token, others: Sequence[str], links: Sequence[str], server: int | None
) -> list[Token]:
    """The compound of `word` and another word of the question."""
    for other in others:
        for link in links:
            for whole in (f"{other}{link}{word}", f"{word}{link}{other}"):
                term = index.analyzer.term(whole)
                if other != word and _known(index, term, server):
                    return [Token(term, token.start, token.end)]
    return []


def _longer(index: Index, word: str, token: Token, tokens: Sequence[Token], server: int | None) -> list[Token]:
    """The commonest compound with `word` that stands in an article with another word of the question."""
    beside = [one.term for one in tokens if one is not token and _known(index, one.term, server)]
    for ending in ("", *_ENDINGS):
        part = word.removesuffix(ending)
        if len(part) < _SHORTEST_PART or not word.endswith(ending):
            continue
        for compound in index.words().compounds(part, _SHORTEST)[:_COMPOUNDS]:
            if any(len(index.matching((compound.term, term), server, every=True).rows) for term in beside):
                return [Token(compound.term, token.start, token.end)]
    return []
