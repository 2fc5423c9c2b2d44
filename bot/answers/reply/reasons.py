"""How sure an answer is, in words for people: its probability, and what moved that most, in log-odds."""

from __future__ import annotations

from typing import Final

from bot.language.figures import say_number, say_share
from bot.language.interface import N_, _
from bot.model import Answer

_MOST, _LEAST = 5, 0.05  # reasons that are told; log-odds of one worth telling

# What the features of the evidence tell together: those of one group are correlated, so their sum alone means much.
_GROUPS: Final = {
    N_("the question's words held together"): (
        "coverage best_coverage article_coverage frequency words_together adjacent_terms answer_sentence "
        "held_together held_in_few"
    ),
    N_("names held in one sentence"): "names_together best_names",
    N_("a possible answer close by"): "answer_proximity typical_proximity has_answer asked_number untyped",
    N_("lead over the next article"): "margin",
    N_("agreement of other articles"): "agreement",
    N_("words that the archive lacks"): "unknown_words",
    N_("how new the article is"): "fresh stale asks_for_news",
    N_("length of the question"): "question_length",
    N_("size of the archive"): "archive_size",
}
GROUP_OF: Final = {feature: said for said, features in _GROUPS.items() for feature in features.split()}


def moved_by(answer: Answer) -> list[tuple[str, float]]:
    """What moved the answer's probability: in words, and by how much in log-odds; strongest first."""
    sums = dict.fromkeys(_GROUPS, 0.0)
    for feature, value in answer.reasons:
        sums[GROUP_OF[feature]] += value
    strongest = sorted(sums.items(), key=lambda one: -abs(one[1]))[:_MOST]
    return [(_(said), value) for said, value in strongest if abs(value) >= _LEAST]


def probability_in_words(answer: Answer) -> str:
    """Such as "An answer is shown with a probability of 64%: names held in one sentence +1.2"; empty where unknown."""
    if not answer.reasons:
        return ""
    moved = [f"{said} {'+' if value > 0 else '−'}{say_number(abs(value), 1)}" for said, value in moved_by(answer)]
    said = _("An answer is shown with a probability of {share}").format(share=say_share(answer.probability))
    return f"{said}: {', '.join(moved)}" if moved else said
