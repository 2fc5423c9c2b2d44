"""Words that, at the beginning of a sentence, lean on the sentence before: "He said so.", "But it was not enough."."""

from __future__ import annotations

from bot.language.words import word_set

LEANING: dict[str, frozenset[str]] = {
    "english": word_set(
        "he she it they this that these those his her its their but and so or yet however also there then"
    ),
}
