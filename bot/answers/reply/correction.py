"""One sure typing error of a question, corrected: "Beagel 2" is searched for as "Beagle 2"."""

from __future__ import annotations

import re

from bot.answers.reply.advice import stand_together
from bot.answers.reply.spelling import Speller, visible_to
from bot.model import Answer, Question, Verdict
from bot.search import Index

_SHORTEST = 5  # letters: a shorter word is one edit from too many others


def sure_correction(index: Index, question: Question, reply: Answer) -> str:
    """The question with its one unknown word replaced; empty where that is not sure.

    Sure is a single word that the archive lacks, with a single other word within reach, and an article that holds the
    corrected words together.
    """
    if question.as_typed or reply.verdict is Verdict.ANSWERED or len(reply.missing) != 1:
        return ""
    word = reply.missing[0]
    if len(word) < _SHORTEST:
        return ""
    near = Speller(index.words(), index.analyzer.language).suggest(
        word, visible=visible_to(index, question.server), limit=2
    )
    if len(near) != 1 or " " in near[0]:
        return ""
    text = re.sub(rf"\b{re.escape(word)}\b", near[0], question.text)
    return text if text != question.text and stand_together(index, question, text) else ""
