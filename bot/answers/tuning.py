"""Every number that the answers depend on, with its reason. Measured ones: `python -m tests.benchmarks ablation`."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature of a window adds to its score; `features` and `redundancy` in
    `bot.answers.candidates` compute them.

    Near what `python -m tests.benchmarks fitting` finds on news questions with known answers. All features but the
    marked ones are shares between 0 and 1.
    """

    article: float = 2.63  # score of the article's best passage, of the best of all
    reach: float = 2.1  # weight of the question's terms in the title and all that was read of the article, of all
    fresh: float = 2.2  # 1 where the article is of the week before the day of asking
    cover: float = 2.8  # the same as `reach` in the window and the title
    pairs: float = 1.8  # neighbours in the question that stand together here too, of all such pairs
    early: float = 0.8  # 1 at the article's beginning, half at a paragraph's distance
    answering: float = 3.4  # how close to the question's terms a name or number stands that could be the answer
    names: float = 0.8  # names and numbers that the question has not, up to twenty
    leaning: float = -0.3  # begins with "he", "this", "but": wants the sentence before
    unbalanced: float = -0.12  # a quotation mark or bracket without its partner
    chorus: float = 0.25  # the eight words that other articles' best windows most have in common with it; no share

    def table(self) -> tuple[float, ...]:
        """The weights in the order of `bot.answers.candidates.features.FEATURES`."""
        return tuple(getattr(self, name) for name in self.__slots__)


@dataclass(frozen=True, slots=True)
class Tuning:
    """Parameters of the answers room. The defaults are what `make bench` was run with."""

    characters: int = 400  # longest excerpt: what an asker reads at a glance
    passages: int = 60  # ranked passages looked at
    read: int = 20  # best passages that are read, with their paragraphs, beside the best one of each article
    candidates: int = 6  # best articles whose sentences are looked at
    voting: int = 4  # best windows of each article that vote for their words
    recency: float = 0.5  # score x (1 + recency e^(-age/recency_days)) for articles dated up to the day of asking
    recency_days: float = 30.0
    soft_dates: float = 1.25  # score x this inside a phrase that prefers ("this week"), measured with the dates room
    follows: float = 1.5  # score x this for articles that the question before was answered from
    words: int = 60  # distinct terms of a question that are searched for: the rarest
    message: int = 500  # longer texts are messages: only their question sentences are read
    question_characters: int = 2_000  # of a question that are read at all
    others: int = 6  # further slices of an article that are offered
    sharpness: float = 0.5  # how much more a better window's words count in the vote: e^(sharpness x score)
    judged: int = 3  # best excerpts that the verdict is on
    answered: float = 0.62  # share of the question's weight that an excerpt must hold together to answer it
    unsure: float = 0.15  # below this share nothing is shown
    relevant: float = 0.25  # below this share of the question's weight an excerpt is left out of an answer
    alike: float = 0.75  # share of common words above which two articles are the same news
    weights: Weights = field(default_factory=Weights)
