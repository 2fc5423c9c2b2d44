"""The folder on this machine for an archive's index, and the engine over it."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

from bot.search import EMBEDDED, Analyzer, Engine, EngineConfig, create_engine


def index_folder(corpus: Path, data: Path, language: str, config: EngineConfig = EMBEDDED) -> Path:
    """A folder of its own in `data` for each archive (corpus folder, or archive on a server) and language."""
    identity = f"{config.location(corpus)}\0{language}".encode("utf-8", "surrogatepass")
    return data / "index" / blake2b(identity, digest_size=6).hexdigest()


def engine_for(root: Path, language: str, config: EngineConfig) -> Engine:
    """The engine over `root`, which `index_folder` has named."""
    return create_engine(config, root, Analyzer(language))
