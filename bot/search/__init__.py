"""Articles to passages to an index to ranked passages."""

from bot.search.analysis.analyzer import Analyzer, Token
from bot.search.embedded.config import EMBEDDED, EmbeddedConfig
from bot.search.embedded.engine import EmbeddedEngine
from bot.search.embedded.index import Generation, open_generation
from bot.search.engines import EngineConfig, config_from_json, config_to_json, create_engine, engine_config
from bot.search.indexing.builder import Scoring, build
from bot.search.protocols import Edition, Engine, Index, Matches, Query, Word, Words
from bot.search.storage.generations import generations, sweep, verify

__all__ = [
    "EMBEDDED",
    "Analyzer",
    "Edition",
    "EmbeddedConfig",
    "EmbeddedEngine",
    "Engine",
    "EngineConfig",
    "Generation",
    "Index",
    "Matches",
    "Query",
    "Scoring",
    "Token",
    "Word",
    "Words",
    "build",
    "config_from_json",
    "config_to_json",
    "create_engine",
    "engine_config",
    "generations",
    "open_generation",
    "sweep",
    "verify",
]
