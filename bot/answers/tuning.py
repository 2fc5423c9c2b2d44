"""Every number that the answers depend on, with its reason. Measured ones: `python -m tests.benchmarks ablation`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each feature in the linear score of a window.

    `features` and `redundancy` in `bot.answers.candidates` compute the features.

    Fitted on weekly quizzes and archive questions together; `article_length`, `adjacent_terms` and `has_answer` are set
    by hand, as short questions to a small archive need. All features but the marked ones are shares between 0 and 1.
    """

    retrieval: float = 2.46  # BM25 score of the article's best passage over that of the best passage of all
    article_rank: float = 0.17  # reciprocal of the article's rank by its best passage
    article_coverage: float = 2.77  # weight of the question's terms in the article and its title, over that of all
    title_coverage: float = 0.31  # the same in the title
    recent: float = 1.59  # falls from 1 on the day of asking over a month, where recency matters (see recency.py)
    fresh: float = 1.18  # 1 within a week, where recency matters
    article_length: float = -3.0  # logarithm of the article's terms over that of 5,000
    coverage: float = 2.09  # weight of the question's terms in the window and the title, over that of all
    coverage_squared: float = -0.12
    frequency: float = 0.89  # as `coverage`, saturating with how often each term is there: BM25's formula
    answer_proximity: float = 1.66  # how close to the question's terms a possible answer stands
    has_answer: float = 1.5  # 1 where there is a possible answer
    possible_answers: float = 0.73  # possible answers, up to six
    typical_proximity: float = (
        1.08  # `answer_proximity` of a full name, a month or year, a sum, a number beside what it counts
    )
    answer_sentence: float = 0.84  # the best coverage of a sentence with a possible answer
    adjacent_terms: float = 1.0  # neighbours in the question that stand together here too, of all such pairs
    names_together: float = 0.94  # weight of the names and numbers in one sentence (with the title), of all of them
    words_together: float = 0.91  # the same of all other terms, the title aside
    opening: float = 0.93  # 1 at the article's beginning
    new_names: float = 0.12  # names and numbers that the question has not, up to twenty
    dependent: float = -0.75  # begins with "he", "this", "but": wants the sentence before
    passage_rank: float = 0.74  # reciprocal rank of the ranked passage that the window lies in
    coverage_before: float = 1.4  # coverage of the sentence before
    coverage_after: float = -0.37  # coverage of the sentence after
    length: float = 3.08  # characters, of the most there may be
    redundancy: float = 0.11  # the eight words that other articles' best windows most have in common with it; no share

    def vector(self) -> tuple[float, ...]:
        """The weights in the order of `bot.answers.candidates.features.FEATURES`."""
        return tuple(getattr(self, name) for name in self.__slots__)


class EvidenceWeights(NamedTuple):
    """A feature's mean, and what each step above it adds to the log-odds of the two models of the verdict."""

    mean: float
    answers: float  # that an answer is in the first three excerpts
    covers: float  # that the archive is about the topic


