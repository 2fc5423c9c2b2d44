"""Errors that carry a sentence for the person who caused them: raised where the fact is known, shown once."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Any

from bot.installation import extra_command


class ExitCode(IntEnum):
    """What the process tells the shell or systemd. Documented in the README."""

    OK = 0
    FAILED = 1
    USAGE = 2
    SETTINGS = 3
    TOKEN = 4
    CORPUS = 5
    DATA = 6
    UNHEALTHY = 7


class Failure(StrEnum):
    """Why somebody was not answered as they should be: the `failure` of a log line, counted by /metrics."""

    LATE = "late"  # Discord no longer took the answer: three seconds for the first word, fifteen minutes for the last
    UNDELIVERED = "undelivered"  # the connection, a permission or the message was gone
    UNAVAILABLE = "unavailable"  # the index, the state or the search engine cannot be used
    ERROR = "error"  # a defect of ours, shown with the reference of the request


class ClippingsError(Exception):
    """Anything that has a plain sentence for a person. `str(error)` is that sentence in English.

    The sentence may have fields, `Error("{name} is gone.", name=name)`, so that it can be said in another language:
    see `bot/language/errors_in_words.py`. A pair of sentences is the singular and the plural of `count`.
    """

    exit_code = ExitCode.FAILED

    def __init__(self, sentence: str | tuple[str, str] = "", /, **fields: object) -> None:
        self.template, self.fields = sentence, fields
        text = sentence if isinstance(sentence, str) else sentence[fields["count"] != 1]
        super().__init__(text.format(**fields) if fields else text)

    def to_json(self) -> dict[str, Any]:
        """The form in which it is sent to another process."""
        return {"kind": type(self).__name__, "sentence": str(self), "attributes": vars(self)}

    def __reduce__(self) -> tuple[Any, ...]:
        return ClippingsError.from_json, (self.to_json(),)

    @staticmethod
    def from_json(given: dict[str, Any]) -> ClippingsError:
        """Reads what `to_json` made; a class that this process does not know becomes a plain `ClippingsError`.

        The class's own `__init__`, which makes the sentence from other arguments, is not called again.
        """
        kind = _kinds().get(given["kind"], ClippingsError)
        error = kind.__new__(kind)
        error.args = (given["sentence"],)
        vars(error).update(given["attributes"])
        return error


class SettingsError(ClippingsError):
    """The environment or `.env` holds values that cannot be used; the message names every one of them."""

    exit_code = ExitCode.SETTINGS


class TokenError(ClippingsError):
    """Discord did not accept the token, or there is none."""

    exit_code = ExitCode.TOKEN


class CorpusError(ClippingsError):
    """The corpus folder or file is missing, unreadable, or holds nothing that can be quoted."""

    exit_code = ExitCode.CORPUS


class ShrunkError(CorpusError):
    """A reload would leave the corpus empty or less than half its size, and nobody forced it."""

    before = 0
    after = 0


class CancelledReloadError(CorpusError):
    """Somebody stopped the reload; the old corpus goes on answering."""


class BusyError(ClippingsError):
    """The work is already being done, or there is too much of it; the message says what to do."""


class DataError(ClippingsError):
    """The data folder cannot be written, or a state database in it cannot be used."""

    exit_code = ExitCode.DATA


class StateAwayError(DataError):
    """The server that holds the state does not answer now; that may heal by itself."""

    exit_code = ExitCode.FAILED


class DamagedIndexError(DataError):
    """An index generation is torn, of another version, or does not match its checksums. It can be rebuilt."""


class EngineError(ClippingsError):
    """The search engine beside the bot (Milvus) is away, too old, or refused; the last good corpus stays."""

    exit_code = ExitCode.DATA


class EngineAwayError(EngineError):
    """The search engine does not answer now; that may heal by itself, so whoever starts the bot tries again."""

    exit_code = ExitCode.FAILED


class FollowerError(ClippingsError):
    """This process answers from what another one indexes, and was asked to index."""


class MissingExtraError(ClippingsError):
    """A feature needs a package that is not installed; the message names the extra."""

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__("{feature} needs an extra package: {command}", feature=feature, command=extra_command(extra))


def _kinds() -> dict[str, type[ClippingsError]]:
    """Every error class of this process, by name."""
    found: dict[str, type[ClippingsError]] = {}
    waiting = [ClippingsError]
    while waiting:
        kind = waiting.pop()
        found[kind.__name__] = kind
        waiting += kind.__subclasses__()
    return found
