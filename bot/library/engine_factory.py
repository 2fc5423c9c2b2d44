"""Which engine holds a corpus, and where this machine keeps what belongs to it."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

from bot.search import Analyzer, Embedded, Engine
from bot.search.milvus import Address, Milvus


def index_folder(corpus: Path, data: Path, language: str, milvus: Address | None = None) -> Path:
    """A folder of its own in `data` for each corpus and language; with Milvus, for each archive there and language."""
    place = f"{milvus.host}\0{milvus.collection}" if milvus else str(corpus.resolve())
    name = blake2b(f"{place}\0{language}".encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    return data / "index" / name


def engine_for(root: Path, language: str, milvus: Address | None) -> Engine:
    """The engine over `root`, which `index_folder` has named."""
    analyzer = Analyzer(language)
    return Milvus(milvus, root, analyzer) if milvus else Embedded(root, analyzer)
