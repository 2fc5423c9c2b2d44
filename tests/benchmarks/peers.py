"""The engines that are measured. All index the same passages (title and text) under the same terms, and return ten.

Peers that bring no analysis of their own get ours, with every word stemmed once. tantivy and SQLite use their own
English stemmer, tantivy with our stop words. A passage is returned by whatever names it cheapest in that engine.
"""

from __future__ import annotations

import pickle
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from bot.model import Article
from bot.search import Analyzer, Query, build, generations, open_index
from bot.search.analysis.analyzer import WORD
from bot.search.analysis.passages import cut
from bot.search.analysis.stopwords import STOP_WORDS
from bot.search.bm25.okapi import Okapi

BEST = 10
Search = Callable[[str], Any]


@dataclass(frozen=True)
class Change:
    """One article of all has another text."""

    old: Article
    new: Article
    articles: Sequence[Article]


class Engine(Protocol):
    """One engine. Folders are its own; `build` starts from an empty one."""

    name: str
    slow: bool
    """Asked only a few questions."""

    def build(self, articles: Sequence[Article], folder: Path) -> None:
        """From raw text to files on disk."""

    def build_from_tokens(self, tokens: list[list[str]], folder: Path) -> None:
        """The same from lists of terms; in memory where the engine can do no other."""

    def open(self, folder: Path) -> Search:
        """A function from a question, as a person types it, to the best passages."""

    def change(self, change: Change, folder: Path) -> None:
        """Brings the files up to date after one article has changed."""


def passages(articles: Sequence[Article]) -> list[str]:
    """The texts that are indexed."""
    return [f"{a.title}\n{a.text[start:end]}" for a in articles for start, end in cut(a.text)]


def tokenised(texts: Sequence[str]) -> list[list[str]]:
    """Their terms, every word analysed once."""
    term = Analyzer().term
    known: dict[str, str] = {}

    def terms(text: str) -> list[str]:
        found = []
        for word in WORD.findall(text):
            stem = known.get(word)
            if stem is None:
                stem = known[word] = term(word)
            if stem:
                found.append(stem)
        return found

    return [terms(text) for text in texts]


class Clippings:
    """Ours."""

    name, slow = "Clippings", False

    def build(self, articles: Sequence[Article], folder: Path) -> None:
        build(folder, articles, analyzer=Analyzer())

    def build_from_tokens(self, tokens: list[list[str]], _folder: Path) -> None:
        Okapi(tokens)

    def open(self, folder: Path) -> Search:
        index = open_index(generations(folder)[0])
        terms = index.analyzer.terms
        return lambda question: index.rank(Query(tuple(terms(question)), limit=BEST))

    def change(self, change: Change, folder: Path) -> None:
        base = open_index(generations(folder)[0])
        keep = [row for key, row in base.keys().items() if key != change.new.key]
        open_index(build(folder, [change.new], analyzer=base.analyzer, base=base, keep=keep))


class RankBM25:
    """rank-bm25, kept on disk by pickle, as its users do."""

    name, slow = "rank-bm25", True

    def build(self, articles: Sequence[Article], folder: Path) -> None:
        self._save(tokenised(passages(articles)), folder)

    def build_from_tokens(self, tokens: list[list[str]], _folder: Path) -> None:
        from rank_bm25 import BM25Okapi

        BM25Okapi(tokens)

    def open(self, folder: Path) -> Search:
        with (folder / "pickle").open("rb") as file:
            okapi = pickle.load(file)
        terms = Analyzer().terms

        def search(question: str) -> Any:
            scores = okapi.get_scores(terms(question))
            best = np.argpartition(scores, -BEST)[-BEST:]
            return best[np.argsort(-scores[best])]

        return search

    def change(self, change: Change, folder: Path) -> None:
        self.build(change.articles, folder)

    def _save(self, tokens: list[list[str]], folder: Path) -> None:
        from rank_bm25 import BM25Okapi

        with (folder / "pickle").open("wb") as file:
            pickle.dump(BM25Okapi(tokens), file)


class BM25S:
    """bm25s with one of its two backends."""

    slow = False

    def __init__(self, backend: str) -> None:
        self.name = f"bm25s, {backend}"
        self._backend = backend

    def build(self, articles: Sequence[Article], folder: Path) -> None:
        self._index(tokenised(passages(articles))).save(folder, show_progress=False)

    def build_from_tokens(self, tokens: list[list[str]], _folder: Path) -> None:
        self._index(tokens)

    def open(self, folder: Path) -> Search:
        import bm25s

        engine = bm25s.BM25.load(folder, show_progress=False)
        engine.backend = self._backend
        if self._backend == "numba":
            engine.activate_numba_scorer()
        terms = Analyzer().terms
        return lambda question: engine.retrieve([terms(question)], k=BEST, show_progress=False)

    def change(self, change: Change, folder: Path) -> None:
        self.build(change.articles, folder)

    def _index(self, tokens: list[list[str]]) -> Any:
        import bm25s

        engine = bm25s.BM25(backend=self._backend)
        engine.index(tokens, show_progress=False)
        return engine


