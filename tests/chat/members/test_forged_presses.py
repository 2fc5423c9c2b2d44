"""Presses of buttons that the bot never made for a message, as a hostile client sends them."""

from __future__ import annotations

from tests.chat.archive import OTHER_SERVER, SECRET, WORKSHOP
from tests.chat.members.pressing import ask, forge, press_forged
from tests.chat.world import World, seen, submit


async def test_a_forged_id_shows_no_other_servers_article(world: World) -> None:
    first = await ask(world)
    session, place = "x" * 16, f"{SECRET.key}:{SECRET.version}"
    for identity in (
        *(f"clip:context:{session}:{place}:0-9", f"clip:others:{session}:{place}:0-9,9-12", f"clip:quote:{place}:0-9"),
        *(f"clip:post:{SECRET.key}:0", f"clip:related:{SECRET.key}"),
        *(f"clip:read:{SECRET.key}:0", f"clip:turn:{SECRET.key}:1:{SECRET.version}:0-9", f"clip:turn:{SECRET.key}:0"),
    ):
        card = await forge(world, first, identity)
        assert "not in the archive any more" in card.text
        assert card.private
        assert "elderberry" not in card.markdown
        assert "party" not in card.markdown


async def test_another_servers_session_opens_nothing(world: World) -> None:
    first = await ask(world)
    stranger = world.env.create_guild("The other room", id=OTHER_SERVER)
    theirs = stranger.create_text_channel("ask")
    member = stranger.add_member(world.env.create_user("vintner"))
    result = await member.slash(theirs, "ask", question="elderberry wine of the party")
    (identity,) = seen(result).ids("Follow up")
    steps = ("cite", "more", "why", "whynumbers", "bars", "sort", "anydate", "mean", "astyped", "share", "judge")
    for step in (*steps, "delete"):
        card = await forge(world, first, identity.replace("follow", step) + ":0")
        assert "too old" in card.text
        assert "elderberry" not in card.markdown
    for step in ("follow", "reword"):
        form = await press_forged(world, first, identity.replace("follow", step) + ":0")
        assert "elderberry" not in str(form.modal)
        assert "too old" in seen(await submit(world.member, form, "And then?")).text


STRANGE = [
    *("clip:nosuchstep", "clip:more", "clip:sort:x", "clip:context:a:b:c", "clip:context:a:b:c:9-1"),
    *("clip:read:a", "clip:read:a:-1", "clip:read:a:99999999999", "clip:others:a:b:c:", "clip:judge:::::"),
    *("clip:menu:a", "clip:post:a", "clip:related", "clip:followup:a"),
    *("clip:turn:a:0:v:zzzzzzzzz-1", "clip:mean:a:b", "clip:quote:", "clip:delete:", "clip:bar:x"),
]


async def test_a_span_that_the_article_does_not_have_gets_a_sentence(world: World) -> None:
    first = await ask(world)
    key, version = WORKSHOP.key, WORKSHOP.version
    for identity in (
        *(
            f"clip:context:{'x' * 16}:{key}:{version}:zzzz0-zzzzz",
            f"clip:others:{'x' * 16}:{key}:{version}:9-zzzzz,0-9",
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
