"""/timeline: when a topic was in the news, as a picture, and the articles of a bar that one chooses."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.answers.timeline import Bars, by_key, count_bars, in_bar, in_words, key_of
from bot.chat.components.persistent import Press, StepMenu, StrangePressError, custom_id, step
from bot.chat.members.browse_commands import LISTED, listed
from bot.chat.questions.desk import Asker
from bot.chat.questions.sessions import Slip
from bot.chat.text.date_options import bounds
from bot.chat.text.markdown import label, one_line
from bot.chat.transport.requester import asker_of, kept_private
from bot.chat.transport.responses import Interaction, deliver, failing
from bot.chat.views.chart import alt_text, draw, headline
from bot.chat.views.reply import GREEN, Reply, notice
from bot.language.dates_in_words import SayDay, day_in
from bot.model import Question, Turn

if TYPE_CHECKING:
    from bot.chat.bot import ClippingsBot

OPTIONS = 25  # Discord's, for a menu
_PICTURE = "timeline.png"


class Timelines(commands.Cog):
    """When a topic was in the news."""

    def __init__(self, bot: ClippingsBot) -> None:
        self.bot = bot

    @app_commands.command(description="Show when a topic was in the news")
    @app_commands.describe(
        topic="A few words",
        since="Only articles from then on: 2020, May 2020, 28 October 2020, last week",
        until="Only articles up to then",
    )
    async def timeline(
        self,
        interaction: Interaction,
        topic: app_commands.Range[str, 1, 200],
        since: app_commands.Range[str, 1, 60] | None = None,
        until: app_commands.Range[str, 1, 60] | None = None,
    ) -> None:
        """/timeline."""
        async with failing(interaction, "/timeline"):
            asker = asker_of(interaction)
            limits = bounds(since, until, self.bot.today())
            question = self.bot.desk.question(asker, topic, since=limits.since, until=limits.until)
            self.bot.desk.admit(asker)
            settings = await self.bot.desk.settings(asker)

            async def make() -> Reply:
                return await timeline(self.bot, asker, question)

            await deliver(interaction, make, private=kept_private(interaction, settings, None))


async def timeline(bot: ClippingsBot, asker: Asker, question: Question) -> Reply:
    """The card of a topic's timeline; its menu finds the question again by a slip."""
    bars = await bot.library.use(lambda index: count_bars(index, question))
    if not bars.bars:
        return notice(f"No dated article matches {one_line(bars.topic, 200)}.")
    picture = await asyncio.to_thread(draw, bars)
    name = bot.slips.name()
    await bot.slips.write(name, Slip(question, asker.member, Turn(question.text)))
    say = day_in((await bot.desk.settings(asker)).date_language)
    said = alt_text(bars)
    view = ui.LayoutView(timeout=None)
    view.add_item(
        ui.Container(
            ui.TextDisplay(f"### {one_line(bars.topic, 300)}"),
            ui.MediaGallery(discord.MediaGalleryItem(f"attachment://{_PICTURE}", description=said)),
            ui.TextDisplay(_peaks(bars, say)),
            ui.ActionRow(StepMenu("Articles of…", custom_id("bar", name), _options(bars, say))),
            accent_color=GREEN,
        )
    )
    return Reply(view, (discord.File(io.BytesIO(picture), _PICTURE, description=said),))


def _peaks(bars: Bars, say: SayDay) -> str:
    """The peaks by number and headline: below the picture, since a phone shows its letters too small."""
    return "\n".join(
        f"**{number}** · {in_words(bar.dates, say)} · {bar.count} · {one_line(headline(bar), 200)}"
        for number, bar in enumerate(bars.peaks, start=1)
    )


def _options(bars: Bars, say: SayDay) -> list[discord.SelectOption]:
    """The tallest bars, as many as a menu takes, in the order of time."""
    tallest = sorted((bar for bar in bars.bars if bar.count), key=lambda bar: -bar.count)[:OPTIONS]
    tallest.sort(key=lambda bar: key_of(bar.dates))
    return [
        discord.SelectOption(
            label=f"{in_words(bar.dates, say)} · {bar.count}",
            value=key_of(bar.dates),
            description=label(bar.best.title, 100) if bar.best else None,
        )
        for bar in tallest
    ]


@step("bars")
async def bars_of_answer(press: Press) -> None:
    """The timeline of an answer's question."""
    asker = asker_of(press.interaction)
    slip = await press.bot.slips.find(press.part(0), server=asker.server, member=asker.member)
    press.bot.desk.admit(asker)

    async def make() -> Reply:
        return await timeline(press.bot, asker, slip.question)

    await deliver(press.interaction, make, private=True)


@step("bar")
async def articles_of_bar(press: Press) -> None:
    """The articles of the bar that was chosen."""
    asker = asker_of(press.interaction)
    slip = await press.bot.slips.find(press.part(0), server=asker.server, member=asker.member)
    dates = by_key(press.values[0]) if press.values else None
    if dates is None:
        raise StrangePressError

    async def make() -> Reply:
        settings = await press.bot.desk.settings(asker)
        say = day_in(settings.date_language)
        found = await press.bot.library.use(lambda index: in_bar(index, slip.question, dates, LISTED))
        title = f"{one_line(slip.question.text, 200)} · {in_words(dates, say)}"
        return listed(title, found, say, nothing="No article is left of this bar.")

    await deliver(press.interaction, make, private=True)
