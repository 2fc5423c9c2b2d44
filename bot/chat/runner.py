"""The bot on Discord: connects, stays, and leaves cleanly when it is stopped."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import aiohttp
import discord
from discord.http import Route

from bot.errors import ClippingsError, SettingsError, TokenError
from bot.language.interface import N_

if TYPE_CHECKING:
    from bot.chat.bot import ClippingsBot

log = logging.getLogger(__name__)

_PAUSE, _LONGEST_PAUSE = 1, 60  # seconds between two attempts to reach Discord at the start
_SERVER_ERROR = 500
CLOSE_SECONDS = 9.0  # for everything after the signal; Docker kills after ten
_REFUSED = 4004  # the gateway's close code for a token that is not valid (any more)
_SHARDS = {  # close codes about shards
    4010: N_("Discord knows no such shard: SHARD_COUNT must be the same in every process, and SHARD_IDS below it."),
    4011: N_("The bot is in too many servers for so few shards: raise SHARD_COUNT, in every process, or leave it out."),
}


class UnreachableError(ClippingsError):
    """Discord could not be reached when the bot started."""

    def __init__(self, error: Exception) -> None:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        super().__init__("Discord cannot be reached: {reason}. Check the network, and run again.", reason=reason)


async def run_bot(bot: ClippingsBot, token: str | None) -> None:
    """Connects and stays until SIGTERM or SIGINT, then lets answers under way finish and leaves.

    Raises:
        TokenError: there is no token, or Discord refuses it.
        SettingsError: Discord refuses the shards.
        UnreachableError: Discord answered at first and was gone at the login. Otherwise the bot waits for it to come
            back, at the start and later.
    """
    if not token:
        raise TokenError("There is no token: put DISCORD_TOKEN=<your bot's token> into .env, or set it.")
    with _stop_signals() as leave:
        try:
            async with bot:
                await _until(leave, bot, token)
        except discord.LoginFailure:
            raise TokenError(
                "Discord refuses the token. Copy it again from the developer portal: Bot, then Reset Token."
            ) from None
        except (OSError, aiohttp.ClientError, discord.DiscordServerError) as error:
            raise UnreachableError(error) from error


async def _start(bot: ClippingsBot, token: str) -> None:
    await _until_reachable()
    await bot.start(token)


async def _until_reachable() -> None:
    """Waits for Discord to answer at all: a machine that boots has its network a little later than its programs."""
    pause = _PAUSE
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        while True:
            try:
                async with session.get(f"{Route.BASE}/gateway") as answer:
                    if answer.status < _SERVER_ERROR:
                        return
                    reason = f"it answers {answer.status}"
            except (OSError, aiohttp.ClientError, TimeoutError) as error:
                reason = str(error) or type(error).__name__
            log.warning("Discord cannot be reached: %s. Trying again in %d seconds.", reason, pause)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)


async def _until(leave: asyncio.Event, bot: ClippingsBot, token: str) -> None:
    running = asyncio.create_task(_start(bot, token), name="discord")
    signalled = asyncio.create_task(leave.wait(), name="stop signal")
    await asyncio.wait({running, signalled}, return_when=asyncio.FIRST_COMPLETED)
    signalled.cancel()
    if leave.is_set():
        log.info("stopping")
        await _close(bot)
        running.cancel()  # a login that hangs does not end by closing
        (ended,) = await asyncio.gather(running, return_exceptions=True)
        log.debug("what was under way ended with %r", ended)  # its connection was closed under it
        return
    try:
        await running
    except discord.ConnectionClosed as error:
        if error.code == _REFUSED:
            raise discord.LoginFailure("refused by the gateway") from None
        if error.code in _SHARDS:
            raise SettingsError(_SHARDS[error.code]) from None
        raise


async def _close(bot: ClippingsBot) -> None:
    try:
        await asyncio.wait_for(bot.close(), CLOSE_SECONDS)
    except TimeoutError:
        log.warning("the connection to Discord could not be closed in time")


@contextmanager
def _stop_signals() -> Iterator[asyncio.Event]:
    """An event that SIGTERM or SIGINT sets. A second signal ends the process at once."""
    leave = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stop(number: signal.Signals) -> None:
        leave.set()
        loop.remove_signal_handler(number)

    signals = (signal.SIGTERM, signal.SIGINT)
    for number in signals:
        loop.add_signal_handler(number, stop, number)
    try:
        yield leave
    finally:
        for number in signals:
            loop.remove_signal_handler(number)
