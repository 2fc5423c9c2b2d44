"""Every number that the answers depend on, with its reason. Measured ones: `python -m tests.benchmarks ablation`."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each feature in the linear score of a window.

    `features` and `redundancy` in `bot.answers.candidates` compute the features.

    Near what `python -m tests.benchmarks fitting` finds on news questions with known answers. All features but the
    marked ones are shares between 0 and 1.
    """

    retrieval: float = 2.0  # BM25 score of the article's best passage over that of the best passage of all
    article_rank: float = 0.0  # reciprocal of the article's rank by its best passage
    article_coverage: float = 2.0  # weight of the question's terms in the article and its title, over that of all
    title_coverage: float = 0.7  # the same in the title
    recent_asked: float = 1.5  # falls from 1 on the day of asking over a month, where the question asks for news
    fresh_asked: float = 1.3  # 1 within a week, where the question asks for news
    recent_lift: float = 1.5  # `recent` times how much the best passages are newer than the archive (see recency.py)
    fresh_lift: float = 1.3  # the same with `fresh`
    article_length: float = -1.0  # logarithm of the article's terms over that of 5,000
    coverage: float = 2.0  # weight of the question's terms in the window and the title, over that of all
    coverage_squared: float = 0.0
    frequency: float = 0.7  # as `coverage`, saturating with how often each term is there: BM25's formula
    answer_proximity: float = 1.6  # how close to the question's terms a possible answer stands
    has_answer: float = 1.0  # 1 where there is a possible answer
    possible_answers: float = 0.7  # possible answers, up to six
    typical_proximity: float = 1.3  # `answer_proximity` of a full name, a month, a number beside what it counts
    answer_sentence: float = 0.5  # the best coverage of a sentence with a possible answer
    adjacent_terms: float = 0.0  # neighbours in the question that stand together here too, of all such pairs
    names_together: float = 0.4  # weight of the names and numbers in one sentence (with the title), of all of them
    words_together: float = 0.6  # the same of all other terms, the title aside
    opening: float = 0.5  # 1 at the article's beginning
    new_names: float = 0.5  # names and numbers that the question has not, up to twenty
    dependent: float = -0.1  # begins with "he", "this", "but": wants the sentence before
    passage_rank: float = 0.8  # reciprocal rank of the ranked passage that the window lies in
    coverage_before: float = 0.7  # coverage of the sentence before
    coverage_after: float = -0.7  # coverage of the sentence after
    length: float = 2.3  # characters, of the most there may be
    redundancy: float = 0.25  # the eight words that other articles' best windows most have in common with it; no share

    def vector(self) -> tuple[float, ...]:
        """The weights in the order of `bot.answers.candidates.features.FEATURES`."""
        return tuple(getattr(self, name) for name in self.__slots__)


@dataclass(frozen=True, slots=True)
class VerdictWeights:
    """The logistic model of the verdict."""

    best_coverage: float = 1.0
    unknown_words: float = -1.0
    bias: float = 0.0
    means: dict[str, float] = field(default_factory=lambda: {"best_coverage": 0.5, "unknown_words": 0.0})


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
    answered: float = 0.5  # probability from which the excerpts are said to answer
    unsure: float = 0.1  # probability below which nothing is shown
    relevant_coverage: float = 0.25  # below this share of the question's weight an excerpt is left out of an answer
    duplicate_similarity: float = 0.75  # share of common words above which two articles are the same news
    weights: Weights = field(default_factory=Weights)
    verdict: VerdictWeights = field(default_factory=VerdictWeights)
