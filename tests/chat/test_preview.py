"""The preview page, in a real browser where there is one."""

from __future__ import annotations

import asyncio
import importlib
import shutil
import socket
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest

from bot.chat import preview
from bot.chat.bot import ClippingsBot
from bot.chat.preview import PortError, open_preview, serve_preview
from bot.chat.preview_relay import also_at
from bot.errors import MissingExtraError, SettingsError

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@pytest.fixture
async def page() -> AsyncIterator[Any]:
    """A page of the system's Chromium."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    from playwright.async_api import async_playwright

    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield await browser.new_page(viewport={"width": 1200, "height": 1000})
        await browser.close()


async def test_in_the_browser_a_question_is_answered_with_quote_and_date(
    make_bot: Callable[..., ClippingsBot], page: Any
) -> None:
    async with open_preview(make_bot) as shown:
        await page.goto(shown.url)
        composer = page.get_by_role("textbox").last
        await composer.click()
        for keys in ("/ask", "Where did the Heron probe land?"):
            await page.keyboard.type(keys)
            await page.wait_for_timeout(400)  # the page draws the command's options
            await page.keyboard.press("Enter")
        await page.get_by_text("on Titan on Monday after a journey of seven years").wait_for(timeout=20_000)
        text = await page.inner_text("body")
        assert "4 March 2019" in text
        assert "The Orbit Herald" in text
        assert "Reader used /ask" in text
        viewers = await page.locator("select option").all_inner_texts()
        assert {"Reader", "Archivist (admin)"} <= set(viewers)


async def test_it_says_where_it_is_and_how_to_go_live_and_opens_the_browser_of_a_desktop(
    make_bot: Callable[..., ClippingsBot], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    said: list[str] = []

    class ClosedError(Exception):
        """Ends the wait for the page to be closed."""

    def browser(url: str) -> None:
        opened.append(url)
        raise ClosedError

    monkeypatch.setattr(webbrowser, "open", browser)
    monkeypatch.setenv("DISPLAY", ":0")
    with pytest.raises(ClosedError):
        await serve_preview(make_bot, port=0, announce=said.append)
    assert opened[0].startswith("http://127.0.0.1:")
    assert opened[0] in said[0]
    assert any("DISCORD_TOKEN" in line for line in said)


async def test_a_taken_port_is_one_clear_sentence(make_bot: Callable[..., ClippingsBot]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortError, match=f"Port {port} is taken"):
            await serve_preview(make_bot, port=port, open_browser=False)


async def test_without_its_extra_it_names_what_to_install(
    make_bot: Callable[..., ClippingsBot], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "_NEEDED", ("simcord", "no_such_module"))
    with pytest.raises(MissingExtraError, match=r"\[preview\]"):
        await serve_preview(make_bot, port=0, open_browser=False)


def test_an_interaction_comes_through_the_server_s_own_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the preview would show nobody the commands of admins."""
    interactions: Any = importlib.import_module("simcord.interactions")
    unsaid = {"guild_id": "5", "authorizing_integration_owners": {}}  # as SimCord has it
    monkeypatch.setattr(interactions, "base_payload", lambda: ({}, dict(unsaid)))
    with preview._installation_told():
        assert interactions.base_payload()[1]["authorizing_integration_owners"] == {"0": "5"}
    assert not interactions.base_payload()[1]["authorizing_integration_owners"]


async def test_it_can_be_at_one_more_address_of_this_machine(make_bot: Callable[..., ClippingsBot]) -> None:
    said: list[str] = []
    host = "127.0.0.2"  # stands for a container's own address
    async with aiohttp.ClientSession() as session:
        serving = asyncio.create_task(
            serve_preview(make_bot, port=0, host=host, announce=said.append, open_browser=False)
        )
        while not said:
            await asyncio.sleep(0)
            if serving.done():
                await serving
        port = urlsplit(said[0].split()[-1]).port
        headers = {"Host": f"localhost:{port}"}
        async with session.get(f"http://{host}:{port}/", headers=headers) as answer:
            assert answer.status == 200
            assert "<html" in await answer.text()
        async with session.get(f"http://{host}:{port}/") as answer:
            assert answer.status == 403, "a page elsewhere cannot use it"
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving


async def test_an_address_that_is_none_of_this_machine_is_a_sentence() -> None:
    with pytest.raises(SettingsError, match=r"PREVIEW_HOST: the page cannot be at 192.0.2.1, port 8765"):
        async with also_at("192.0.2.1", 8765):
            pass
