"""An excerpt begins and ends with a sentence, or says that it does not, however the file's lines are broken."""

from __future__ import annotations

import textwrap
from datetime import date

import pytest

from bot.answers import answer
from bot.model import Article, Excerpt, Question
from bot.search import Analyzer, Index, build, open_index

SENTENCES = [
    f"{head} {number} of the {place} said that the {thing} would be repaired before the winter, and {tail}."
    for number, (head, place, thing, tail) in enumerate(
        zip(
            ["Mr. Oddly, councillor", "Dr. Pell, surveyor", "The chairman in year", "Mrs. Tolley, keeper"] * 6,
            ["quay", "lighthouse", "harbour", "museum", "chapel", "ferry"] * 4,
            ["lantern", "gangway", "belfry", "turnstile", "breakwater", "foghorn", "slipway", "weathervane"] * 3,
            ["nobody objected", "the rates were raised by 2.5 per cent", "a vote was taken at 9 p.m. on Monday"] * 8,
            strict=True,
        )
    )
]
PLAIN = " ".join(SENTENCES)
PARAGRAPHS = [" ".join(SENTENCES[start : start + 6]) for start in range(0, len(SENTENCES), 6)]
FORMS = {
    "one paragraph": PLAIN,
    "wrapped": textwrap.fill(PLAIN, 72),
    "wrapped paragraphs": "\n\n".join(textwrap.fill(one, 72) for one in PARAGRAPHS),
    "a paragraph a line": "\n".join(PARAGRAPHS),
    "wrapped narrowly": textwrap.fill(PLAIN, 40),
}
QUESTIONS = [
    *(f"When would the {thing} be repaired?" for thing in ("lantern", "belfry", "foghorn", "slipway", "weathervane")),
    "Who is the keeper Tolley?",
    "What did Mr. Oddly say of the breakwater?",
    "What happened in July 1969?",
]


@pytest.fixture(scope="module", params=FORMS)
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Index:
    form = FORMS[request.param]
    articles = [Article("a", "Repairs", form, "a.txt", date(1969, 7, 4)), Article("b", "Tides", "Low tide.", "b.txt")]
    return open_index(build(tmp_path_factory.mktemp("bounds"), articles, analyzer=Analyzer()))


def test_excerpts_begin_and_end_with_a_sentence_or_say_so(index: Index) -> None:
    seen = 0
    for text in QUESTIONS:
        for excerpt in answer(index, Question(text, date(1970, 1, 1))).excerpts:
            assert excerpt.text in excerpt.article.text
            seen += 1
            piece = " ".join(excerpt.text.split())
            assert _begins(piece) or excerpt.cut_start, piece
            assert _ends(piece) or excerpt.cut_end, piece
    assert seen >= len(QUESTIONS)


def _begins(piece: str) -> bool:
    return any(piece.startswith(one[:40]) or one.startswith(piece) for one in (*SENTENCES, "Low tide."))


def _ends(piece: str) -> bool:
    return any(piece.endswith(one[-40:]) or one.endswith(piece) for one in (*SENTENCES, "Low tide."))


def test_a_shown_excerpt_of_wrapped_text_has_no_breaks_inside_a_paragraph(index: Index) -> None:
    from bot.language.hard_wraps import unwrapped

    def shown(excerpt: Excerpt) -> str:
        return unwrapped(excerpt.article.text, excerpt.start, excerpt.end)

    excerpts = answer(index, Question("What did Mr. Oddly say of the breakwater?", date(1970, 1, 1))).excerpts
    assert excerpts
    for excerpt in excerpts:
        assert len(shown(excerpt)) == excerpt.end - excerpt.start
        if "\n".join(PARAGRAPHS) != excerpt.article.text:
            assert "\n" not in shown(excerpt).replace("\n\n", "")
