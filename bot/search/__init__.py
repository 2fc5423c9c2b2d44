"""Articles to passages to an index to ranked passages."""

from bot.search.analysis.analyzer import Analyzer, Token
from bot.search.embedded.builder import build
from bot.search.embedded.config import EMBEDDED, EmbeddedConfig
from bot.search.embedded.engine import EmbeddedEngine
from bot.search.embedded.index import EmbeddedIndex, open_index
from bot.search.engines import EngineConfig, config_from_json, config_to_json, create_engine, engine_config
from bot.search.parameters import IndexParameters
from bot.search.protocols import GRACE, Edition, Engine, Index, Matches, Query, Word, Words
from bot.search.storage.generations import generations, sweep, verify

__all__ = [
    "EMBEDDED",
    "GRACE",
    "Analyzer",
    "Edition",
    "EmbeddedConfig",
    "EmbeddedEngine",
    "EmbeddedIndex",
    "Engine",
    "EngineConfig",
    "Index",
    "IndexParameters",
    "Matches",
    "Query",
    "Token",
    "Word",
    "Words",
    "build",
    "config_from_json",
    "config_to_json",
    "create_engine",
    "engine_config",
    "generations",
    "open_index",
    "sweep",
    "verify",
]
