"""Taking quotes along: a member's own scrapbook, and files in which no sentence is cut and none is changed."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest

from bot.chat.views.export import NoLettersError, Quote, as_markdown, as_pdf, whole_sentences
from bot.model import Article
from bot.store.clippings import MOST_OF_A_MEMBER, FullScrapbookError
from bot.store.state import State
from tests.chat.admin.conftest import clock, corpus, house, library, own_files, private_hosts, simcord_bot, state
from tests.chat.admin.house import House
from tests.chat.world import seen

__all__ = ["clock", "corpus", "house", "library", "own_files", "private_hosts", "simcord_bot", "state"]

DAY = date(2025, 6, 15)
QUESTION = "Where did the Heron probe land?"
QUOTE = "The Heron probe landed in the Orchard crater."
TEXT = (
    "Dr. Ähre’s probe *landed* at 5 p.m. in the <crater>, 1. of two.\nМарсоход прислал снимки. Ο λύχνος άναψε.\n\n"
    "- A list, and a very long sentence that goes on about the weather. It rained."
)


async def allowed(house: House) -> Any:
    """An answer at the Herald's, where members may take quotes along."""
    herald = house.herald
    card = seen(await herald.admin.slash(herald.channel, "settings members", clippings=True))
    assert "take quotes along" in card.text
    return await herald.member.slash(herald.channel, "ask", question=QUESTION)


def files_of(house: House) -> str:
    return str([entry.json for entry in house.env.http_requests if "attachment://clippings" in str(entry.json)])


async def test_it_is_off_until_an_admin_turns_it_on(house: House) -> None:
    herald = house.herald
    for command in ("clippings", "clip"):
        await herald.member.slash(herald.channel, "ask", question=QUESTION)
        card = seen(await herald.member.slash(herald.channel, command))
        assert "Taking quotes along is off here." in card.text


async def test_a_member_saves_quotes_reads_them_takes_them_along_and_removes_them(house: House) -> None:
    herald, books = house.herald, house.services.state.scrapbooks
    shown = seen(await herald.admin.slash(herald.channel, "settings show"))
    assert "Members may: only ask" in shown.text
    answer = await allowed(house)
    assert {"Clip", "Export"} <= seen(answer).choices.keys()
    offered = str(seen(answer).components)
    assert "Save these quotes in your scrapbook" in offered
    assert "These quotes as Markdown and PDF, for you alone" in offered
    assert "Saved 1 quote." in seen(await herald.member.slash(herald.channel, "clip")).text
    again = seen(await herald.member.select(answer.response, ["clip"]))
    assert again.private
    assert "These quotes are in your scrapbook already." in again.text
    assert "`/clippings` shows them." in again.markdown
    listed = await herald.member.slash(herald.channel, "clippings")
    assert seen(listed).private
    assert "Your clippings · 1" in seen(listed).text
    assert QUOTE in seen(listed).text
    assert "Remove a quote …" in str(seen(listed).components)
    assert "Your scrapbook is empty." in seen(await herald.admin.slash(herald.channel, "clippings")).text
    assert "You have asked nothing here lately." in seen(await herald.admin.slash(herald.channel, "clip")).text
    (market,) = await house.services.library.use(lambda index: index.headings(herald.id, limit=1))
    assert await books.save(herald.id, herald.member.id, [(market.key, "Traders welcomed the roof.")]) == 1
    out = seen(await herald.member.click(listed.response, label="Export"))
    assert out.private
    assert "2 quotes to take along." in out.text
    assert ".md" in files_of(house)
    assert ".pdf" in files_of(house)
    data = await house.services.state.member_data(herald.member.id)
    assert [entry["clipping"]["article"] for entry in data["clippings"]] != []
    kept, other = await books.of(herald.id, herald.member.id)
    assert await books.remove(herald.id, herald.member.id, other.id) == 1
    assert kept.text.startswith(QUOTE)
    helped = seen(await herald.member.slash(herald.channel, "help"))
    assert "save its quotes in your scrapbook" in helped.text
    assert "For admins: /corpus, /feeds, /posts, /settings." in helped.text
    emptied = seen(await herald.member.select(listed.response, [str(kept.id)]))
    assert "Your scrapbook is empty." in emptied.text
    await herald.member.select(answer.response, ["clip"])
    await herald.member.slash(herald.channel, "forget-me")
    assert await books.of(herald.id, herald.member.id) == []


async def test_an_answer_is_exported_and_what_left_the_archive_is_not(house: House) -> None:
    herald = house.herald
    answer = await allowed(house)
    await herald.member.slash(herald.channel, "clip")
    out = seen(await herald.admin.select(answer.response, ["export"]))
    assert out.private
    assert "1 quote to take along." in out.text
    (house.corpus / "heron.txt").unlink()
    await house.reload()
    listed = await herald.member.slash(herald.channel, "clippings")
    assert "No longer in the archive." in seen(listed).text
    gone = seen(await herald.member.click(listed.response, label="Export"))
    assert "None of these quotes is in the archive any more." in gone.text
    nothing = await herald.member.slash(herald.channel, "ask", question="Who won the regatta of glass frogs?")
    assert "This answer quotes nothing." in seen(await herald.member.slash(herald.channel, "clip")).text, nothing


async def test_a_scrapbook_is_bounded_and_its_owners_alone(state: State) -> None:
    quotes = [("key", str(number)) for number in range(MOST_OF_A_MEMBER)]
    assert await state.scrapbooks.save(1, 7, quotes) == MOST_OF_A_MEMBER
    with pytest.raises(FullScrapbookError, match="and is full"):
        await state.scrapbooks.save(1, 7, [("key", "one more")])
    assert await state.scrapbooks.save(2, 7, [("key", "elsewhere")]) == 1
    (first, *_) = await state.scrapbooks.of(1, 7)
    assert await state.scrapbooks.remove(1, 8, first.id) == 0
    assert await state.scrapbooks.remove(1, 7, first.id) == 1
    await state.forget_server(1)
    assert [len(await state.scrapbooks.of(server, 7)) for server in (1, 2)] == [0, 1]


def test_the_files_hold_whole_sentences_word_for_word() -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    article = Article("a", "A probe", TEXT, "a.txt", date(2020, 10, 28), "The Gazette", "https://example.com/a")
    quote = whole_sentences(article, "λύχνος")
    assert quote is not None
    assert quote.text == "Ο λύχνος άναψε."
    assert whole_sentences(article, "not there") is None
    whole = Quote(article, 0, len(TEXT))
    markdown = as_markdown("Where? *Here*", [whole, quote], DAY).decode()
    assert markdown.startswith(
        "# Where? \\*Here\\*\n\n> Dr. Ähre’s probe \\*landed\\* at 5 p.m. in the \\<crater\\>, 1. of two."
    )
    assert "> \\- A list, and" in markdown
    assert "28 October 2020 · The Gazette  \n<https://example.com/a#:~:text=" in markdown
    assert "Verbatim from the archive, 15 June 2025" in markdown
    pdf = pypdfium2.PdfDocument(io.BytesIO(as_pdf("Where?", [whole] * 12, DAY)))
    said = " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())
    assert len(pdf) > 1
    assert said.count("Марсоход прислал снимки. Ο λύχνος άναψε.") == 12
    assert said.count("28 October 2020 · The Gazette") == 12
    chinese = Article("c", "", "月球车着陆了。", "c.txt")
    with pytest.raises(NoLettersError, match="The PDF's font has no letters for this"):
        as_pdf("月", [Quote(chinese, 0, 7)], DAY)
