"""Archives of ten local news articles in seven languages, and what is asked of them: in `languages/`, all our own.

`<language>.txt` has the articles in the form of the seed archive, `<language>.jsonl` the questions. A question that is
told has its `answer` and the `evidence`, word by word from an article. The others are of a `kind`: `near` (the people
and things of the archive, but no article tells it), or `other` (nothing of this archive at all).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.answers import answer
from bot.articles import Limits, read, scan
from bot.model import Answer, Article, Question, Verdict
from bot.search import Analyzer, Index, build, open_index

FOLDER = Path(__file__).parent / "languages"
LANGUAGES = ("english", "german", "french", "spanish", "italian", "dutch", "portuguese")
TODAY = date(2024, 1, 10)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to one of the archives; `kind` is "told", "near" or "other"."""

    question: str
    kind: str = "told"
    answer: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """How many questions of an archive came out as they should, and how many there are of each kind."""

    told: int
    at_1: int
    at_3: int
    answered: int
    near: int
    near_answered: int
    other: int
    other_answered: int
    other_nothing: int


def questions(language: str) -> list[Asked]:
    """What is asked of the archive in `language`."""
    lines = (FOLDER / f"{language}.jsonl").read_text("utf-8").splitlines()
    return [Asked(**json.loads(line)) for line in lines]


def write_articles(language: str, corpus: Path) -> None:
    """Makes the folder `corpus` with the articles in `language`, a file each."""
    corpus.mkdir()
    texts = re.split(r"^(?= date )", (FOLDER / f"{language}.txt").read_text("utf-8"), flags=re.MULTILINE)
    for number, text in enumerate(filter(None, texts)):
        (corpus / f"{number}.txt").write_text(text, "utf-8")


def archive(language: str, folder: Path) -> Index:
    """Reads the articles from files, and indexes them in `folder`."""
    corpus = folder / "corpus"
    write_articles(language, corpus)
    analyzer = Analyzer(language)
    articles = [
        one for file in scan(corpus, Limits()).files for one in read(file, Limits(), TODAY) if isinstance(one, Article)
    ]
    return open_index(build(folder / "index", articles, analyzer=analyzer), analyzer=analyzer)


def figures(index: Index, asked: list[Asked]) -> Figures:
    """Asks all of them."""
    found = [(one, answer(index, Question(one.question, TODAY))) for one in asked]
    told = [(one, reply) for one, reply in found if one.kind == "told"]
    near = [reply.verdict for one, reply in found if one.kind == "near"]
    other = [reply.verdict for one, reply in found if one.kind == "other"]
    shown = [reply for one, reply in told if shows(one, reply, 3)]
    return Figures(
        told=len(told),
        at_1=sum(shows(one, reply, 1) for one, reply in told),
        at_3=len(shown),
        answered=sum(reply.verdict is Verdict.ANSWERED for reply in shown),
        near=len(near),
        near_answered=near.count(Verdict.ANSWERED),
        other=len(other),
        other_answered=other.count(Verdict.ANSWERED),
        other_nothing=other.count(Verdict.NOTHING),
    )


def shows(one: Asked, reply: Answer, excerpts: int) -> bool:
    """Whether one of the first `excerpts` holds the answer."""
    return any(one.answer in " ".join(excerpt.text.split()) for excerpt in reply.excerpts[:excerpts])
