"""Articles to passages to an index to ranked passages."""

from bot.search.analysis import Analyzer, Token
from bot.search.building import Scoring, build
from bot.search.embedded import Embedded
from bot.search.engine import Edition, Engine
from bot.search.folders import generations, sweep, verify
from bot.search.generation import Generation, open_generation
from bot.search.index import Index, Matches, Query, Word, Words

__all__ = [
    "Analyzer",
    "Edition",
    "Embedded",
    "Engine",
    "Generation",
    "Index",
    "Matches",
    "Query",
    "Scoring",
    "Token",
    "Word",
    "Words",
    "build",
    "generations",
    "open_generation",
    "sweep",
    "verify",
]
