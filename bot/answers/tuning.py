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

    retrieval: float = 2.63  # BM25 score of the article's best passage over that of the best passage of all
    article_coverage: float = 2.1  # weight of the question's terms in the title and the text read, over that of all
    freshness: float = 2.2  # 1 where the article is of the week before the day of asking
    coverage: float = 2.8  # the same as `article_coverage`, in the window and the title
    adjacent_terms: float = 1.8  # neighbours in the question that stand together here too, of all such pairs
    position: float = 0.8  # 1 at the article's beginning, half at a paragraph's distance
    answer_proximity: float = 3.4  # how close to the question's terms a name or number stands that could be the answer
    new_names: float = 0.8  # names and numbers that the question has not, up to twenty
    dependent: float = -0.3  # begins with "he", "this", "but": wants the sentence before
    unbalanced: float = -0.12  # a quotation mark or bracket without its partner
    redundancy: float = 0.25  # the eight words that other articles' best windows most have in common with it; no share

    def vector(self) -> tuple[float, ...]:
        """The weights in the order of `bot.answers.candidates.features.FEATURES`."""
        return tuple(getattr(self, name) for name in self.__slots__)


@dataclass(frozen=True, slots=True)
class Tuning:
    """Parameters of the answers room. The defaults are what `make bench` was run with."""

    excerpt_characters: int = 400  # longest excerpt: what an asker reads at a glance
    ranked_passages: int = 60  # ranked passages looked at
    passages_read: int = 20  # best passages that are read, with their paragraphs, beside the best one of each article
    candidates: int = 6  # best articles whose sentences are looked at
    voting_windows: int = 4  # best windows of each article that vote for their words
    recency: float = 0.5  # score x (1 + recency e^(-age/recency_days)) for articles dated up to the day of asking
    recency_days: float = 30.0
    preferred_dates_boost: float = 1.25  # score x this for a date that the question prefers ("this week")
    followup_boost: float = 1.5  # score x this for articles that the question before was answered from
    question_terms: int = 60  # distinct terms of a question that are searched for: the rarest
    message_characters: int = 500  # longer texts are messages: only their question sentences are read
    question_characters: int = 2_000  # of a question that are read at all
    further_excerpts: int = 6  # further slices of an article that are offered
    vote_sharpness: float = 0.5  # how much more a better window's words count in the vote: e^(sharpness x score)
    verdict_excerpts: int = 3  # best excerpts that the verdict is on
    answered_coverage: float = 0.62  # share of the question's weight that an excerpt must hold together to answer it
    unsure_coverage: float = 0.15  # below this share nothing is shown
    relevant_coverage: float = 0.25  # below this share of the question's weight an excerpt is left out of an answer
    duplicate_similarity: float = 0.75  # share of common words above which two articles are the same news
    weights: Weights = field(default_factory=Weights)
