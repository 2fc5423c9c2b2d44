"""Words that, at the beginning of a sentence, lean on the sentence before: "He said so.", "But it was not enough."."""

from __future__ import annotations

from bot.language.words import word_set

LEANING: dict[str, frozenset[str]] = {
    "english": word_set(
        "he she it they this that these those his her its their but and so or yet however also there then"
    ),
    "german": word_set(
        "er sie es dies diese dieser dieses diesem diesen sein seine ihr ihre aber doch und so jedoch dort da dann"
    ),
    "french": word_set(
        "il elle ils elles ce cet cette ces c cela son sa ses leur leurs mais et donc ainsi cependant pourtant là"
    ),
    "spanish": word_set(
        "él ella ellos ellas esto este esta estos estas eso ese esa su sus pero y así allí entonces también"
    ),
    "italian": word_set(
        "egli lui lei essi loro questo questa questi queste quello quella ciò suo sua suoi sue ma e così però allora lì"
    ),
    "dutch": word_set("hij zij ze dit dat deze die zijn haar hun maar en dus toch daar dan ook"),
    "portuguese": word_set(
        "ele ela eles elas isto isso este esta estes estas esse essa seu sua seus suas mas e assim porém lá então"
    ),
}
