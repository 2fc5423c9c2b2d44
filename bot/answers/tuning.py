"""Every number that the answers depend on, with its reason. Measured ones: `python -m tests.benchmarks ablation`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each feature in the linear score of a window.

    `features` and `redundancy` in `bot.answers.candidates` compute the features.

    Fitted on weekly quizzes and archive questions together; `article_length` and `adjacent_terms` are set by hand, as
    short questions to a small archive need. All features but the
    marked ones are shares between 0 and 1.
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
    has_answer: float = 3.41  # 1 where there is a possible answer
    possible_answers: float = 0.73  # possible answers, up to six
    typical_proximity: float = 1.08  # `answer_proximity` of a full name, a month, a number beside what it counts
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


MEANS: Mapping[str, float] = {
    "coverage": 0.612,
    "best_coverage": 0.636,
    "article_coverage": 0.704,
    "frequency": 0.664,
    "names_together": 0.794,
    "best_names": 0.852,
    "words_together": 0.407,
    "answer_proximity": 0.283,
    "typical_proximity": 0.148,
    "answer_sentence": 0.421,
    "has_answer": 0.995,
    "adjacent_terms": 0.134,
    "margin": 0.296,
    "agreement": 0.354,
    "unknown_words": 0.015,
    "question_length": 2.184,
    "fresh": 0.093,
    "stale": 0.08,
    "asks_for_news": 0.121,
    "untyped": 0.237,
}


@dataclass(frozen=True, slots=True)
class VerdictWeights:
    """The logistic model of the verdict: what each evidence feature adds to the log-odds, above its mean.

    Fitted on 205 archive questions (answerable, near misses, false premises, not covered), weekly quizzes, quizzes put
    to the archive as it was before them, and all of these without the articles that answer. Features named as in
    `Weights` are those of the best window.
    """

    coverage: float = 2.05  # `Weights.coverage` of the best window
    best_coverage: float = -0.65  # the largest coverage of the three
    article_coverage: float = -0.63
    frequency: float = 1.19  # `Weights.frequency` of the best window
    names_together: float = -0.07
    best_names: float = 1.46  # the largest `names_together` of the three
    words_together: float = 0.8
    answer_proximity: float = -0.1
    typical_proximity: float = 0.61
    answer_sentence: float = -0.59
    has_answer: float = 5.5
    adjacent_terms: float = -1.28
    margin: float = 1.3  # how far the best article is ahead of the next
    agreement: float = 0.43  # `Weights.redundancy` of the best window, of the most that counts
    unknown_words: float = -8.47  # weight of words that the archive has never met, of all
    question_length: float = 0.73  # logarithm of its terms
    fresh: float = 1.16  # 1 where the best article is of the week before asking
    stale: float = -1.1  # 1 where the question asks for news and the best article is older than 45 days
    asks_for_news: float = -0.04  # 1 where it does
    untyped: float = -0.49  # 1 where the question does not tell the kind of answer
    bias: float = -1.63  # log-odds where every feature has its mean
    means: Mapping[str, float] = field(default_factory=lambda: MEANS)


@dataclass(frozen=True, slots=True)
class Tuning:
    """Parameters of the answers room. The defaults are what `make bench` was run with."""

    lead_characters: int = 600  # longest first excerpt
    excerpt_characters: int = 250  # longest of the others: a sentence or two
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
    further_excerpts: int = 6  # further slices of an article that are offered
    vote_sharpness: float = 0.5  # how much more a better window's words count in the vote: e^(sharpness x score)
    unsure_coverage: float = 0.15  # below this share nothing is shown
    modelled_passages: int = 5_000  # from here on the verdict is the model's: it was fitted on large archives
    answered: float = 0.3  # probability from which the excerpts of a large archive are said to answer
    unsure: float = 0.09  # probability below which nothing of it is shown
    answered_coverage: float = 0.62  # share of the question's weight that an excerpt must hold together to answer it
    relevant_coverage: float = 0.25  # below this share of the question's weight an excerpt is left out of an answer
    duplicate_similarity: float = 0.75  # share of common words above which two articles are the same news
    weights: Weights = field(default_factory=Weights)
    verdict: VerdictWeights = field(default_factory=VerdictWeights)
