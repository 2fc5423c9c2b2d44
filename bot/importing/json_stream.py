"""JSON of any size, one value at a time (ijson)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO, Any

from bot.articles.drafts import UnreadableError
from bot.errors import MissingExtraError
from bot.importing.sources import explained


def items(stream: IO[bytes], prefixes: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """The values at one of `prefixes`, as ijson writes them ("articles.item"), each with its prefix.

    Raises:
        UnreadableError: the JSON is broken from here on, or the `exports` extra is not installed.
    """
    try:
        import ijson  # noqa: PLC0415 - the extra
    except ImportError:
        raise UnreadableError(str(MissingExtraError("Reading a JSON export", "exports"))) from None
    wanted = set(prefixes)
    builder, depth, at = None, 0, ""
    with explained():
        try:
            for prefix, event, value in ijson.parse(stream, use_float=True):
                if builder is None:
                    if prefix not in wanted or event == "map_key":
                        continue
                    builder, depth, at = ijson.ObjectBuilder(), 0, prefix
                builder.event(event, value)
                depth += (event in ("start_map", "start_array")) - (event in ("end_map", "end_array"))
                if depth == 0:
                    yield at, builder.value
                    builder = None
        except (ijson.JSONError, UnicodeDecodeError, RecursionError) as error:
            words = str(error).split("\n")[0][:100]
            raise UnreadableError(f"Its JSON is broken ({words}); what stands before was read.") from None
