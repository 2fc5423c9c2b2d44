"""How well an archive answers questions whose answers are known, each asked as of its own day.

A record is `{"id", "question", "date", "answers": [...], "gold": [article ids]}`; `date` (ISO, the day of asking),
`answers` and `gold` may be missing, and then that question counts for less. An excerpt holds an answer when one of the
`answers` stands in its text or its title, upper and lower case and blanks aside. Answers shorter than four characters,
or of digits only, are left out: they are found by chance.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.answers.reply.answering import answer
from bot.answers.reply.export import as_json
from bot.answers.tuning import Tuning
from bot.language.figures import say_number, say_share
from bot.language.interface import N_, _
from bot.model import Answer, Excerpt, Question, Verdict
from bot.search import Index

SHOWN = 3  # excerpts that an asker sees
KEPT = 5  # excerpts that details hold, and the depth of the gold figures
_LEAST = 4  # characters of an answer that counts
_VERDICTS = {
    Verdict.ANSWERED.value: N_("verdict answered"),
    Verdict.UNSURE.value: N_("verdict unsure"),
    Verdict.NOTHING.value: N_("verdict nothing"),
}
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures over a set of questions; shares are between 0 and 1, times in milliseconds.

    `recall` at 1, 2 and 3 is over the `answerable` questions (with an answer that counts), `gold` in the first 3 and 5
    and `mrr` (of the first gold article in the first 5) over those `with_gold`, `verdicts` over all.
    """

    questions: int
    answerable: int
    with_gold: int
    recall: tuple[float, float, float]
    gold: tuple[float, float]
    mrr: float
    verdicts: dict[str, float]
    median_ms: float
    p95_ms: float

    def as_json(self) -> dict[str, object]:
        """The figures as one JSON object."""
        return {
            "questions": self.questions,
            "answerable": self.answerable,
            "with_gold": self.with_gold,
            "recall": {str(depth): round(share, 4) for depth, share in enumerate(self.recall, 1)},
            "gold": {"3": round(self.gold[0], 4), "5": round(self.gold[1], 4)},
            "mrr": round(self.mrr, 4),
            "verdicts": {name: round(share, 4) for name, share in self.verdicts.items()},
            "median_ms": round(self.median_ms, 2),
            "p95_ms": round(self.p95_ms, 2),
        }

    def rows(self) -> list[tuple[str, str]]:
        """The figures as rows of a table: what, and how much."""
        recall, gold = _("answer in the first {count}"), _("gold article in the first {count}")
        shares = [(recall.format(count=depth), share) for depth, share in enumerate(self.recall, 1)]
        golds = [(gold.format(count=depth), share) for depth, share in zip((SHOWN, KEPT), self.gold, strict=True)]
        answerable, with_gold = say_number(self.answerable), say_number(self.with_gold)
        return [
            (
                _("questions (with a known answer, with a gold article)"),
                f"{say_number(self.questions)} ({answerable}, {with_gold})",
            ),
            *((what, say_share(share, 1)) for what, share in (*shares, *golds)),
            (_("mean reciprocal rank of the gold article"), say_number(self.mrr, 3)),
            *((_(_VERDICTS[name]), say_share(share, 1)) for name, share in self.verdicts.items()),
            (
                _("median and 95th percentile"),
                f"{say_number(self.median_ms, 1)} ms, {say_number(self.p95_ms, 1)} ms",
            ),
        ]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question put to the archive: where its answer and its gold article were found, counted from 1; 0 for nowhere.

    `answerable` and `with_gold` say whether there was anything to find.
    """

    answer: Answer
    answer_at: int
    gold_at: int
    answerable: bool
    with_gold: bool


def evaluate(
    index: Index,
    questions: Iterable[dict[str, Any]],
    tuning: Tuning | None = None,
    *,
    today: date | None = None,
    on_answer: Callable[[dict[str, Any]], None] = lambda _details: None,
) -> Evaluation:
    """Asks every one of `questions`; `on_answer` is given the details of each as one JSON object.

    `today` is the day of asking of those that have none; it may only be missing when each has one.

    Raises:
        ValueError: a record without a question, or with a date that is none; the message is for a person.
    """
    outcomes = []
    for number, record in enumerate(questions, 1):
        outcome = evaluate_one(index, record, tuning or Tuning(), today=today, number=number)
        outcomes.append(outcome)
        on_answer(details(record, outcome, number))
    return summarize(outcomes)


def evaluate_one(
    index: Index, record: dict[str, Any], tuning: Tuning, *, today: date | None = None, number: int = 1
) -> Outcome:
    """Asks one question of a file, as of its own day."""
    text = record.get("question")
    if not isinstance(text, str) or not text.strip():
        raise ValueError(_('Question {number} has no "question" to ask.').format(number=number))
    reply = answer(index, Question(text, _day(record, today, number), limit=KEPT), tuning)
    known = countable_answers(record.get("answers") or ())
    gold = {str(one) for one in record.get("gold") or ()}
    return Outcome(
        reply,
        answer_at=_first(contains_answer(excerpt, known) for excerpt in reply.excerpts),
        gold_at=_first(excerpt.article.id in gold for excerpt in reply.excerpts),
        answerable=bool(known),
        with_gold=bool(gold),
    )


def details(record: dict[str, Any], outcome: Outcome, number: int = 1) -> dict[str, Any]:
    """One question's details: the form of `ask --json`, its `id`, and where its answer and gold article were found."""
    found = {"answer_at": outcome.answer_at, "gold_at": outcome.gold_at}
    return {"id": record.get("id", number), **as_json(outcome.answer), **found}


