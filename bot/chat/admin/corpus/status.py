"""`/corpus reload`, `status`, `problems`, `log`: the state of the archive, its problems and its audit log."""

from __future__ import annotations

import asyncio

from discord import ButtonStyle, app_commands
from discord.ext import commands

from bot.articles.limits import MEGABYTE, megabytes
from bot.chat.admin.audit_log import entry_line
from bot.chat.admin.corpus.reload_command import reload_here
from bot.chat.admin.corpus.reload_runs import read_starter
from bot.chat.admin.corpus.reload_view import problem_line
from bot.chat.admin.panel import MAX_TEXT, counted, fitting, own_path, panel, table
from bot.chat.admin.permissions import admin_server
from bot.chat.admin.services import AdminServices
from bot.chat.components.custom_ids import custom_id
from bot.chat.components.persistent import Press, button
from bot.chat.text.markdown import to_discord
from bot.chat.transport.reply import AMBER, GREEN, Reply
from bot.chat.transport.responses import Interaction, acknowledge, deliver
from bot.language.dates_in_words import say_day, say_moment
from bot.language.figures import say_number
from bot.language.interface import N_, _
from bot.library import Status
from bot.model import Span
from bot.store.audit import AuditEntry

LOG_PAGE = 12  # entries


class StatusCommands(commands.Cog):
    """The part of `/corpus` that shows things, and the reload."""

    services: AdminServices

    @app_commands.command(name="reload", description="Read the articles again: new, changed and removed files")
    async def reload(self, interaction: Interaction) -> None:
        """Starts a reload, or shows the running one."""
        admin_server(interaction, "corpus reload")
        await acknowledge(interaction, thinking=True)
        server = await self.services.permissions.reload_server(interaction, "corpus reload")
        await reload_here(self.services, interaction, server)

    @app_commands.command(name="status", description="How many articles, from when to when, and how the bot is doing")
    async def status(self, interaction: Interaction) -> None:
        """The state of the loaded corpus, as far as this server may see it."""
        server = admin_server(interaction, "corpus status")
        await deliver(interaction, lambda: _status(self.services, server), private=True)

    @app_commands.command(name="problems", description="Files that were skipped, and why")
    async def problems(self, interaction: Interaction) -> None:
        """The list of problems, also as a file."""
        server = admin_server(interaction, "corpus problems")
        await deliver(interaction, lambda: _problems(self.services, server), private=True)

    @app_commands.command(name="log", description="Who changed what, and when")
    async def log(self, interaction: Interaction) -> None:
        """The latest entries of the audit log."""
        server = admin_server(interaction, "corpus log")
        await deliver(interaction, lambda: _log(self.services, server), private=True)


async def show_problems(services: AdminServices, press: Press) -> None:
    """The button below a reload's report."""
    server = admin_server(press.interaction, "corpus problems")
    await deliver(press.interaction, lambda: _problems(services, server), private=True)


async def show_older_entries(services: AdminServices, press: Press) -> None:
    """The next page of the audit log."""
    server = admin_server(press.interaction, "corpus log")
    before = press.number(0)
    await deliver(press.interaction, lambda: _log(services, server, before=before), private=True)


async def _status(services: AdminServices, server: int) -> Reply:
    status = services.library.status(server)
    span = status.span
    totals = not await asyncio.to_thread(services.corpus.has_others, server)
    lines = [_("### The archive"), _counts(span)]
    if span.dates.first is not None and span.dates.last is not None:
        lines.append(
            _("From **{first}** to **{last}**").format(first=say_day(span.dates.first), last=say_day(span.dates.last))
        )
    lines.append(_last_reload(status, server, totals=totals))
    if status.problems:
        problems = counted("{count} problem", "{count} problems", status.problems)
        said = _("{problems} ({skipped} skipped), see `/corpus problems`")
        lines.append(said.format(problems=problems, skipped=say_number(status.skipped)))
    else:
        lines.append(_("No problems with any file"))
    if status.notice:
        lines.append(
            to_discord(_(status.notice)) if totals else _("Something is wrong; the bot's owners find it in the log.")
        )
    lines.append(f"-# {_process(status)}")
    return panel(lines, AMBER if status.problems or status.notice else GREEN)


def _counts(span: Span) -> str:
    articles = counted("{count} article", "{count} articles", span.articles)
    undated = f" ({counted('{count} undated', '{count} undated', span.undated)})" if span.undated else ""
    passages = counted("{count} passage", "{count} passages", span.passages)
    return _("**{articles}**{undated} in {passages}").format(articles=articles, undated=undated, passages=passages)


def _last_reload(status: Status, server: int, *, totals: bool) -> str:
    by = read_starter(status.by).shown_in(server)
    said = _("Last reload: {time}, by {who}").format(time=say_moment(status.built), who=by)
    size = _("Index: {size} on the disk").format(size=_size(status.bytes_on_disk))
    return f"{said}\n{size}" if totals else said


def _process(status: Status) -> str:
    median = _("no question yet")
    if status.median_ms is not None:
        median = _("median answer {milliseconds} ms").format(milliseconds=say_number(status.median_ms))
    return median + " · " + _("{size} of memory").format(size=_size(status.rss))


def _size(size: int) -> str:
    return megabytes(size) if size >= MEGABYTE // 10 else f"{size / 1000:.0f} kB"


async def _problems(services: AdminServices, server: int) -> Reply:
    problems = services.library.problems(server)
    if not problems:
        return panel([_("### No problems"), _("Every file of the archive could be read.")], GREEN)
    rows = (
        (own_path(problem.path), problem.record or "", "skipped" if problem.skipped else "kept", problem.reason)
        for problem in problems
    )
    file = await asyncio.to_thread(table, "problems.csv", ("file", "record", "what", "reason"), rows)
    lines = fitting(map(problem_line, problems), MAX_TEXT - 200, N_("…and {count} more, all in the file below."))
    return panel([counted("### {count} problem", "### {count} problems", len(problems)), *lines], AMBER, files=[file])


async def _log(services: AdminServices, server: int, before: int | None = None) -> Reply:
    entries = await services.state.audit.entries(server, limit=LOG_PAGE + 1, before=before)
    if not entries:
        return panel([_("### Nothing in the log"), _("Each reload, change of a file and setting will be a line here.")])
    shown: list[AuditEntry] = entries[:LOG_PAGE]
    older = button(_("Older"), custom_id("corpuslog", shown[-1].number), style=ButtonStyle.secondary)
    return panel([_("### Log"), *map(entry_line, shown)], buttons=[older] if len(entries) > LOG_PAGE else [])
