"""No text makes a step of answering, or a view, take more than linear time; at Discord's limits, none takes 50 ms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.answers.question.answer_type import expected_answer
from bot.answers.question.dates import read_range
from bot.answers.question.followup import complete_question
from bot.answers.question.names import names
from bot.answers.question.question_words import asks_for_news, asks_what_was_printed
from bot.answers.reply.highlighting import highlights
from bot.answers.reply.shortening import shortened
from bot.answers.timeline import Bar, Bars, Unit
from bot.answers.tuning import Tuning
from bot.articles.openings import first_sentence
from bot.chat import views
from bot.chat.admin.posts.view import digest, new_article
from bot.chat.text.citations import citations
from bot.chat.text.markdown import cut, one_line, quotation, to_discord
from bot.chat.views import article as article_view
from bot.chat.views.answer_buttons import read_heading
from bot.chat.views.article_list import LISTED, article_list
from bot.chat.views.clipping import LONGEST, Clipping, clipping_card, clipping_of
from bot.chat.views.clipping import draw as draw_clipping
from bot.chat.views.excerpt import cited, reasons
from bot.chat.views.export import Quote, as_markdown, as_pdf, whole_sentences
from bot.chat.views.help import help_card
from bot.chat.views.timeline import timeline_card
from bot.chat.views.timeline_chart import draw as draw_timeline
from bot.language.boilerplate import is_boilerplate
from bot.model import Article, DateRange, Excerpt, Heading, Span, Turn
from bot.search import Analyzer
from bot.search.analysis.passages import cut as passages
from bot.search.analysis.sentences import sentences
from bot.store.servers import ServerSettings
from tests.chat.views.cards import answer, card_of
from tests.doubling import assert_linear, cpu_seconds

TODAY = date(2025, 6, 15)
ANALYZER = Analyzer()
Work = Callable[[str], object]
WORST = 0.05  # seconds of CPU at the limits of Discord and the settings
LONGEST_EXCERPT = 2_000  # characters, far more than are shown at once
UNITS = [
    "a ", "文日", "，", "“a” ", "— ", "Mr. ", "A. ", "2020-10-28", "May 2020 until ", "between 1999 and ", "Heron 2 ",
    "and it? ", "\n", "a\n", "\u0301", "**", "[x](", "<@1>", "`", "http://a.b/", "1,", "'", "x: y | ", "© ", "\u200b",
]  # fmt: skip


def excerpt_of(text: str) -> Excerpt:
    whole = Article("a", "Heron", text or "x", "a.txt", TODAY)
    hits = tuple((place, place + 1) for place in range(0, len(text) - 1, 7))
    return Excerpt(whole, 0, len(whole.text), 1.0, highlights=hits)


STEPS: dict[str, Work] = {
    "terms": ANALYZER.terms,
    "sentences": sentences,
    "passages": passages,
    "dates of a question": lambda text: read_range(text, TODAY, "english"),
    "answer type": lambda text: (expected_answer(text), asks_for_news(text)),
    "question in German": lambda text: (expected_answer(text, "german"), asks_what_was_printed(text, "german")),
    "question in French": lambda text: (expected_answer(text, "french"), asks_what_was_printed(text, "french")),
    "names": names,
    "follow-up": lambda text: complete_question("and it?", [Turn(text, (), (text,))], ANALYZER, TODAY),
    "highlights": lambda text: highlights(text, [(n, n + 1) for n in range(0, len(text) - 1, 3)], text),
    "shortening": lambda text: shortened([excerpt_of(text)]),
    "boilerplate": is_boilerplate,
    "first sentence": first_sentence,
    "markdown": lambda text: to_discord(text, [(n, n + 1) for n in range(0, len(text) - 1, 3)], quote=True),
    "one line": lambda text: one_line(text, 200),
    "cut": lambda text: cut(text, 400),
    "quotation": lambda text: quotation(text, [(n, n + 1) for n in range(0, len(text) - 1, 3)], 800),
    "citations": lambda text: citations(Article("a", text, text, "a.txt", TODAY, text[:80])),
}


def heading_of(text: str) -> Heading:
    return Heading(0, "a", text, "a.txt", TODAY, text, "https://a.example/" + text, None, "a" * 16, text)


def bars_of(text: str) -> Bars:
    bars = [Bar(DateRange(day, day), 9 - n, heading_of(text)) for n, day in enumerate((TODAY, date(2025, 6, 16)))]
    return Bars(text, Unit.DAY, tuple(bars))


def clipping_in(text: str) -> Clipping:
    return Clipping("15 June 2025", text[:LONGEST], ((0, 1),), text[:600])


NONE = Quote(Article("a", "", "", "a.txt"), 0, 0)
VIEWS: dict[str, Work] = {
    "answer": lambda text: card_of(answer(excerpt_of(text), note=text, understood=text)),
    "reasons": lambda text: reasons(answer(excerpt_of(text)), "s" * 16),
    "citing": lambda text: cited([Article("a", text, text, "a.txt", TODAY)]),
    "article": lambda text: article_view.article_page(excerpt_of(text).article, 0),
    "article_list": lambda text: article_list(text[:300], [heading_of(text)] * LISTED, nothing="x"),
    "help": lambda text: help_card(Span(len(text), dates=DateRange(TODAY, TODAY)), ServerSettings(forums=(1,) * 9)),
    "timeline": lambda text: timeline_card(bars_of(text), b"", "s" * 16),
    "clipping": lambda text: clipping_card(clipping_in(text), b"", read_heading(heading_of(text)), 7),
    "printed_clipping": lambda text: clipping_of(Article("a", text, text[:LONGEST], "a.txt"), (0, LONGEST), ()),
    "export": lambda text: as_markdown(text, [whole_sentences(excerpt_of(text).article, text[9:99]) or NONE], TODAY),
    "posts": lambda text: (new_article(excerpt_of(text).article, heading_of(text)), digest([heading_of(text)] * 9, ())),
}
PICTURES: dict[str, Work] = {
    "timeline_chart": lambda text: draw_timeline(bars_of(text)),
    "clipping": lambda text: draw_clipping(clipping_in(text)),
    "export": lambda text: as_pdf(text[:80], [Quote(excerpt_of(text).article, 0, len(text))], TODAY),
}


def of(unit: str) -> Callable[[int], str]:
    return lambda size: unit * (size // len(unit) or 1)


@pytest.mark.parametrize("name", STEPS)
def test_a_step_of_answering_is_linear(name: str) -> None:
    longest = Tuning().question_characters
    for unit in UNITS[:: 3 if name == "dates of a question" else 1]:
        STEPS[name](unit * 10)  # what is made once
        assert_linear(of(unit), STEPS[name], start=1_500, most=6_000)
        assert cpu_seconds(STEPS[name], of(unit)(longest)) < WORST, unit


@pytest.mark.parametrize("name", VIEWS)
async def test_a_view_is_linear(name: str) -> None:
    for unit in UNITS[::4]:
        VIEWS[name](unit * 10)
        assert_linear(of(unit), VIEWS[name], start=4_000, most=16_000)  # from where all that can be cut is
        assert cpu_seconds(VIEWS[name], of(unit)(LONGEST_EXCERPT)) < WORST, unit


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_linear(name: str) -> None:
    pytest.importorskip("matplotlib", reason="the extra `timeline` is not installed")
    pytest.importorskip("fpdf", reason="the extra `pdf` is not installed")
    PICTURES[name]("a")
    for unit in ("x ", "x"):
        assert_linear(of(unit), PICTURES[name], start=1_000, most=4_000)


def test_no_view_is_left_out() -> None:
    inside = {"answer_buttons": "answer", "excerpt": "reasons", "chart": "timeline_chart"}  # of those that use them
    modules = {file.stem for file in Path(views.__path__[0]).glob("*.py")} - {"__init__"}
    assert {inside.get(name, name) for name in modules} <= {*VIEWS, *PICTURES}
