"""Articles to passages to an index to ranked passages."""

from bot.search.analysis.analyzer import Analyzer, Token
from bot.search.embedded.engine import Embedded
from bot.search.embedded.index import Generation, open_generation
from bot.search.index_protocols import Index, Matches, Query, Word, Words
from bot.search.indexing.builder import Scoring, build
from bot.search.protocols import Edition, Engine
from bot.search.storage.generations import generations, sweep, verify

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
