"""Translations of the commands' descriptions. Names stay English, so that members can tell each other which to use."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Location

from bot.language.interface import language_of, translated

_NAMES = {Location.command_name, Location.group_name, Location.parameter_name}


class Translations(app_commands.Translator):
    """What the catalogs say; English where they have nothing. Needs `load_catalogs`."""

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """The words of `string` in `locale`; None keeps them as they are."""
        spoken = language_of(locale.value)
        is_name = context.location in _NAMES and not isinstance(context.data, app_commands.ContextMenu)
        if spoken is None or spoken == "en" or is_name:
            return None
        words = translated(string.message, spoken)
        return words if words != string.message else None
