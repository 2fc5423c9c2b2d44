from __future__ import annotations

import asyncio

import pytest

from bot.model import Verdict
from bot.store.database import Connection
from bot.store.servers import ServerSettings, SettingError
from bot.store.state import State
from tests.store.conftest import ANNA, GAZETTE, HERALD, Place


async def test_a_server_that_set_nothing_has_the_defaults(state: State) -> None:
    assert await state.servers.read(HERALD) == ServerSettings()
    assert await state.servers.read(None) == ServerSettings()


async def test_a_setting_is_there_after_a_restart_and_only_in_its_server(place: Place) -> None:
    state = await place.open()
    await state.servers.change(HERALD, excerpts=5, channels=(7, 8), least=Verdict.ANSWERED)
    await state.servers.change(HERALD, private=True)
    await state.close()
    again = await place.open()
    assert await again.servers.read(HERALD) == ServerSettings((7, 8), True, 5, Verdict.ANSWERED)
    assert await again.servers.read(GAZETTE) == ServerSettings()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"excerpts": 0}, "Excerpts per answer: 1 to 5."),
        ({"excerpts": 6}, "Excerpts per answer: 1 to 5."),
        ({"retention_days": 366}, "Questions are kept 1 to 365 days."),
        ({"language": "xx"}, "Languages: en, de, es, fr, it, nl, pt."),
        ({"least": Verdict.NOTHING}, "Least verdict to show: answered or unsure."),
    ],
)
async def test_a_value_out_of_range_is_refused_with_the_range(
    state: State, change: dict[str, object], sentence: str
) -> None:
    with pytest.raises(SettingError, match=sentence.replace(".", r"\.")):
        await state.servers.change(HERALD, **change)
    assert await state.servers.read(HERALD) == ServerSettings()


async def test_answers_are_wanted_everywhere_until_channels_are_named() -> None:
    assert ServerSettings().answers_in(1)
    assert ServerSettings(channels=(1,)).answers_in(9, 1), "a thread belongs to its channel"
    assert not ServerSettings(channels=(1,)).answers_in(2, None)


async def test_a_stored_value_that_cannot_be_is_read_as_the_default(place: Place) -> None:
    state = await place.open()
    await state.servers.change(HERALD, excerpts=5, private=True)

    def spoil(connection: Connection) -> None:
        connection.execute("UPDATE settings SET value = '\"many\"' WHERE name = 'excerpts'")
        connection.execute("INSERT INTO settings VALUES (?, 'of_a_later_version', '1')", (HERALD,))

    await state._database.write(spoil)
    again = await place.open()
    assert await again.servers.read(HERALD) == ServerSettings(private=True)


async def test_consent_taken_back_removes_what_was_kept(state: State) -> None:
    await state.servers.change(HERALD, keep_questions=True)
    await state.questions.keep(HERALD, ANNA, "Who was first?", Verdict.NOTHING)
    assert len(await state.questions.unanswered(HERALD)) == 1
    await state.servers.change(HERALD, keep_questions=False)
    await state.servers.change(HERALD, keep_questions=True)
    assert await state.questions.unanswered(HERALD) == []


async def test_of_two_admins_who_each_add_a_channel_neither_is_lost(place: Place) -> None:
    states = [await place.open(), await place.open()]

    async def add(number: int) -> None:
        await states[number % 2].servers.update(HERALD, lambda before: {"channels": (*before.channels, number)})

    await asyncio.gather(*map(add, range(1, 21)))
    assert sorted((await (await place.open()).servers.read(HERALD)).channels) == list(range(1, 21))


async def test_the_language_of_dates_of_a_former_version_is_the_servers_language(place: Place) -> None:
    state = await place.open()
    await state.servers.change(HERALD, excerpts=5)

    def as_formerly(connection: Connection) -> None:
        connection.execute("INSERT INTO settings VALUES (?, 'date_language', '\"de\"')", (HERALD,))

    await state._database.write(as_formerly)
    await state.close()
    again = await place.open()
    assert (await again.servers.read(HERALD)).language == "de"
    await again.servers.change(HERALD, language="")
    await again.close()
    assert (await (await place.open()).servers.read(HERALD)).language == ""
