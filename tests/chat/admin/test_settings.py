from __future__ import annotations

from bot.model import Verdict
from bot.store.servers import ServerSettings
from tests.chat.admin.house import House
from tests.chat.world import seen


async def test_every_setting_is_set_shown_and_noted(house: House) -> None:
    server, state = house.herald, house.services.state
    quiet = server.guild.create_text_channel("quiet")

    async def set_to(command: str, **options: object) -> str:
        card = seen(await server.admin.slash(server.channel, f"settings {command}", **options))
        assert card.private
        return card.text

    await set_to("channels", what="answer in", channel=server.channel)
    await set_to("channels", what="answer in", channel=quiet)
    await set_to("channels", what="no longer in", channel=quiet)
    await set_to("answers", private=True, excerpts=5, least="answered", mentions=False)
    await set_to("language", language="de")
    await set_to("questions", keep=True, days=30)
    shown = await set_to("log", channel=quiet)
    assert await state.servers.read(server.id) == ServerSettings(
        channels=(server.channel.id,),
        private=True,
        excerpts=5,
        least=Verdict.ANSWERED,
        language="de",
        keep_questions=True,
        retention_days=30,
        mentions=False,
        audit_channel=quiet.id,
    )
    assert shown == await set_to("show")
    assert "Questions are kept without names for 30 days" in shown
    assert "Language: Deutsch" in shown
    assert [entry.detail for entry in await state.audit.entries(server.id)] == [
        f"audit channel: {quiet.id}",
        "keep questions: yes, retention days: 30",
        "language: de",
        "private: yes, excerpts: 5, least: answered, mentions: no",
        f"channels: {server.channel.id}",
        f"channels: {server.channel.id}, {quiet.id}",
        f"channels: {server.channel.id}",
    ]
    assert await state.servers.read(house.gazette.id) == ServerSettings()


async def test_settings_count_at_the_next_question(house: House) -> None:
    server = house.herald
    await server.admin.slash(server.channel, "settings answers", excerpts=1)
    await server.admin.slash(server.channel, "settings language", language="de")
    answer = await house.ask(server, server.member, "Where did the Heron probe land?")
    assert len(answer.quotes) == 1
    assert "28. Oktober 2020" in answer.text


async def test_where_only_sure_answers_are_wanted_an_unsure_one_is_told_as_none(house: House) -> None:
    server, question = house.herald, "Who painted the ferry that joins the islands purple?"
    unsure = await house.ask(server, server.member, question)
    assert "No clear answer" in unsure.text
    assert unsure.quotes
    await server.admin.slash(server.channel, "settings answers", least="answered")
    refused = await house.ask(server, server.member, question)
    assert "Nothing on “painted” or “purple”" in refused.text
    assert not refused.quotes


async def test_a_channel_must_be_named_to_be_chosen(house: House) -> None:
    server = house.herald
    card = seen(await server.admin.slash(server.channel, "settings channels", what="answer in"))
    assert card.text == "Name the channel as well."
    await server.admin.slash(server.channel, "settings channels", what="answer in", channel=server.channel)
    await server.admin.slash(server.channel, "settings channels", what="everywhere")
    assert (await house.services.state.servers.read(server.id)).channels == ()


async def test_a_log_channel_that_the_bot_cannot_write_to_is_reported(house: House) -> None:
    server = house.herald
    house.env.inject_error("POST", "/channels/*/messages", status=403)
    card = seen(await server.admin.slash(server.channel, "settings log", channel=server.channel))
    assert "The log's channel took no line" in card.text
    category = server.guild.create_category("all channels")
    card = seen(await server.admin.slash(server.channel, "settings log", channel=category))
    assert card.text == "Choose a channel of this server in which messages can be written."
