"""Every number that the answers depend on, with its reason. Measured ones: `python -m tests.benchmarks ablation`."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature of a window adds to its score (`bot.answers.features` says what each one is)."""

    article: float = 2.9
    cover: float = 2.8
    reach: float = 1.6
    bigrams: float = 1.4
    early: float = 3.1
    passage: float = 1.3
    fresh: float = 0.95
    typed: float = 1.0
    length: float = 0.65
    pronoun: float = -0.1
    unbalanced: float = -0.44


@dataclass(frozen=True, slots=True)
class Tuning:
    """Parameters of the answers room. The defaults are what `make bench` was run with."""

    characters: int = 400  # longest excerpt: what an asker reads at a glance
    passages: int = 60  # ranked passages looked at
    candidates: int = 8  # best articles whose sentences are looked at
    recency: float = 1.0  # score x (1 + recency e^(-age/recency_days)) for articles dated up to the day of asking
    recency_days: float = 30.0
    soft_dates: float = 1.25  # score x this inside a phrase that prefers ("this week"), measured with the dates room
    words: int = 60  # distinct terms of a question that are searched for: the rarest
    question_characters: int = 2_000  # of a question that are read at all
    others: int = 6  # further slices of an article that are offered
    answered: float = 0.62  # share of the question's weight that an excerpt must hold together to answer it
    unsure: float = 0.15  # below this share nothing is shown
    alike: float = 0.75  # share of common words above which two articles are the same news
    weights: Weights = field(default_factory=Weights)
