"""What moved the verdict, told in words."""

from __future__ import annotations

from datetime import date

from bot.answers.reply.reasons import GROUP_OF, moved_by, probability_in_words
from bot.answers.tuning import EVIDENCE
from bot.model import Answer, Question, Verdict

BLANK = Answer(Question("Who?", date(2024, 1, 1)), Verdict.UNSURE)


def test_every_feature_of_the_evidence_has_words() -> None:
    assert GROUP_OF.keys() == EVIDENCE.keys()


def test_the_strongest_comes_first_and_what_moved_nothing_is_left_out() -> None:
    answer = Answer(
        BLANK.question,
        Verdict.ANSWERED,
        probability=0.64,
        reasons=(("margin", -1.24), ("names_together", 0.9), ("best_names", 0.8), ("archive_size", 0.01)),
    )
    assert [said for said, _ in moved_by(answer)] == ["names held in one sentence", "lead over the next article"]
    assert probability_in_words(answer) == (
        "An answer is shown with a probability of 64%: names held in one sentence +1.7, lead over the next article −1.2"
    )


def test_without_evidence_there_is_nothing_to_tell() -> None:
    assert probability_in_words(BLANK) == ""