class Tantivy:
    """tantivy, a search library in Rust."""

    name, slow = "tantivy", False

    def build(self, articles: Sequence[Article], folder: Path) -> None:
        index = self._index(folder)
        writer = index.writer(heap_size=256_000_000)
        for article in articles:
            self._add(writer, article)
        writer.commit()
        writer.wait_merging_threads()

    def build_from_tokens(self, tokens: list[list[str]], folder: Path) -> None:
        import tantivy

        schema = tantivy.SchemaBuilder().add_text_field("body", tokenizer_name="whitespace").build()
        writer = tantivy.Index(schema, path=str(folder)).writer(heap_size=256_000_000)
        for terms in tokens:
            writer.add_document(tantivy.Document(body=" ".join(terms)))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> Search:
        index = self._index(folder)
        searcher = index.searcher()

        def search(question: str) -> Any:
            words = " ".join(WORD.findall(question))
            return searcher.search(index.parse_query(words, ["body"]), BEST).hits

        return search

    def change(self, change: Change, folder: Path) -> None:
        index = self._index(folder)
        writer = index.writer(heap_size=256_000_000)
        writer.delete_documents("article", change.old.id)
        self._add(writer, change.new)
        writer.commit()
        index.reload()

    def _index(self, folder: Path) -> Any:
        import tantivy

        schema = tantivy.SchemaBuilder()
        schema.add_text_field("body", tokenizer_name="ours")
        schema.add_text_field("article", tokenizer_name="raw")
        index = tantivy.Index(schema.build(), path=str(folder))
        analysis = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
        analysis = analysis.filter(tantivy.Filter.custom_stopword(sorted(STOP_WORDS["english"])))
        index.register_tokenizer("ours", analysis.filter(tantivy.Filter.stemmer("english")).build())
        return index

    @staticmethod
    def _add(writer: Any, article: Article) -> None:
        import tantivy

        for text in passages([article]):
            writer.add_document(tantivy.Document(body=text, article=article.id))


class SQLite:
    """SQLite's FTS5."""

    name, slow = "SQLite FTS5", True

    def build(self, articles: Sequence[Article], folder: Path) -> None:
        self._fill(folder, "porter unicode61", ((a.id, text) for a in articles for text in passages([a])))

    def build_from_tokens(self, tokens: list[list[str]], folder: Path) -> None:
        self._fill(folder, "ascii", (("", " ".join(terms)) for terms in tokens))

    def open(self, folder: Path) -> Search:
        database = sqlite3.connect(folder / "fts.db")
        stop = STOP_WORDS["english"]
        ask = "SELECT rowid FROM passage WHERE passage MATCH ? ORDER BY rank LIMIT ?"

        def search(question: str) -> Any:
            words = " OR ".join(f'"{word}"' for word in WORD.findall(question) if word.lower() not in stop)
            return database.execute(ask, (words, BEST)).fetchall()

        return search

    def change(self, change: Change, folder: Path) -> None:
        with sqlite3.connect(folder / "fts.db") as database:
            ask = "SELECT number FROM owner WHERE article = ? ORDER BY number"
            rows = [number for (number,) in database.execute(ask, (change.old.id,))]
            old = zip(rows, passages([change.old]), strict=True)
            database.executemany("INSERT INTO passage (passage, rowid, body) VALUES ('delete', ?, ?)", old)
            database.executemany("INSERT INTO passage (body) VALUES (?)", [(text,) for text in passages([change.new])])
        database.close()

    @staticmethod
    def _fill(folder: Path, tokenizer: str, rows: Any) -> None:
        path = folder / "fts.db"
        path.unlink(missing_ok=True)
        database = sqlite3.connect(path)
        with database:
            database.execute(f"CREATE VIRTUAL TABLE passage USING fts5(body, tokenize='{tokenizer}', content='')")
            database.execute("CREATE TABLE owner (number INTEGER PRIMARY KEY, article TEXT)")
            for number, (article, text) in enumerate(rows, start=1):
                database.execute("INSERT INTO passage (rowid, body) VALUES (?, ?)", (number, text))
                database.execute("INSERT INTO owner VALUES (?, ?)", (number, article))
            database.execute("CREATE INDEX owned ON owner (article)")
        database.close()


ENGINES: tuple[Engine, ...] = (Clippings(), RankBM25(), BM25S("numpy"), BM25S("numba"), Tantivy(), SQLite())


def emptied(folder: Path) -> Path:
    """A new folder in the place of an old one."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
