"""The next steps: pressed by the asker, by others, after a restart, on articles that have changed, and forged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import simcord

from bot.chat.bot import ClippingsBot
from bot.chat.views.excerpt import matched
from bot.library import Library
from bot.model import Article
from bot.search import Analyzer
from bot.store.state import State
from tests.chat.archive import ARTICLES, OTHER_SERVER, SECRET, WORKSHOP, write_archive
from tests.chat.world import Seen, World, seen, shown

HERON = "What happened to the Heron probe on Titan?"


async def ask(world: World, question: str = HERON, **options: Any) -> simcord.ResponseMessage:
    return shown(await world.member.slash(world.channel, "ask", question=question, **options))


async def test_more_brings_the_next_excerpts(world: World) -> None:
    first = await ask(world)
    more = seen(await world.member.click(first, label="More"))
    assert not more.private
    assert "Excerpts 4 to" in more.text
    before = {quote.text for quote in seen(first).quotes}
    assert more.quotes
    assert not before & {quote.text for quote in more.quotes}


async def test_what_somebody_else_presses_answers_to_them_alone(world: World) -> None:
    first = await ask(world)
    before = seen(first).markdown
    for label in ("More", "Newest first", "Why this", "Cite", "Timeline"):
        assert seen(await world.other.click(first, label=label)).private
    assert seen(first).markdown == before


async def test_the_asker_changes_the_order_of_the_card_itself(world: World) -> None:
    first = await ask(world)
    await world.member.click(first, label="Oldest first")
    assert "oldest first" in seen(first).text
    assert "4 March 2019" in seen(first).text
    assert seen(first).text.index("4 March 2019") < seen(first).text.index("28 October 2019")
    await world.member.click(first, label="Best first")
    assert "oldest first" not in seen(first).text


async def test_the_asker_drops_the_dates(world: World) -> None:
    first = await ask(world, "What happened to the Heron probe in 2019?")
    assert "2021" not in seen(first).text
    await world.member.click(first, label="Any date")
    assert "Any date" not in seen(first).buttons
    assert "1 January" not in seen(first).text


async def test_context_shows_the_sentences_around_the_quote_in_private(world: World) -> None:
    first = await ask(world, "Who sewed the parachute by hand?")
    quote = seen(first).quotes[0]
    context = seen(await world.other.click(first, custom_id=seen(first).ids("Context")[0]))
    assert context.private
    around = context.quotes[0]
    assert len(around.text) > len(quote.text)
    bold = "".join(char for place, char in enumerate(around.text) if place in around.bold)
    assert quote.text.startswith(bold[:20])
    assert "Read on" in context.buttons


async def test_more_of_the_same_article(world: World) -> None:
    first = await ask(world, "the parachute and the legs and the camera of the lander")
    label = next(label for label in seen(first).buttons if label.endswith(" more here"))
    further = seen(await world.other.click(first, label=label))
    assert further.private
    assert len(further.quotes) == int(label[0])
    assert all(quote.text.replace("\n\n", "\n") in WORKSHOP.text.replace("\n\n", "\n") for quote in further.quotes)
    assert any(quote.bold for quote in further.quotes)
    assert further.ids("Context")


def test_no_number_is_cut_by_a_mark() -> None:
    article = Article("a", "A", "Beagle 2 was due at 2.54 a.m. and at 2.", "a.txt")
    ((*marks,),) = matched(Analyzer("english"), "Beagle 2", article, [(0, len(article.text))])
    assert [article.text[start:end] for start, end in marks] == ["Beagle", "2", "2"]


async def test_why_names_the_words_that_counted(world: World) -> None:
    why = seen(await world.member.click(await ask(world, "methane lake on Titan"), label="Why this"))
    assert why.private
    assert "methane +" in why.text
    assert "rarer" in why.text


async def test_citations_can_be_copied(world: World) -> None:
    cite = seen(await world.member.click(await ask(world, "Where did the Heron probe land?"), label="Cite"))
    assert cite.private
    assert "Heron probe lands on Titan. (2019, March 4). The Orbit Herald." in cite.markdown
    assert "```" in cite.markdown


async def test_votes_count_once_a_member_where_questions_are_kept(world: World, state: State) -> None:
    first = await ask(world)
    assert "keeps no questions" in seen(await world.member.click(first, label="Helpful")).text
    await state.servers.change(world.server.id, keep_questions=True)
    first = await ask(world)
    for label in ("Helpful", "Not helpful"):
        assert seen(await world.other.click(first, label=label)).text == "Thank you."


async def test_a_private_answer_is_shared_with_the_channel(world: World) -> None:
    private = await ask(world, private=True)
    shared = seen(await world.member.click(private, label="Share"))
    assert not shared.private
    assert HERON in shared.text
    assert f"Shared by {world.member.mention}" in shared.markdown
    assert world.sent("PATCH", "/@original")[-1]["allowed_mentions"] == {"parse": []}  # a name, not a ping
    assert "Delete" in shared.buttons


async def test_where_no_answers_are_wanted_none_is_shared(world: World) -> None:
    private = await ask(world, private=True)
    await world.services.state.servers.change(world.server.id, channels=(world.channel.id + 1,))
    refused = seen(await world.member.click(private, label="Share"))
    assert refused.private
    assert "cannot be shared" in refused.text


async def test_did_you_mean_asks_the_other_question_in_the_same_place(world: World) -> None:
    first = await ask(world, "Which Heeron probe fell silent?")
    (identity,) = seen(first).ids("Not helpful")
    name = identity.split(":")[2]
    (label,) = [label for label in seen(first).buttons if "Heron" in label]
    await world.member.click(first, label=label)
    assert "Which Heron probe fell silent?" in seen(first).texts[0].text
    assert seen(first).quotes
    assert "another version" in (await forge(world, first, f"clip:mean:{name}:9")).text


async def test_only_the_asker_and_moderators_delete_an_answer(world: World) -> None:
    first = await ask(world)
    refused = seen(await world.other.click(first, label="Delete"))
    assert "Only whoever asked" in refused.text
    assert refused.private
    await world.member.click(first, label="Delete")
    assert not list(world.answers())
    second = await ask(world)
    await world.admin.click(second, label="Delete")
    assert not list(world.answers())


async def test_buttons_work_after_a_restart(world: World, make_bot: Callable[..., ClippingsBot]) -> None:
    first = await ask(world)
    await world.env.restart_bot(make_bot())
    for label in ("More", "Why this", "Cite", "Helpful", "Timeline"):
        card = seen(await world.member.click(first, label=label))
        assert "went wrong" not in card.text
        assert "too old" not in card.text
    context = seen(first).ids("Context")[0]
    assert seen(await world.member.click(first, custom_id=context)).quotes


async def test_an_answer_that_is_too_old_says_so(world: World, state: State) -> None:
    first = await ask(world)
    await state.forget(world.member.id)
    card = seen(await world.member.click(first, label="More"))
    assert "too old" in card.text
    assert card.private
    context = seen(first).ids("Context")[0]
    assert seen(await world.member.click(first, custom_id=context)).quotes  # needs no memory


async def test_a_changed_and_a_gone_article_say_so(make_bot: Callable[..., ClippingsBot], own_library: Library) -> None:
    async with simcord.run(make_bot(library=own_library)) as env:
        world = World(env)
        first = await ask(world, "Heron probe on Titan, methane lake")
        places = {part.split(":")[3]: part for part in seen(first).ids("Context")}
        changed, gone = ARTICLES[0], ARTICLES[1]
        other = Article(changed.id, changed.title, changed.text + " Or so.", changed.path, changed.date)
        write_archive(own_library.corpus, [other])
        (own_library.corpus / f"{gone.id}.json").unlink()
        await own_library.reload("test")
        assert "has changed since" in seen(await world.member.click(first, custom_id=places[changed.key])).text
        assert "not in the archive any more" in seen(await world.member.click(first, custom_id=places[gone.key])).text
        assert "went wrong" not in seen(await world.member.click(first, label="Cite")).text


async def test_buttons_work_the_same_under_a_reply_to_a_message(world: World) -> None:
    await world.member.send(world.channel, f"{world.me} {HERON}")
    (answer,) = world.answers()
    assert seen(await world.other.click(answer, label="Why this")).private
    assert not seen(await world.member.click(answer, label="More")).private
    await world.member.click(answer, label="Newest first")
    (changed, _) = world.answers()
    assert "newest first" in seen(changed).text
    assert "Only whoever asked" in seen(await world.other.click(changed, label="Delete")).text
    await world.member.click(changed, label="Delete")
    assert [message.id for message in world.answers()] != [answer.id]


async def test_buttons_work_the_same_in_a_direct_message(world: World) -> None:
    await world.member.send_dm(HERON)
    channel = world.member.user.dm_channel
    assert channel is not None
    answer = channel.history()[-1]
    assert "Share" not in seen(answer).buttons
    for label in ("More", "Why this", "Cite", "Timeline"):
        assert "too old" not in seen(await world.member.user.click(answer, label=label)).text
    context = seen(answer).ids("Context")[0]
    assert seen(await world.member.user.click(answer, custom_id=context)).quotes
    await world.member.user.click(answer, label="Delete")
    assert answer.id not in [message.id for message in channel.history()]


# -- forged ------------------------------------------------------------------------------------------------------------


async def forge(world: World, message: simcord.ResponseMessage, identity: str) -> Seen:
    """A press of a button that the bot never made for this message: what a hostile client sends."""
    stored = world.env.backend.get_message(world.channel.id, message.id)
    part = next(part for row in stored.components for part in _flat(row) if part.get("custom_id"))
    part["custom_id"] = identity
    return seen(await world.member.click(message, custom_id=identity))


def _flat(part: dict[str, Any]) -> list[dict[str, Any]]:
    return [part, *(deeper for inner in part.get("components", []) for deeper in _flat(inner))]


async def test_a_forged_id_shows_no_other_servers_article(world: World) -> None:
    first = await ask(world)
    slip, place = "x" * 16, f"{SECRET.key}:{SECRET.version}"
    for identity in (
        *(f"clip:context:{slip}:{place}:0-9", f"clip:others:{slip}:{place}:0-9,9-12", f"clip:quote:{place}:0-9"),
        *(f"clip:read:{SECRET.key}:0", f"clip:turn:{SECRET.key}:1:{SECRET.version}:0-9", f"clip:turn:{SECRET.key}:0"),
    ):
        card = await forge(world, first, identity)
        assert "not in the archive any more" in card.text
        assert card.private
        assert "elderberry" not in card.markdown
        assert "party" not in card.markdown


async def test_another_servers_slip_opens_nothing(world: World) -> None:
    first = await ask(world)
    stranger = world.env.create_guild("The other room", id=OTHER_SERVER)
    theirs = stranger.create_text_channel("ask")
    member = stranger.add_member(world.env.create_user("vintner"))
    result = await member.slash(theirs, "ask", question="elderberry wine of the party")
    (identity,) = seen(result).ids("Cite")
    for step in ("cite", "more", "why", "bars", "sort", "anydate", "mean", "share", "judge", "delete"):
        card = await forge(world, first, identity.replace("cite", step) + ":0")
        assert "too old" in card.text
        assert "elderberry" not in card.markdown


STRANGE = [
    *("clip:nosuchstep", "clip:more", "clip:sort:x", "clip:context:a:b:c", "clip:context:a:b:c:9-1"),
    *("clip:read:a", "clip:read:a:-1", "clip:read:a:99999999999", "clip:others:a:b:c:", "clip:judge:::::"),
    *("clip:turn:a:0:v:zzzzzzzzz-1", "clip:mean:a:b", "clip:quote:", "clip:delete:", "clip:bar:x"),
]


async def test_a_span_that_the_article_does_not_have_gets_a_sentence(world: World) -> None:
    first = await ask(world)
    key, version = WORKSHOP.key, WORKSHOP.version
    for identity in (
        *(
            f"clip:context:{'x' * 16}:{key}:{version}:zzzz0-zzzzz",
            f"clip:others:{'x' * 16}:{key}:{version}:0-9,9-zzzzz",
        ),
        *(f"clip:quote:{key}:{version}:0-zzzzz", f"clip:turn:{key}:1:{version}:1-zzzzz"),
    ):
        assert "has changed since" in (await forge(world, first, identity)).text


async def test_a_strange_id_gets_a_sentence(world: World) -> None:
    first = await ask(world)
    for identity in STRANGE:
        card = await forge(world, first, identity)
        assert card.private, identity
        assert "went wrong" not in card.text, identity
        assert card.text, identity
