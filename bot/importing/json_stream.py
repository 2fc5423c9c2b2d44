"""JSON of any size, one value at a time (ijson)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO, Any

from bot.articles.drafts import UnreadableError
from bot.errors import MissingExtraError
from bot.importing.streams import Entrywise, explained

_VALUES = frozenset(("start_map", "start_array", "string", "number", "boolean", "null"))
_LONGEST_PREFIX = 10
_DEEPEST = 500  # containers inside each other


def items(stream: IO[bytes], prefixes: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """The values at one of `prefixes`, as ijson writes them ("articles.item"), each with its prefix.

    Raises:
        UnreadableError: the JSON is broken from here on, or the `exports` extra is not installed.
    """
    try:
        import ijson  # noqa: PLC0415 - the extra
    except ImportError:
        raise UnreadableError(str(MissingExtraError("Reading a JSON export", "exports"))) from None
    wanted = {tuple(prefix.split(".")) if prefix else () for prefix in prefixes}
    builder, started_at = None, 0
    path: list[
        str
    ] = []  # of each container around: the key at hand, or "item"; ijson's own prefixes grow quadratically
    text = Entrywise(stream)
    with explained():
        try:
            for event, value in ijson.basic_parse(text, use_float=True):
                if builder is None:
                    text.entry_ended()
                if event in ("end_map", "end_array"):
                    path.pop()
                if builder is None and event in _VALUES and len(path) < _LONGEST_PREFIX and tuple(path) in wanted:
                    builder, started_at = ijson.ObjectBuilder(), len(path)
                if builder is not None:
                    builder.event(event, value)
                if event in ("start_map", "start_array"):
                    path.append("item" if event == "start_array" else "")
                    if len(path) > _DEEPEST:
                        raise UnreadableError("Its JSON is nested too deeply.")
                elif event == "map_key":
                    path[-1] = value
                elif builder is not None and len(path) == started_at:
                    yield ".".join(path), builder.value
                    builder = None
        except (ijson.JSONError, UnicodeDecodeError) as error:
            words = str(error).split("\n")[0][:100]
            raise UnreadableError(f"Its JSON is broken ({words}); what stands before was read.") from None
