"""Reading rather than asking: articles by title, newest ones, this day in other years, page by page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.components.custom_ids import custom_id, span
from bot.chat.text.pagination import PAGE, page_of, pages
from tests.chat.archive import SECRET
from tests.chat.world import World, seen, shown


async def test_titles_are_offered_with_their_dates_as_one_types(world: World) -> None:
    choices = await world.member.autocomplete(world.channel, "article", "title", "heron")
    assert {choice["name"] for choice in choices} >= {
        "Heron probe lands on Titan · 4 March 2019",
        "Heron falls silent · 2 May 2020",
    }
    assert not any("party" in choice["name"] for choice in choices)
    newest = await world.member.autocomplete(world.channel, "article", "title", "")
    assert newest[0]["name"].endswith("20 August 2022")


async def test_an_article_is_read_page_by_page(world: World) -> None:
    choices = await world.member.autocomplete(world.channel, "article", "title", "orchard")
    result = await world.member.slash(world.channel, "article", title=choices[0]["value"])
    first = seen(result)
    assert "14 September 2021 · Evening Ledger\nIn the workshop of the orchard lander" in first.text
    assert "swallows" in first.text
    assert "Page 1 of 2" in first.text
    assert first.links == ["https://ledger.example/orchard-lander"]
    assert "Open article" in first.buttons
    await world.member.click(shown(result), label="Next")
    second = seen(result)
    assert "a watchman walks" in second.text
    assert "Page 2 of 2" in second.text
    await world.member.click(shown(result), label="Previous")
    assert seen(result).markdown == first.markdown


async def test_somebody_elses_turn_of_the_page_is_their_own(world: World) -> None:
    result = await world.member.slash(world.channel, "article", title="orchard lander")
    theirs = seen(await world.other.click(shown(result), label="Next"))
    assert theirs.private
    assert "Page 2 of 2" in theirs.text
    assert "Page 1 of 2" in seen(result).text


async def test_a_few_words_typed_in_find_the_newest_such_title(world: World) -> None:
    assert "Heron falls silent" in seen(await world.member.slash(world.channel, "article", title="heron silent")).text
    refused = seen(await world.member.slash(world.channel, "article", title="no such thing"))
    assert "No article has these words" in refused.text
    assert refused.private


async def test_another_servers_article_cannot_be_read_by_its_key(world: World) -> None:
    card = seen(await world.member.slash(world.channel, "article", title=SECRET.key))
    assert "elderberry" not in card.markdown
    assert "No article" in card.text


async def test_reading_a_quote_opens_its_page_with_the_quote_in_bold(world: World) -> None:
    answer = await world.member.slash(world.channel, "ask", question="Who walks with a torch and two terriers?")
    (label,) = [label for label in seen(answer).buttons if label == "Read, 14 September 2021"]
    page = seen(await world.member.click(shown(answer), label=label))
    assert page.private
    assert "Page 2 of 2" in page.text
    body = next(text for text in page.texts if "a watchman walks" in text.text)
    bold = "".join(char for place, char in enumerate(body.text) if place in body.bold)
    assert "terriers" in bold
    assert "trolley" not in bold


async def test_latest_lists_the_newest_of_a_source_with_buttons_to_read_them(world: World) -> None:
    result = await world.member.slash(world.channel, "latest", source="Evening Ledger")
    card = seen(result)
    assert card.text.index("20 August 2022") < card.text.index("14 September 2021") < card.text.index("2 May 2020")
    assert "Orbit" not in card.text
    opened = seen(await world.member.click(shown(result), label="Read, 20 August 2022"))
    assert "planet without a star" in opened.text
    assert opened.private
    assert "Private Circular" not in seen(await world.member.slash(world.channel, "latest")).text
    assert "No article" in seen(await world.member.slash(world.channel, "latest", source="x")).text


async def test_on_this_day_looks_at_other_years(world: World) -> None:
    card = seen(await world.member.slash(world.channel, "on-this-day", date="2 May"))
    assert card.text.index("2 May 2021") < card.text.index("2 May 2020")
    assert "4 March" not in card.text
    assert "On 2 May, in other years" in card.text
    assert "Nothing was printed" in seen(await world.member.slash(world.channel, "on-this-day")).text
    assert "Name one day" in seen(await world.member.slash(world.channel, "on-this-day", date="May 2020")).text
    await world.member.slash(world.channel, "on-this-day", date="29 February 2020")


# -- pages -------------------------------------------------------------------------------------------------------------


@given(
    st.lists(st.sampled_from(["word ", "\n\n", "\n", "sentence. ", "x" * 700, "é", "漢字。"]), max_size=60).map("".join)
)
def test_pages_hold_the_whole_text_in_order_and_each_fits(text: str) -> None:
    spans = pages(text)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    assert all(0 <= end - start <= PAGE for start, end in spans)
    assert all(spans[page_of(spans, start)][0] == start for start, _ in spans)


def test_pages_are_cut_between_paragraphs_where_that_can_be() -> None:
    paragraph = ("A paragraph of some length. " * 20).strip()
    text = "\n\n".join([paragraph] * 9)
    spans = pages(text)
    assert {text[start:end].count(paragraph) for start, end in spans} == {6, 3}


def test_an_article_without_words_has_one_empty_page() -> None:
    assert pages(" \n ") == [(0, 0)]
    assert custom_id("turn", "0" * 16, 10**6, "0" * 8, span(10**7, 10**7 + 400)).startswith("clip:turn:")
