"""Which words a language has, inflected forms included, by the word lists that pyspellchecker brings.

Its own class reads a list into a dict of counts, which takes half a second and 65 MB in German. The counts are not used
here: the file is kept as it is, JSON with a word a line, and searched.
"""

from __future__ import annotations

import gzip
import json
from functools import cache
from importlib.resources import files
from typing import Final

_LISTS: Final = {
    "arabic": "ar",
    "dutch": "nl",
    "english": "en",
    "french": "fr",
    "german": "de",
    "italian": "it",
    "portuguese": "pt",
    "russian": "ru",
    "spanish": "es",
}


def in_dictionary(word: str, language: str) -> bool:
    """Whether `language` has the word; False for a language without a word list.

    The first call for a language unpacks its list, in 10 to 40 ms and 2 to 8 MB; a call takes 1 to 5 ms.
    """
    if language not in _LISTS:
        return False
    key = json.dumps(word.lower(), ensure_ascii=False)
    return f"\n{key}:".encode("utf-8", "surrogatepass") in _word_list(language)


@cache
def _word_list(language: str) -> bytes:
    packed = files("spellchecker") / "resources" / f"{_LISTS[language]}.json.gz"
    return gzip.decompress(packed.read_bytes())
