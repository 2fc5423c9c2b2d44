"""Taking quotes along: Export under an answer, and a member's scrapbook (`/clip`, `/clippings`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.chat.components.custom_ids import UnknownActionError, custom_id
from bot.chat.components.persistent import Handlers, Press, menu
from bot.chat.questions.desk import Desk
from bot.chat.text.caption import caption
from bot.chat.text.markdown import label, one_line
from bot.chat.transport.reply import GREEN, GREY, Item, Reply, card, notice
from bot.chat.transport.requester import Requester, requester_of
from bot.chat.transport.responses import Interaction, deliver
from bot.chat.transport.turns import compute
from bot.chat.views.answer_buttons import button
from bot.chat.views.export import NoLettersError, Quote, as_markdown, as_pdf, whole_sentences
from bot.errors import ClippingsError, MissingExtraError
from bot.language.dates_in_words import dated
from bot.language.interface import _, ngettext
from bot.library import Library
from bot.model import Turn
from bot.search import Index
from bot.store.state import State

_SHOWN, _CHOICES = 8, 25  # of the latest quotes: on the card, and in the menu that removes
_LINE = 160  # characters of a quote in the list


class NoScrapbookError(ClippingsError):
    """The server's admins have not turned scrapbooks on, or this is no server."""

    def __init__(self) -> None:
        super().__init__(
            "Taking quotes along is off here. An admin can turn it on: `/settings members clippings:True`."
        )


