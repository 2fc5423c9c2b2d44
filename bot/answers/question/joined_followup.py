"""Follow-ups in other languages than English: searched for together with the question before.

No pronoun is replaced by a name here. A question that says too little alone ("Und wann?", "¿Cuándo murió?", "Quelle est
sa taille ?") is joined with the one before, as English ones are where no single name can be meant. In doubt it is taken
as complete. Of a language without a table, only questions that are all stop words are joined.
"""

from __future__ import annotations

from typing import Final

from bot.answers.question.question_words import ALL_NOUNS_CAPITAL, ASKING, frame_words
from bot.language.words import word_set
from bot.search import Analyzer

_PRONOUNS: Final = {
    "german": word_set(
        "er sie es ihn ihm ihnen sein seine seinen seiner seines ihr ihre ihren ihrer ihres dort dessen deren"
    ),
    "french": word_set("il elle ils elles lui leur leurs son sa ses"),
    "spanish": word_set("él ella ellos ellas su sus allí eso"),
    "italian": word_set("lui lei loro egli ella essi esse suo sua suoi sue lì ciò"),
    "dutch": word_set("hij zij ze hem haar hen hun zijn ervan"),
    "portuguese": word_set("ele ela eles elas dele dela deles delas seu sua seus suas isso lá"),
}
_OPENERS: Final = {
    "german": word_set("und aber oder also dann"),
    "french": word_set("et mais ou alors"),
    "spanish": word_set("y e pero o entonces"),
    "italian": word_set("e ed ma o allora"),
    "dutch": word_set("en maar of dus dan"),
    "portuguese": word_set("e mas ou então"),
}
# Question words that are stop words as well.
_ALSO_ASKING: Final = {
    "german": word_set("wer wie was wo"),
    "french": word_set("qui que où quoi"),
    "spanish": word_set("qué que quien cuando donde como"),
    "italian": word_set("chi che cosa quando come"),
    "dutch": word_set("wie wat"),
    "portuguese": word_set("quem que quando como"),
}
_NONE: Final[frozenset[str]] = frozenset()


def leans_on_the_one_before(question: str, analyzer: Analyzer) -> bool:
    """Whether `question`, without its date phrase, says too little to be searched for alone."""
    language = analyzer.language
    words = analyzer.words(question)
    lower = [word.lower() for word in words]
    asking = ASKING.get(language, _NONE)
    frames = frame_words(language)
    own = [
        number
        for number, word in enumerate(words)
        if lower[number] not in asking and lower[number] not in frames and analyzer.terms(word)
    ]
    if not own:
        return bool(words)
    capitals = language not in ALL_NOUNS_CAPITAL
    named = any(words[number][0].isdigit() or (capitals and number and words[number][0].isupper()) for number in own)
    if len(own) > 1 or named:
        return False
    before = lower[own[0] - 1] if own[0] else ""
    pronouns = _PRONOUNS.get(language, _NONE) & set(lower)
    opened = lower[0] in _OPENERS.get(language, _NONE)
    return bool(pronouns) or opened or before in asking | _ALSO_ASKING.get(language, _NONE)