def countable_answers(answers: Iterable[object]) -> tuple[str, ...]:
    """Those of `answers` that count, in the form they are compared in."""
    forms = (normalized(str(one)).strip() for one in answers)
    return tuple(one for one in forms if len(one) >= _LEAST and not one.isdigit())


def normalized(text: str) -> str:
    """`text` as answers are compared: blanks and upper case aside."""
    return _BLANKS.sub(" ", text).casefold()


def contains_answer(excerpt: Excerpt, known: Sequence[str]) -> bool:
    """Whether one of the `countable_answers` answers stands in the excerpt or its title."""
    places = (normalized(excerpt.text), normalized(excerpt.article.title))
    return any(one in place for one in known for place in places)


def summarize(outcomes: Sequence[Outcome]) -> Evaluation:
    """The figures of `outcomes`."""
    answerable = [one for one in outcomes if one.answerable]
    golden = [one for one in outcomes if one.with_gold]
    verdicts = Counter(one.answer.verdict for one in outcomes)
    times = sorted(one.answer.took_ms for one in outcomes) or [0.0]
    return Evaluation(
        questions=len(outcomes),
        answerable=len(answerable),
        with_gold=len(golden),
        recall=(
            _share(1 <= one.answer_at <= 1 for one in answerable),
            _share(1 <= one.answer_at <= 2 for one in answerable),
            _share(1 <= one.answer_at <= SHOWN for one in answerable),
        ),
        gold=(
            _share(1 <= one.gold_at <= SHOWN for one in golden),
            _share(1 <= one.gold_at <= KEPT for one in golden),
        ),
        mrr=sum(1 / one.gold_at for one in golden if one.gold_at) / max(len(golden), 1),
        verdicts={verdict.value: verdicts[verdict] / max(len(outcomes), 1) for verdict in Verdict},
        median_ms=times[(len(times) - 1) // 2],
        p95_ms=times[min(len(times) - 1, int(len(times) * 0.95))],
    )


def _first(found: Iterable[bool]) -> int:
    return next((place for place, hit in enumerate(found, 1) if hit), 0)


def _share(found: Iterable[bool]) -> float:
    flags = list(found)
    return sum(flags) / max(len(flags), 1)


def _day(record: dict[str, Any], today: date | None, number: int) -> date:
    given = record.get("date")
    if not given and today is not None:
        return today
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        sentence = _('Question {number}: "date" must be the day of asking, as YYYY-MM-DD.')
        raise ValueError(sentence.format(number=number)) from None