class NothingToTakeError(ClippingsError):
    """There is no quote to save or to export; the sentence says why."""


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
class Scrapbook(commands.Cog):
    """A member's own scrapbook in one server."""

    def __init__(self, library: Library, state: State, desk: Desk, today: Callable[[], date]) -> None:
        self._library = library
        self._state = state
        self._desk = desk
        self._today = today

    def handlers(self) -> Handlers:
        """The actions of the buttons and the menu by their names in custom ids."""
        return {"clipsout": self._export, "unclip": self._unclip}

    @app_commands.command(name="clip", description="Save the quotes of your latest answer here in your scrapbook")
    async def clip(self, interaction: Interaction) -> None:
        """Saves what the latest answer in this channel quoted."""

        async def make() -> Reply:
            requester = requester_of(interaction)
            latest = await self._desk.sessions.latest(interaction.channel_id or 0, requester.member)
            if latest is None:
                raise NothingToTakeError(
                    "You have asked nothing here lately. Choose **Clip** in the menu under an answer."
                )
            return await self._save(requester, latest)

        await deliver(interaction, make, private=True)

    @app_commands.command(name="clippings", description="Your scrapbook: the quotes that you saved in this server")
    async def clippings(self, interaction: Interaction) -> None:
        """Lists the member's own quotes."""
        await deliver(interaction, lambda: self._list(requester_of(interaction)), private=True)

    async def clip_answer(self, press: Press) -> None:
        """Saves the quotes of an answer: a choice of the menu under it."""
        requester = requester_of(press.interaction)
        await deliver(press.interaction, lambda: self._save(requester, press.part(0)), private=True)

    async def export_answer(self, press: Press) -> None:
        """Gives the quotes of an answer as files: a choice of the menu under it."""
        requester = requester_of(press.interaction)
        self._desk.admit(requester)

        async def make() -> Reply:
            await self._require_on(requester)
            turn = await self._turn(requester, press.part(0))
            found = await self._quotes(_pairs(turn), requester.server)
            return await self._files(turn.question, [quote for quote in found if quote is not None])

        await deliver(press.interaction, make, private=True)

    async def _export(self, press: Press) -> None:
        """The button below the scrapbook."""
        requester = requester_of(press.interaction)
        self._desk.admit(requester)

        async def make() -> Reply:
            server = await self._require_on(requester)
            saved = await self._state.scrapbooks.of(server, requester.member)
            found = await self._quotes([(quote.article, quote.text) for quote in saved], server)
            return await self._files(_("My clippings"), [quote for quote in found if quote is not None])

        await deliver(press.interaction, make, private=True)

    async def _unclip(self, press: Press) -> None:
        """The menu below the scrapbook: removes one quote."""
        requester = requester_of(press.interaction)
        if not press.values or not press.values[0].isdecimal() or requester.server is None:
            raise UnknownActionError
        server, chosen = requester.server, int(press.values[0][:18])

        async def make() -> Reply:
            await self._state.scrapbooks.remove(server, requester.member, chosen)
            return await self._list(requester)

        await deliver(press.interaction, make, private=True)

    async def _require_on(self, requester: Requester) -> int:
        settings = await self._desk.settings(requester)
        if requester.server is None or not settings.clippings:
            raise NoScrapbookError
        return requester.server

    async def _save(self, requester: Requester, session: str) -> Reply:
        server = await self._require_on(requester)
        turn = await self._turn(requester, session)
        if not turn.articles:
            raise NothingToTakeError("This answer quotes nothing.")
        saved = await self._state.scrapbooks.save(server, requester.member, _pairs(turn))
        said = ngettext("Saved {count} quote.", "Saved {count} quotes.", saved).format(count=saved)
        known = _("These quotes are in your scrapbook already.")
        return notice(said if saved else known, _("-# `/clippings` shows them."))

    async def _turn(self, requester: Requester, session: str) -> Turn:
        found = await self._desk.sessions.find(session, server=requester.server, member=requester.member)
        return found.turn

    async def _quotes(self, pairs: Sequence[tuple[str, str]], server: int | None) -> list[Quote | None]:
        """Each quote as whole sentences; None for what is not in the archive any more, or not for this server."""

        def read(index: Index) -> list[Quote | None]:
            rows = [index.find(key, server) for key, _words in pairs]
            return [
                None if row is None else whole_sentences(index.article(row), words)
                for row, (_key, words) in zip(rows, pairs, strict=True)
            ]

        return await self._library.use(read)

    async def _list(self, requester: Requester) -> Reply:
        server = await self._require_on(requester)
        saved = (await self._state.scrapbooks.of(server, requester.member))[::-1]
        if not saved:
            return notice(
                _("Your scrapbook is empty. **Clip**, in the menu under an answer, saves its quotes."), color=GREY
            )
        found = await self._quotes([(quote.article, quote.text) for quote in saved[:_CHOICES]], server)
        parts: list[Item] = [ui.TextDisplay(f"### {_('Your clippings')} · {len(saved)}")]
        gone = _("No longer in the archive.")
        for quote in found[:_SHOWN]:
            words = f"> {one_line(quote.text, _LINE)}\n{caption(quote.article)}" if quote else f"-# {gone}"
            parts.append(ui.TextDisplay(words))
        options = [
            discord.SelectOption(
                label=label(quote.text if quote else gone, 100),
                value=str(kept.id),
                description=dated(quote.article.date) if quote else None,
            )
            for kept, quote in zip(saved, found, strict=False)
        ]
        export = button(_("Export"), custom_id("clipsout"), emoji="📎")
        remove = menu(_("Remove a quote …"), custom_id("unclip"), options)
        return card(*parts, color=GREEN, below=[ui.ActionRow(export), ui.ActionRow(remove)])

    async def _files(self, title: str, quotes: Sequence[Quote]) -> Reply:
        """Both files; the Markdown alone, with the reason, where no PDF can be made."""
        if not quotes:
            raise NothingToTakeError("None of these quotes is in the archive any more.")
        today = self._today()
        contents = {"md": await compute(as_markdown, title, quotes, today)}
        said = ngettext("{count} quote to take along.", "{count} quotes to take along.", len(quotes))
        lines = [said.format(count=len(quotes))]
        try:
            contents["pdf"] = await compute(as_pdf, title, quotes, today)
        except (NoLettersError, MissingExtraError) as error:
            lines.append(f"-# {error}")
        names = {f"clippings-{today.isoformat()}.{kind}": content for kind, content in contents.items()}
        shown: list[Item] = [ui.TextDisplay("\n".join(lines)), *(ui.File(f"attachment://{name}") for name in names)]
        files = [discord.File(BytesIO(content), name) for name, content in names.items()]
        return card(*shown, color=GREEN, files=files)


def _pairs(turn: Turn) -> list[tuple[str, str]]:
    """The quotes of an answer: the key of the article and the words of each."""
    return list(zip(turn.articles, turn.excerpts, strict=False))
