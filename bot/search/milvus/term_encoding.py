"""Our terms as words that no tokenizer changes, and passages as the text that Milvus counts them in.

Milvus's `standard` tokenizer keeps runs of ASCII letters and digits whole; of other scripts it would cut or fold some.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

_MARK = "zq"  # opens a word that stands for another
_LONGEST = 60  # characters of a term that are sent as they are


@lru_cache(maxsize=1 << 16)
def encoded_term(term: str) -> str:
    """The term in lower-case ASCII letters and digits; different ones for different terms."""
    plain = term.isascii() and term.isalnum() and term == term.lower()
    if plain and len(term) <= _LONGEST and not term.startswith(_MARK):
        return term
    content = term.encode("utf-8", "surrogatepass")
    short = len(content) <= _LONGEST // 2
    return _MARK + (content.hex() if short else "h" + blake2b(content, digest_size=16).hexdigest())


def number_of(source: str) -> int:
    """A source as a number that a filter can name, whatever stands in it."""
    return int.from_bytes(blake2b(source.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)
