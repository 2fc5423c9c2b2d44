"""`/feeds`: the RSS, Atom and JSON feeds from which a server's archive grows, and the task that polls them."""

from __future__ import annotations

from datetime import UTC, datetime

from discord import app_commands
from discord.ext import commands

from bot.chat.admin.corpus.reload_runs import Starter
from bot.chat.admin.panel import MAX_TEXT, counted, fitting, panel
from bot.chat.admin.permissions import UnknownOwnerError, admin_server, is_admin
from bot.chat.admin.services import AdminServices
from bot.chat.text.markdown import label, one_line
from bot.chat.transport.reply import AMBER, GREEN, Reply
from bot.chat.transport.responses import Interaction, deliver
from bot.errors import BusyError, CorpusError
from bot.feeds.parsing import ParsedFeed
from bot.feeds.poller import FeedPoller
from bot.feeds.reader import FeedReader
from bot.language.dates_in_words import say_day, say_moment
from bot.language.interface import N_, _
from bot.store.feeds import INTERVAL, Feed
from bot.web.fetching import WebClient

MAX_FEEDS = 20  # of a server; the shared part has as many
BY = "feeds"  # who started a reload, in the library's words
_POLLING = "polling feeds"
_TITLE, _URL, _ERROR = 80, 120, 160  # characters of each that are shown


