"""The buttons and the menu under an answer, pressed by the asker and by others."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.chat.bot import ClippingsBot
from bot.chat.components.custom_ids import span
from bot.chat.text.pagination import page_of, pages
from bot.chat.views.article import article_page
from bot.model import Article, Question
from bot.store.state import State
from tests.chat.members.pressing import HERON, ask, forge, quote_ids
from tests.chat.world import Seen, World, choose, seen, shown, submit


async def test_more_brings_the_next_excerpts(world: World) -> None:
    first = await ask(world)
    more = seen(await world.member.click(first, label="More quotes"))
    assert not more.private
    before = {quote.text for quote in seen(first).quotes}
    assert f"Excerpts {len(before) + 1} to" in more.text
    assert more.quotes
    assert not before & {quote.text for quote in more.quotes}


async def test_what_somebody_else_presses_answers_to_them_alone(world: World) -> None:
    first = await ask(world)
    before = seen(first).markdown
    assert seen(await world.other.click(first, label="More quotes")).private
    for label in ("Newest first", "Why these", "Cite", "Timeline"):
        assert seen(await choose(world.other, first, label)).private
    assert seen(first).markdown == before


async def test_the_asker_changes_the_order_of_the_card_itself(world: World) -> None:
    first = await ask(world)
    await choose(world.member, first, "Oldest first")
    assert "oldest first" in seen(first).text
    assert "4 March 2019" in seen(first).text
    assert seen(first).text.index("4 March 2019") < seen(first).text.index("28 October 2019")
    await choose(world.member, first, "Best first")
    assert "oldest first" not in seen(first).text


async def test_the_asker_drops_the_dates(world: World) -> None:
    first = await ask(world, "What happened to the Heron probe in 2019?")
    assert "2 May 2021" not in seen(first).text
    await choose(world.member, first, "Any date")
    assert "Any date" not in seen(first).choices
    assert "1 January" not in seen(first).text


async def test_a_follow_up_goes_on_from_the_answer_in_a_card_of_its_own(world: World) -> None:
    first = await ask(world, "What has the Gale telescope found?")
    form = await world.member.click(first, label="Follow up")
    assert form.modal is not None
    assert form.modal["title"] == "Follow up"
    second = seen(await submit(world.member, form, "How heavy is it?"))
    assert "Understood as" in second.text
    assert "Gale" in second.text
    assert not second.private
    private = await ask(world, "What has the Gale telescope found?", private=True)
    assert seen(await submit(world.member, await world.member.click(private, label="Follow up"), "How heavy?")).private


async def test_an_empty_follow_up_and_a_form_from_before_a_restart_are_answered(
    world: World, make_bot: Callable[..., ClippingsBot]
) -> None:
    first = await ask(world, "What has the Gale telescope found?")
    form = await world.member.click(first, label="Follow up")
    await world.env.restart_bot(make_bot())
    assert "Ask me something" in seen(await submit(world.member, form, "   ")).text


async def test_a_question_that_found_nothing_is_asked_differently_in_the_same_place(world: World) -> None:
    first = await ask(world, "Who won the pizza in Naples?")
    assert "Nothing on “won”, “pizza” or “Naples” in 8 articles, 2019–2022." in seen(first).text
    form = await world.member.click(first, label="Ask differently")
    assert form.modal is not None
    assert "Who won the pizza in Naples?" in str(form.modal)
    await submit(world.member, form, "Where did the Heron probe land?")
    assert "Where did the Heron probe land?" in seen(first).texts[0].text
    assert seen(first).quotes


async def test_the_archivists_are_told_of_what_was_not_found(world: World, state: State) -> None:
    await state.servers.change(world.server.id, keep_questions=True)
    first = await ask(world, "Who won the pizza in Naples?")
    thanks = seen(await world.member.click(first, label="Tell the archivists"))
    assert "The archivists see this question" in thanks.text
    (kept,) = await state.questions.unanswered(world.server.id)
    assert kept.unhelpful == 1


async def test_read_opens_the_article_at_the_quote_and_the_page_can_be_shared(world: World) -> None:
    first = await ask(world, "Who sewed the parachute by hand?")
    reader = await world.other.click(first, custom_id=quote_ids(seen(first))[0])
    page = seen(reader)
    assert page.private
    body = next(text for text in page.texts if "seven" in text.text.casefold())
    bold = "".join(char for place, char in enumerate(body.text) if place in body.bold)
    assert "Seven tailors" in bold
    shared = seen(await world.other.click(shown(reader), label="Share"))
    assert not shared.private
    assert f"Shared by {world.other.mention}" in shared.markdown
    assert "Seven tailors" in shared.text


async def test_related_articles_are_listed(world: World) -> None:
    first = await ask(world, "Where did the Heron probe land?")
    reader = await world.member.click(first, custom_id=quote_ids(seen(first))[0])
    related = seen(await world.member.click(shown(reader), label="Related"))
    assert related.private
    assert "Heron hears waves" in related.text
    assert "party" not in related.text
    assert "Gale" not in related.text


async def test_an_article_that_is_like_no_other_says_so(world: World) -> None:
    result = await world.member.slash(world.channel, "article", title="glossary of probes")
    related = seen(await world.member.click(shown(result), label="Related"))
    assert "No other article is about this." in related.text or "Related to A glossary of probes" in related.text


async def test_a_reader_far_from_the_quote_leads_back_to_it(world: World) -> None:
    long = "The first page. " * 900
    article = Article("long", "Long", long + "The zeppelin moored.", "long.txt")
    place = (len(long), len(long) + 20)
    card = article_page(article, 0, place)
    back = Seen(card.view.to_components()).ids("To the quote")  # type: ignore[no-untyped-call]
    assert back == [
        f"clip:turn:{article.key}:{page_of(pages(article.text), place[0])}:{article.version}:{span(*place)}"
    ]


async def test_a_quote_is_shared_as_the_picture_of_a_clipping(world: World) -> None:
    first = await ask(world, "Where did the Heron probe land?")
    result = await choose(world.other, first, "Share as picture")
    card = seen(result)
    assert not card.private
    (picture,) = shown(result).attachments
    assert picture.filename == "clipping.png"
    gallery = next(part for part in card.components if part["type"] == 12)
    described = gallery["items"][0]["description"]
    assert described.startswith("4 March 2019: “The Heron probe landed on Titan")
    assert f"shared by {world.other.mention}" in card.markdown
    await world.services.state.servers.change(world.server.id, channels=(world.channel.id + 1,))
    assert "cannot be shared" in seen(await choose(world.member, first, "Share as picture")).text


async def test_why_names_the_words_that_counted_and_the_numbers_on_request(world: World) -> None:
    why = await choose(world.member, await ask(world, "methane lake on Titan"), "Why these")
    assert seen(why).private
    assert "holds “methane”" in seen(why).text
    assert "close together" in seen(why).text
    assert "score" not in seen(why).text
    numbers = seen(await world.member.click(shown(why), label="Show the numbers"))
    assert "methane +" in numbers.text
    assert re.search(r"An answer is shown with a probability of \d+%: .*\bwords held together [+−]\d", numbers.text)
    assert "A word adds more the rarer it is in the archive (its idf)" in numbers.text


async def test_citations_can_be_copied(world: World) -> None:
    cite = seen(await choose(world.member, await ask(world, "Where did the Heron probe land?"), "Cite"))
    assert cite.private
    assert "Heron probe lands on Titan. (2019, March 4). The Orbit Herald." in cite.markdown
    assert "```" in cite.markdown


async def test_votes_count_once_a_member_where_questions_are_kept(world: World, state: State) -> None:
    first = await ask(world)
    assert "keeps no questions" in seen(await world.member.click(first, label="Helpful")).text
    await state.servers.change(world.server.id, keep_questions=True)
    first = await ask(world)
    for label in ("Helpful", "Not helpful"):
        assert seen(await world.other.click(first, label=label)).text.startswith("Thank you.")


async def test_a_private_answer_is_shared_with_the_channel(world: World) -> None:
    private = await ask(world, private=True)
    shared = seen(await world.member.click(private, label="Share"))
    assert not shared.private
    assert HERON in shared.text
    assert f"Shared by {world.member.mention}" in shared.markdown
    assert world.sent("PATCH", "/@original")[-1]["allowed_mentions"] == {"parse": []}  # a name, not a ping
    assert "Delete" in shared.choices


async def test_where_no_answers_are_wanted_none_is_shared(world: World) -> None:
    private = await ask(world, private=True)
    await world.services.state.servers.change(world.server.id, channels=(world.channel.id + 1,))
    refused = seen(await world.member.click(private, label="Share"))
    assert refused.private
    assert "cannot be shared" in refused.text


async def test_did_you_mean_asks_the_other_question_in_the_same_place(world: World) -> None:
    first = await ask(world, "Which Heeron probbe fell silent?")
    (identity,) = seen(first).ids("Not helpful")
    name = identity.split(":")[2]
    (label,) = [label for label in seen(first).buttons if "Heron" in label]
    await world.member.click(first, label=label)
    assert "Which Heron probe fell silent?" in seen(first).texts[0].text
    assert seen(first).quotes
    assert "another version" in (await forge(world, first, f"clip:mean:{name}:9")).text


async def test_a_typing_error_is_corrected_and_searched_as_typed_on_request(world: World) -> None:
    first = await ask(world, "Which Heeron probe fell silent?")
    assert "Searched for: Which Heron probe fell silent?" in seen(first).text
    assert seen(first).quotes
    await world.member.click(first, label="Search for “Which Heeron probe fell silent?”")
    assert "Searched for" not in seen(first).text


async def test_only_the_asker_and_moderators_delete_an_answer(world: World) -> None:
    first = await ask(world)
    refused = seen(await choose(world.other, first, "Delete"))
    assert "Only whoever asked" in refused.text
    assert refused.private
    await choose(world.member, first, "Delete")
    assert not list(world.answers())
    second = await ask(world)
    await choose(world.admin, second, "Delete")
    assert not list(world.answers())


async def test_more_is_private_where_the_server_wants_no_answers_and_why_is_no_further_answer(world: World) -> None:
    result = await world.member.slash(world.channel, "ask", question=HERON)
    await world.services.state.servers.change(world.server.id, channels=[world.channel.id + 1])
    answers = world.services.library.counters.answers.total()
    more = await world.member.click(shown(result), label="More quotes")
    assert seen(more).private
    assert world.services.library.counters.answers.total() == answers + 1
    await world.services.library.explain(Question(HERON, world.services.today()))
    assert world.services.library.counters.answers.total() == answers + 1