EVIDENCE: Mapping[str, EvidenceWeights] = {
    "coverage": EvidenceWeights(0.580, 4.21, 4.10),  # `Weights.coverage` of the best window
    "best_coverage": EvidenceWeights(0.595, -0.34, 2.45),  # the largest coverage of the three
    "article_coverage": EvidenceWeights(0.673, -1.67, 0.09),
    "frequency": EvidenceWeights(0.643, 1.07, 1.77),  # `Weights.frequency` of the best window
    "names_together": EvidenceWeights(0.742, 0.27, 0.72),
    "best_names": EvidenceWeights(0.802, 1.37, 0.56),  # the largest `names_together` of the three
    "words_together": EvidenceWeights(0.409, 0.82, -2.24),
    "answer_proximity": EvidenceWeights(0.279, -1.63, -3.83),
    "typical_proximity": EvidenceWeights(0.162, 1.50, 0.68),
    "answer_sentence": EvidenceWeights(0.417, 0.08, 1.41),
    "has_answer": EvidenceWeights(0.990, 3.87, 2.55),
    "adjacent_terms": EvidenceWeights(0.173, -0.92, -0.25),
    "margin": EvidenceWeights(0.340, 1.38, 2.85),  # how far the best article is ahead of the next
    "agreement": EvidenceWeights(0.324, 0.83, 2.89),  # `Weights.redundancy` of the best window, of the most that counts
    "unknown_words": EvidenceWeights(0.066, -1.63, -3.68),  # weight of words that the archive has never met, of all
    "question_length": EvidenceWeights(2.113, 0.28, 0.00),  # logarithm of its terms
    "fresh": EvidenceWeights(0.047, 1.01, 2.29),  # 1 where the best article is of the week before asking
    "stale": EvidenceWeights(0.068, -1.92, -0.90),  # 1 where news is asked for and the best article is over 45 days old
    "asks_for_news": EvidenceWeights(0.088, 0.26, 0.00),  # 1 where it does
    "untyped": EvidenceWeights(0.238, -0.13, 0.00),  # 1 where the question does not tell the kind of answer
    "archive_size": EvidenceWeights(10.669, -0.06, 0.00),  # logarithm of its passages
    "asked_number": EvidenceWeights(0.001, 0.96, 0.00),  # 1 with a number of the kind asked for, -1 without it
    "held_together": EvidenceWeights(
        0.455, -0.56, 0.66
    ),  # 1 where one excerpt has most of the question and all its names
    "held_in_few": EvidenceWeights(0.085, 2.09, 0.00),  # the same among few passages, where it is hardly chance
}
"""The models of the verdict; features named as in `Weights` are those of the best window.

Fitted by `python -m tests.benchmarks verdicts` on archives of 84 to 26,564 articles together: 205 archive questions
(answerable, near misses, false premises, not covered), weekly quizzes, quizzes put to the archive as it was before
them, all of these without the articles that answer, and questions and news quizzes put to the corpus that comes with
Clippings. What is no evidence of the topic, as a question's length, has no part in `covers`.
"""


@dataclass(frozen=True, slots=True)
class Tuning:
    """Parameters of the answers room. The defaults are what `make bench` was run with."""

    lead_characters: int = 600  # longest first excerpt
    excerpt_characters: int = 200  # longest of the others: a sentence or two
    core_characters: int = 420  # longest part of the first that is shown where room is short: 60 words
    ranked_passages: int = 100  # ranked passages looked at
    candidates: int = 10  # best articles whose sentences are looked at
    voting_windows: int = 4  # best windows of each article that vote for their words
    recency: float = 0.5  # of a question for news: score x (1 + recency e^(-age/recency_days)), dated up to its day
    recency_days: float = 30.0
    preferred_dates_boost: float = 1.25  # score x this for a date that the question prefers ("this week")
    followup_boost: float = 1.5  # score x this for articles that the question before was answered from
    question_terms: int = 60  # distinct terms of a question that are searched for: the rarest
    message_characters: int = 500  # longer texts are messages: only their question sentences are read
    question_characters: int = 2_000  # of a question that are read at all
    vote_sharpness: float = 0.5  # how much more a better window's words count in the vote: e^(sharpness x score)
    answered: float = 0.37  # probability from which the excerpts are said to answer
    covered: float = 0.22  # probability that the archive is about the topic, below which nothing is shown
    answered_coverage: float = 0.62  # share of the question's weight that an excerpt must hold together to answer it
    relevant_coverage: float = 0.25  # below this share of the question's weight an excerpt is left out of an answer
    duplicate_similarity: float = 0.75  # share of common words above which two articles are the same news
    seconds: float = 0.3  # CPU time that a question may take, after which it is answered from what has been read
    weights: Weights = field(default_factory=Weights)
    evidence: Mapping[str, EvidenceWeights] = field(default_factory=lambda: EVIDENCE)
    answers_bias: float = -1.71  # log-odds where every feature has its mean
    covers_bias: float = 0.89
