"""An answer's buttons after a restart, when it is old, in other places, and on articles that have changed."""

from __future__ import annotations

from collections.abc import Callable

import simcord

from bot.chat.bot import ClippingsBot
from bot.library import Library
from bot.model import Article
from bot.store.state import State
from tests.chat.archive import ARTICLES, write_archive
from tests.chat.members.pressing import HERON, ask, forge, quote_ids
from tests.chat.world import World, choose, seen


async def test_buttons_work_after_a_restart(world: World, make_bot: Callable[..., ClippingsBot]) -> None:
    first = await ask(world)
    await world.env.restart_bot(make_bot())
    cards = [await world.member.click(first, label=label) for label in ("More quotes", "Helpful")]
    cards += [await choose(world.member, first, label) for label in ("Why these", "Cite", "Timeline")]
    for card in map(seen, cards):
        assert "went wrong" not in card.text
        assert "too old" not in card.text
    assert "Page" not in seen(await world.member.click(first, custom_id=quote_ids(seen(first))[0])).text


async def test_an_answer_that_is_too_old_says_so(world: World, state: State) -> None:
    first = await ask(world)
    await state.forget(world.member.id)
    card = seen(await world.member.click(first, label="More quotes"))
    assert card.text == "This answer is too old for that. Please ask again."
    assert card.private
    reader = seen(await world.member.click(first, custom_id=quote_ids(seen(first))[0]))
    assert "Related" in reader.buttons, "reading needs no memory"


async def test_a_changed_and_a_gone_article_say_so(make_bot: Callable[..., ClippingsBot], own_library: Library) -> None:
    async with simcord.run(make_bot(library=own_library)) as env:
        world = World(env)
        first = await ask(world, "Heron probe on Titan, methane lake")
        places = {part.split(":")[2]: part for part in quote_ids(seen(first))}
        changed, gone = ARTICLES[0], ARTICLES[1]
        other = Article(changed.id, changed.title, changed.text + " Or so.", changed.path, changed.date)
        write_archive(own_library.corpus, [other])
        (own_library.corpus / f"{gone.id}.json").unlink()
        await own_library.reload("test")
        assert "has changed since" in seen(await world.member.click(first, custom_id=places[changed.key])).text
        assert "not in the archive any more" in seen(await world.member.click(first, custom_id=places[gone.key])).text
        assert "went wrong" not in seen(await choose(world.member, first, "Cite")).text


async def test_buttons_work_the_same_under_a_reply_to_a_message(world: World) -> None:
    await world.member.send(world.channel, f"{world.me} {HERON}")
    (answer,) = world.answers()
    assert seen(await choose(world.other, answer, "Why these")).private
    assert not seen(await world.member.click(answer, label="More quotes")).private
    await choose(world.member, answer, "Newest first")
    (changed, _) = world.answers()
    assert "newest first" in seen(changed).text
    assert "Only whoever asked" in seen(await choose(world.other, changed, "Delete")).text
    await choose(world.member, changed, "Delete")
    assert [message.id for message in world.answers()] != [answer.id]


async def test_buttons_work_the_same_in_a_direct_message(world: World) -> None:
    await world.member.send_dm(HERON)
    channel = world.member.user.dm_channel
    assert channel is not None
    answer = channel.history()[-1]
    assert "Share" not in seen(answer).buttons
    assert "too old" not in seen(await world.member.user.click(answer, label="More quotes")).text
    for label in ("Why these", "Cite", "Timeline"):
        assert "too old" not in seen(await choose(world.member.user, answer, label)).text
    reader = seen(await world.member.user.click(answer, custom_id=quote_ids(seen(answer))[0]))
    assert "Share" not in reader.buttons
    await choose(world.member.user, answer, "Delete")
    assert answer.id not in [message.id for message in channel.history()]


async def test_buttons_of_answers_from_before_the_menu_work(world: World) -> None:
    """Each kind of custom id that earlier versions put under an answer."""
    first = await ask(world)
    name = seen(first).ids("Follow up")[0].split(":")[2]
    _, _, key, version, place = quote_ids(seen(first))[0].split(":")
    for identity in (
        *(f"clip:{step}:{name}" for step in ("more", "why", "cite", "bars", "anydate")),
        *(f"clip:sort:{name}:oldest", f"clip:judge:{name}:1", f"clip:context:{name}:{key}:{version}:{place}"),
        *(f"clip:others:{name}:{key}:{version}:{place},{place}", f"clip:turn:{key}:1:{version}:{place}"),
    ):
        card = await forge(world, first, identity)
        assert card.text
        for wrong in ("went wrong", "too old", "another version", "changed since"):
            assert wrong not in card.text, identity
