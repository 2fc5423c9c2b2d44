"""The language of the terminal, as its locale says: for --help, for wrong usage and for every command.

Typer has no catalogs, so its help is given our words, and what it says of a wrong usage is recognised and said anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from bot.language.interface import N_, _, language_of

UsageError: Final[type[Any]] = typer.BadParameter.__bases__[0]
"""What Typer raises for a command line that cannot be used; it exports only this class of it."""

_VALUES: Final = (
    (r"Input should be less than or equal to (?P<le>.+)", N_("must be {le} or less")),
    (r"Input should be greater than or equal to (?P<ge>.+)", N_("must be {ge} or more")),
    (r"Input should be a valid integer.*", N_("must be a whole number")),
    (r"Input should be a valid number.*", N_("must be a number")),
    (r"Input should be (?P<expected>.+)", N_("must be {expected}")),
    (r"(?:Value error, )?'.*' is not one of (?P<expected>.+)\.", N_("must be {expected}")),
)
_USAGE: Final = (
    (r"Missing argument '(?P<name>.+)'\.", N_("{name} is missing.")),
    (r"Missing command\.", N_("There is no command.")),
    (r"No such command '(?P<name>.+?)'\.", N_("There is no command {name}.")),
    (
        r"No such command '(?P<name>.+?)'\. Did you mean (?P<others>.+)\?",
        N_("There is no command {name}. Did you mean {others}?"),
    ),
    (r"No such option: (?P<name>\S+)", N_("There is no option {name}.")),
    (
        r"No such option: (?P<name>\S+) \(Possible options: (?P<others>.+)\)",
        N_("There is no option {name}. Did you mean {others}?"),
    ),
    (r"Option '(?P<name>.+)' requires an argument\.", N_("{name} needs a value.")),
    (r"Option '(?P<name>.+)' does not take a value\.", N_("{name} takes no value.")),
    (r"Got unexpected extra argument(?:s|\(s\))? \((?P<given>.+)\)", N_("There is no place for {given} here.")),
)
_VALUE: Final = re.compile(r"Invalid value for '(?P<name>.+?)': (?P<said>.+)", re.DOTALL)
_HELP_CONSTANTS: Final = {
    "OPTIONS_PANEL_TITLE": N_("Options"),
    "ARGUMENTS_PANEL_TITLE": N_("Arguments"),
    "COMMANDS_PANEL_TITLE": N_("Commands"),
    "DEFAULT_STRING": N_("[default: {}]"),
    "REQUIRED_LONG_STRING": N_("[required]"),
}


def terminal_language(environment: Mapping[str, str]) -> str:
    """The language of the terminal, a code of `LANGUAGES`: of LC_ALL, LC_MESSAGES or LANG, and of LANGUAGE before them.

    English where the locale is C, or of a language that the bot does not speak. LANGUAGE is a list, as in GNU gettext.
    """
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "C")
    if locale.partition(".")[0] in {"C", "POSIX"}:
        return "en"
    wanted = [*environment.get("LANGUAGE", "").split(":"), locale]
    return next((spoken for tag in wanted if (spoken := language_of(tag.partition(".")[0]))), "en")


class Command(TyperCommand):
    """A command whose help speaks the language in force."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Writes the help."""
        _translate(self)
        super().format_help(ctx, formatter)

    def get_help_option(self, ctx: Any) -> Any:
        """--help, which Typer adds by itself."""
        return _translated_help(super().get_help_option(ctx))

    def get_usage(self, ctx: Any) -> str:
        """The line that names the options and arguments."""
        return _translated_usage(super().get_usage(ctx))


class Group(TyperGroup):
    """All commands, as `Command` is each."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Writes the help."""
        for command in (self, *self.commands.values()):
            assert isinstance(command, Command | Group)
            _translate(command)
        super().format_help(ctx, formatter)

    def get_help_option(self, ctx: Any) -> Any:
        """--help, which Typer adds by itself."""
        return _translated_help(super().get_help_option(ctx))

    def get_usage(self, ctx: Any) -> str:
        """The line that names the options and the commands."""
        return _translated_usage(super().get_usage(ctx))


def usage_in_words(said: str) -> str:
    """What Typer says of a wrong usage, in the language in force; as it is where we do not know it."""
    if found := _VALUE.fullmatch(said):
        return f"{found['name']}: {_said_anew(found['said'], _VALUES)}"
    return _said_anew(said, _USAGE)


def _said_anew(said: str, forms: tuple[tuple[str, str], ...]) -> str:
    for form, sentence in forms:
        if found := re.fullmatch(form, said):
            return _(sentence).format(**found.groupdict())
    return said


def _translate(command: Command | Group) -> None:
    import typer.rich_utils  # noqa: PLC0415 - for --help alone

    for name, words in _HELP_CONSTANTS.items():
        setattr(typer.rich_utils, name, _(words))
    command.help = _(command.help or "")
    if command.epilog:
        command.epilog = _("Example: {command}").format(command=command.epilog)
    for option in command.params:
        if isinstance(option, TyperArgument | TyperOption):
            option.help = _(option.help or "")
            if isinstance(option.show_default, str):
                option.show_default = _(option.show_default)


def _translated_help(option: Any) -> Any:
    if option is not None:
        option.help = _("Show this help and exit.")
    return option


def _translated_usage(usage: str) -> str:
    return usage.replace("Usage:", _("Usage:"), 1)
