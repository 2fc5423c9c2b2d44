"""What of an answer is shown: short excerpts, those behind the first only where they nearly match its evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import takewhile

from bot.answers.reply.shortening import reports, shortened
from bot.model import Answer, Sort, Verdict

MOST_UNSURE = 2  # excerpts that are shown of an answer that is not sure
FIT_EXCERPTS = 3  # whoever wants more of them wants them also where they do not fit a phone's screen

# Of the first's score. Measured on 386 questions to an archive of 26,564 articles: 142 of the 148 answers among three
# short excerpts are kept, and 2.1 are shown. (By the words held, 0.7: 133 are kept, and 1.7 are shown.)
NEAR = 0.74
# A card of 900 pixels on a phone 400 pixels wide holds so many words, where each excerpt's date and button take as much
# room as some words.
_MOST_WORDS, _WORDS_OF_A_HEADING = 155, 25


def shown_excerpts(scores: Sequence[float], near: float = NEAR) -> int:
    """How many of the excerpts with these `scores` to show, in the order given: the first, and all that follow it
    without a break and have at least `near` times its score. 0 for none.

    `scores` grow with the evidence and are not negative.
    """
    least = near * scores[0] if scores else 0.0
    return sum(1 for _ in takewhile(lambda score: score >= least, scores))


def fitting(words: Sequence[int]) -> int:
    """How many quotes of so many `words` each, in the order given, fit on a phone's screen; the first always."""
    room = _MOST_WORDS
    for number, count in enumerate(words):
        room -= count + _WORDS_OF_A_HEADING
        if room < 0:
            return max(number, 1)
    return len(words)


def as_shown(answer: Answer, is_boilerplate: Callable[[str], bool]) -> tuple[Answer, int]:
    """The answer with short excerpts, as the card and the terminal show it, and how many of `answer`'s that deals with.

    Shown are those near the best that are more than boilerplate; of an unsure answer two.
    """
    excerpts, question = answer.excerpts, answer.question
    places = [place for place, one in enumerate(excerpts) if reports(one, is_boilerplate)] or list(range(len(excerpts)))
    places = places if answer.verdict is Verdict.ANSWERED else places[:MOST_UNSURE]
    if question.sort is Sort.RELEVANCE and not question.offset:
        short = shortened([excerpts[place] for place in places], is_boilerplate)
        near = shown_excerpts([max(one.score, 0.0) for one in short])
        fits = fitting([len(one.text.split()) for one in short]) if question.limit <= FIT_EXCERPTS else near
        places = places[: min(near, fits)]
    passed = places[-1] + 1 if places else 0
    if len(excerpts) > passed and not any(reports(one, is_boilerplate) for one in excerpts[passed:]):
        passed = len(excerpts)
    shown = shortened([excerpts[place] for place in places], is_boilerplate)
    return replace(answer, excerpts=shown, more=answer.more + len(excerpts) - passed), passed
