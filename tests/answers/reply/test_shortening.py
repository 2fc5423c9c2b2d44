"""Shorter excerpts are slices of the article still, and hold the words that were asked for."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.answers.reply.shortening import LEAD_WORDS, reports, shortened
from bot.language.boilerplate import is_boilerplate
from bot.model import Article, Excerpt, Match
from bot.search.analysis.sentences import sentences

TEXT = (
    "It rained all day. The Heron probe landed on Titan at noon. Engineers cheered. "
    "It set down beside a lake of methane."
)
PARTS = ("Rain fell. ", "The Heron landed. ", "word " * 40 + "ended. ", "\n\n")


def excerpt(text: str, *words: str) -> Excerpt:
    spans = [(text.index(word), text.index(word) + len(word)) for word in words]
    matches = tuple(Match(word, word, (span,), 1.0) for word, span in zip(words, spans, strict=True))
    return Excerpt(Article("a", "T", "Before. " + text, "a.txt"), 8, 8 + len(text), 1.0, tuple(spans), matches=matches)


def test_the_first_keeps_two_sentences_and_the_others_one() -> None:
    first, second = shortened([excerpt(TEXT, "Heron", "Titan"), excerpt(TEXT, "Heron", "methane", "lake")])
    assert first.text == "The Heron probe landed on Titan at noon. Engineers cheered."
    assert second.text == "It set down beside a lake of methane."
    assert [second.text[start:end] for start, end in second.highlights] == ["methane", "lake"]


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=8))
def test_what_is_left_is_a_slice_with_the_best_sentence(parts: list[str]) -> None:
    text = "".join(parts).strip() or "x"
    words = ["Heron"] if "Heron" in text else []
    for number, short in enumerate(shortened([excerpt(text, *words)] * 2)):
        assert short.text in text
        assert len(sentences(short.text)) <= 2 - number
        assert len(sentences(short.text)) == 1 or len(short.text.split()) <= LEAD_WORDS
        if words:
            assert "Heron" in short.text
        assert all(short.text[start:end] in words for start, end in short.highlights)


def test_no_advert_or_link_is_shown_where_a_sentence_of_the_excerpt_reports_something() -> None:
    text = "More:Heron probe lands on Titan\n\nThe Heron set down on Titan. Sign up for our Heron newsletter here."
    (lead,) = shortened([excerpt(text, "Heron", "Titan")])
    assert lead.text == "The Heron set down on Titan."
    assert reports(excerpt(text, "set"), is_boilerplate)
    assert not reports(excerpt(text, "probe"), is_boilerplate)
    assert shortened([excerpt("More:Heron lands", "Heron")])[0].text == "More:Heron lands"


def test_the_core_of_the_first_excerpt_is_what_is_shown_of_it_but_for_boilerplate() -> None:
    lead = excerpt(TEXT, "Heron", "Titan")
    begin = lead.start + TEXT.index("Engineers")
    late, whole = replace(lead, core=(begin, lead.end)), replace(lead, core=(lead.start, lead.end))
    assert shortened([late])[0].text == TEXT[TEXT.index("Engineers") :]
    assert shortened([late], lambda text: "cheered" in text)[0].text.startswith("The H"), "no word asked for is left"
    assert shortened([whole], lambda text: "cheered" in text)[0].text.endswith("on Titan at noon."), (
        "a part of the core"
    )


def test_a_quote_begins_behind_its_dateline_and_a_question_that_heads_it() -> None:
    dated = shortened([excerpt("TERN ISLAND, Me. (AP) — The Heron set down.", "Heron")])[0]
    assert dated.text == "The Heron set down."
    assert [dated.text[start:end] for start, end in dated.highlights] == ["Heron"]
    assert (
        shortened([excerpt("What happens next?\n\nThe Heron will fly on.", "Heron")])[0].text
        == "The Heron will fly on."
    )
    asked = "The Heron?\n\nIt will fly on."
    assert shortened([excerpt(asked, "Heron")])[0].text == asked


def test_a_quote_ends_before_what_leads_to_a_list_that_is_not_shown() -> None:
    for last in ("These were found:", "24."):
        assert shortened([excerpt(f"The Heron set down.\n\n{last}", "Heron")])[0].text == "The Heron set down."
    assert shortened([excerpt("These Herons were found:", "Heron")])[0].text == "These Herons were found:"


def test_no_sentence_of_a_paragraph_that_links_to_an_article_is_shown() -> None:
    text = "HERON NEWS:Why it is gone. Nobody saw the Heron leave.\n\nThe Heron set down on Titan."
    assert shortened([excerpt(text, "Heron")])[0].text == "The Heron set down on Titan."
