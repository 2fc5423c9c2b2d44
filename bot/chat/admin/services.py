"""What the admin's commands, buttons and modals share, found from the interaction that they answer."""

from __future__ import annotations

import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.chat.admin.corpus.reload_runs import Reloads
from bot.chat.transport.responses import Interaction
from bot.curation.corpus_folder import CorpusFolder
from bot.curation.uploads import Uploads

if TYPE_CHECKING:
    from bot.chat.bot import ClippingsBot


@dataclass(frozen=True, slots=True)
class Office:
    """The folders and the reloads of one bot."""

    corpus: CorpusFolder
    uploads: Uploads
    reloads: Reloads


_OFFICES: weakref.WeakKeyDictionary[ClippingsBot, Office] = weakref.WeakKeyDictionary()


def open_office(bot: ClippingsBot) -> Office:
    """The bot's office, made at the first call."""
    if bot not in _OFFICES:
        library = bot.library
        corpus = CorpusFolder(library.corpus, library.data, library.limits, bot.today, replica=library.follows)
        _OFFICES[bot] = Office(corpus, Uploads(corpus, library.data), Reloads(bot))
    return _OFFICES[bot]


def office(interaction: Interaction) -> Office:
    """The office of the bot that got this interaction."""
    return open_office(interaction.client)