@app_commands.default_permissions(manage_guild=True)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
class FeedsCog(commands.GroupCog, group_name="feeds", group_description="Feeds from which the archive grows"):
    """Adds, lists and removes feeds; polls them where this process indexes."""

    def __init__(self, services: AdminServices, web: WebClient) -> None:
        self.services = services
        self._reader = FeedReader(services.state.feeds, services.corpus, web, services.today)
        self.poller = FeedPoller(services.state.feeds, self._reader, self._reload)

    async def cog_load(self) -> None:
        """Starts polling, unless another process indexes and owns the folder."""
        if not self.services.library.follows:
            await self.services.library.supervisor.stop(_POLLING)  # of an earlier bot over this library
            self.services.library.supervisor.keep_running(_POLLING, self.poller.run)

    async def cog_unload(self) -> None:
        """Ends polling."""
        await self.services.library.supervisor.stop(_POLLING)

    @app_commands.command(name="add", description="Take in the articles of a feed, now and as they appear")
    @app_commands.describe(
        address="The feed, or the site's front page",
        full_text="Read the article's page where the feed has only a summary",
        shared="For every server (the bot's owners only)",
    )
    async def add(
        self, interaction: Interaction, address: str, *, full_text: bool = False, shared: bool = False
    ) -> None:
        """Reads the feed once, and adds it if it is one."""
        admin_server(interaction, "feeds add")
        await deliver(interaction, lambda: self._add(interaction, address, full_text, shared), private=True)

    @app_commands.command(name="list", description="The feeds, when each was read last, and what is wrong with any")
    async def show(self, interaction: Interaction) -> None:
        """The server's own feeds and the shared ones."""
        server = admin_server(interaction, "feeds list")
        await deliver(interaction, lambda: self._list(server), private=True)

    @app_commands.command(name="remove", description="Stop reading a feed; its articles stay")
    @app_commands.describe(feed="Which feed")
    async def remove(self, interaction: Interaction, feed: str) -> None:
        """Removes a feed."""
        server = admin_server(interaction, "feeds remove")
        await deliver(interaction, lambda: self._remove(interaction, server, feed), private=True)

    @remove.autocomplete("feed")
    async def removable(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Feeds that this admin may remove."""
        if not is_admin(interaction):
            return []
        feeds = await self._changeable(interaction)
        typed = current.casefold()
        return [
            app_commands.Choice(name=label(f"{feed.title} · {feed.url}", 100), value=str(feed.id))
            for feed in feeds
            if typed in f"{feed.title} {feed.url}".casefold()
        ][:25]

    async def _add(self, interaction: Interaction, address: str, full_text: bool, shared: bool) -> Reply:
        server = await self._permitted_server(interaction, "feeds add", shared=shared)
        scope = None if shared else server
        await self.services.editor.check(scope)
        if len(await self.services.state.feeds.of(scope)) >= MAX_FEEDS:
            raise BusyError("There are {most} feeds already; remove one with /feeds remove first.", most=MAX_FEEDS)
        url, parsed = await self._reader.look(address)
        added = await self.services.state.feeds.add(scope, url, parsed.title, full_text=full_text)
        if added is None:
            raise CorpusError("That feed is on the list already: see /feeds list.")
        await self.services.audit_log.record(server, interaction.user.id, "feed added", url)
        if not self.services.library.follows:  # else the process that indexes looks for feeds by itself
            self.poller.wake()
        return panel(self._added_lines(added, parsed), GREEN)

    def _added_lines(self, feed: Feed, parsed: ParsedFeed) -> list[str]:
        days = [entry.date for entry in parsed.entries if entry.date]
        parts = [counted("{count} article", "{count} articles", len(parsed.entries))]
        if days:
            said = _("from **{first}** to **{last}**")
            parts.append(said.format(first=say_day(min(days)), last=say_day(max(days))))
        elif parsed.entries:
            parts.append(_("without dates"))
        parts.append(_("for **every** server") if feed.server is None else _("for this server alone"))
        lines = [
            _("### Added {title}").format(title=one_line(feed.title, _TITLE)),
            ", ".join(parts) + ".",
            _("They can be quoted in a minute; the feed is read again every {minutes} minutes.").format(
                minutes=INTERVAL // 60
            ),
        ]
        if not feed.full_text and any(entry.summary for entry in parsed.entries):
            lines.append(
                _("-# It has summaries only. Remove it and add it with `full_text` to read the articles' pages.")
            )
        return lines

    async def _list(self, server: int) -> Reply:
        own, shared = await self.services.state.feeds.of(server), await self.services.state.feeds.of(None)
        if not own and not shared:
            return panel([_("### No feeds"), _("`/feeds add` takes in the articles of an RSS, Atom or JSON feed.")])
        lines = [*(_line(feed) for feed in own), *(_line(feed) + "\n  -# " + _("shared") for feed in shared)]
        failing_ones = any(feed.error for feed in (*own, *shared))
        return panel(
            [_("### Feeds"), *fitting(lines, MAX_TEXT - 100, N_("…and {count} more"))], AMBER if failing_ones else GREEN
        )

    async def _remove(self, interaction: Interaction, server: int, chosen: str) -> Reply:
        feed = next((feed for feed in await self._changeable(interaction) if chosen in (str(feed.id), feed.url)), None)
        if feed is None or await self.services.state.feeds.remove(feed.server, feed.id) is None:
            raise CorpusError("There is no such feed among those you may change. Choose one from the list.")
        await self.services.audit_log.record(server, interaction.user.id, "feed removed", feed.url)
        stay = _("Its articles stay; `/corpus remove` takes out their files.")
        return panel([_("### Removed {title}").format(title=one_line(feed.title, _TITLE)), stay], GREEN)

    async def _changeable(self, interaction: Interaction) -> list[Feed]:
        """The feeds that the person may remove: their server's, and the shared ones where they may change these."""
        feeds = await self.services.state.feeds.of(interaction.guild_id)
        try:
            if await self.services.permissions.may_change_shared(interaction):
                feeds += await self.services.state.feeds.of(None)
        except UnknownOwnerError:
            pass
        return feeds

    async def _permitted_server(self, interaction: Interaction, action: str, *, shared: bool) -> int:
        if shared:
            return await self.services.permissions.shared_server(interaction, action)
        return admin_server(interaction, action)

    async def _reload(self, articles: int) -> None:
        del articles
        self.services.reloads.request(Starter(words=BY))


def _line(feed: Feed) -> str:
    """One feed as markdown: title, address, when it was read and when it is read next."""
    if feed.error:
        again = _("Tried again at {time}, every {pause}.").format(time=_time(feed.due), pause=_minutes(feed.pause))
        when = f"⚠️ {one_line(_(feed.error), _ERROR)} {again}"
    elif feed.succeeded is None:
        when = _("not read yet")
    else:
        when = _("read at {time}").format(time=_time(feed.succeeded))
    full = ", " + _("full text") if feed.full_text else ""
    return f"- **{one_line(feed.title, _TITLE)}**{full} · {one_line(feed.url, _URL)}\n  -# {when}"


def _time(seconds: int) -> str:
    return say_moment(datetime.fromtimestamp(seconds, UTC))


def _minutes(seconds: int) -> str:
    if seconds >= 2 * 3600:
        return counted("{count} hour", "{count} hours", seconds // 3600)
    return counted("{count} minute", "{count} minutes", seconds // 60)
