"""`/corpus unanswered` and `/insights`: what members asked, where their server keeps questions."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.admin.insights.chart import draw
from bot.chat.admin.insights.grouping import Group, grouped
from bot.chat.admin.insights.statistics import Month, count_month, month_before
from bot.chat.admin.panel import MAX_TEXT, fitting, panel, picture, table
from bot.chat.admin.permissions import admin_server
from bot.chat.admin.services import AdminServices
from bot.chat.text.markdown import one_line
from bot.chat.transport.reply import AMBER, GREEN, Reply
from bot.chat.transport.responses import Interaction, deliver
from bot.chat.transport.turns import compute, compute_apart
from bot.language.dates_in_words import say_range
from bot.language.figures import say_number, say_share
from bot.language.interface import N_, _, ngettext
from bot.model import DateRange

_SHOWN = 15
_NEEDING = 5  # groups of questions that /insights names
_QUESTION = 150
_ASK_CONSENT = N_(
    "Here no questions are kept. An admin can allow it with `/settings questions`: without names, "
    "for as long as you choose, and every member can have theirs removed with `/forget-me`."
)


class UnansweredCommand(commands.Cog):
    """The part of `/corpus` that shows what the archive lacks."""

    services: AdminServices

    @app_commands.command(name="unanswered", description="What readers asked most and did not find")
    async def unanswered(self, interaction: Interaction) -> None:
        """Questions that found nothing or whose answer did not help; near-duplicates are grouped."""
        server = admin_server(interaction, "corpus unanswered")
        await deliver(interaction, lambda: _unanswered(self.services, server), private=True)


class InsightsCog(commands.Cog):
    """Statistics of a server's questions, for its admins."""

    def __init__(self, services: AdminServices) -> None:
        self._services = services

    @app_commands.command(name="insights", description="A month of questions: how many, how well, about what")
    @app_commands.describe(month="Like 2025-03; without it, the last 30 days")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def insights(self, interaction: Interaction, month: str | None = None) -> None:
        """Shows a chart and statistics of one month."""
        server = admin_server(interaction, "insights")
        await deliver(interaction, lambda: _insights(self._services, server, month), private=True)


async def _unanswered(services: AdminServices, server: int) -> Reply:
    state = services.state
    if not (await state.servers.read(server)).keep_questions:
        return panel([_("### No questions are kept"), _(_ASK_CONSENT)])
    questions = await state.questions.unanswered(server)
    groups = await compute(grouped, questions)
    if not groups:
        return panel(
            [
                _("### Nothing to show"),
                _("Every question kept here found something, and nobody objected."),
            ],
            GREEN,
        )
    rows = (
        (group.text, group.asked, group.nothing, group.unhelpful, group.unopened, f"{group.latest:%Y-%m-%d}")
        for group in groups
    )
    header = ("question", "asked", "nothing found", "not helpful", "unsure, not opened", "last asked")
    file = await compute(table, "unanswered.csv", header, rows)
    lines = fitting(map(_group_line, groups[:_SHOWN]), MAX_TEXT - 300, "…")
    more = (
        [_("-# {count} more in the file.").format(count=say_number(len(groups) - _SHOWN))]
        if len(groups) > _SHOWN
        else []
    )
    return panel([_needing(len(questions), await state.questions.count(server)), *lines, *more], AMBER, files=[file])


def _group_line(group: Group) -> str:
    how = [_("{count} found nothing").format(count=group.nothing)] if group.nothing else []
    how += [_("{count} not helpful").format(count=group.unhelpful)] if group.unhelpful else []
    how += [_("{count} unsure and not opened").format(count=group.unopened)] if group.unopened else []
    return f"- **{group.asked} ×** {one_line(group.text, _QUESTION)} — {', '.join(how)}"


async def _insights(services: AdminServices, server: int, month: str | None) -> Reply:
    settings = await services.state.servers.read(server)
    if not settings.keep_questions:
        return panel([_("### No questions are kept"), _(_ASK_CONSENT)])
    first, before = month_before(services.today(), month)
    begin, end = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (first, before))
    questions = await services.state.questions.between(server, begin, end)
    counted = count_month(questions, first, before)
    if not counted.questions:
        return panel([_("### No questions"), _("Nobody asked anything in that time.")])
    image = await compute_apart(draw, counted)
    needing = [question for question in reversed(questions) if question.needs_articles]
    groups = await compute(grouped, needing)
    lines = [
        _needing(len(needing), len(questions)),
        "-# " + say_range(DateRange(first, counted.last)),
        *map(_group_line, groups[:_NEEDING]),
        _summary(counted),
    ]
    return picture(lines, discord.File(BytesIO(image), filename="insights.png"), counted.in_words())


def _summary(month: Month) -> str:
    return ngettext(
        "**{questions}** question · **{answered}** answered · {unsure} unsure · {nothing} nothing · median {median} ms",
        "**{questions}** questions · **{answered}** answered · {unsure} unsure · {nothing} nothing · "
        "median {median} ms",
        month.questions,
    ).format(
        questions=say_number(month.questions),
        answered=say_share(month.answered),
        unsure=say_share(month.unsure),
        nothing=say_share(month.nothing),
        median=say_number(month.median_ms),
    )


def _needing(count: int, of: int) -> str:
    """How many questions need articles, of how many."""
    said = ngettext("### {count} of {all} question needs articles", "### {count} of {all} questions need articles", of)
    return said.format(count=say_number(count), all=say_number(of))
