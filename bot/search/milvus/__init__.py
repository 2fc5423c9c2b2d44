"""Milvus as a second engine behind the same interface: an archive that outgrows one machine, shared by many bots.

Milvus holds the passages (their terms, and what may be filtered by) and the articles' texts; its BM25 finds candidates,
rank-bm25's formula orders them. Each process keeps an article table of the generation it answers from: headings and
counts, without a word of text. The files mirror those of `bot.search.embedded`.
"""

from bot.search.milvus.client import Server
from bot.search.milvus.config import MilvusConfig
from bot.search.milvus.engine import MilvusEngine, check_up

__all__ = ["MilvusConfig", "MilvusEngine", "Server", "check_up"]
