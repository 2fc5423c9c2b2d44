"""An export that was uploaded: read in a process of its own, it becomes a file of records that the corpus takes."""

from __future__ import annotations

import gzip
import tempfile
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, cast

from bot.articles.limits import Limits
from bot.articles.sandbox import start
from bot.articles.sandbox.frames import BrokenFrameError, read_frame, write_frame
from bot.errors import CorpusError
from bot.importing.importer import default_name

_SECONDS = 120.0  # for one upload of 25 MB
_LONGEST_SENTENCE = 600
_BROKE_OFF = "Reading it broke off: it needs too much memory or time."


@dataclass(frozen=True, slots=True)
class Converted:
    """The file of records, and what was said of the export: its kinds, what was left out, entries refused and why."""

    name: str
    content: bytes
    kinds: tuple[str, ...] = ()
    left_out: Mapping[str, int] | None = None
    refused: int = 0
    problems: tuple[str, ...] = ()


def convert(name: str, content: bytes, most: int, limits: Limits, today: date) -> Converted:
    """The records of an export, at most `most` bytes. Takes seconds: call it in a thread.

    Raises:
        CorpusError: there is no article in it, it is too large, or reading it met a limit.
    """
    limits = replace(limits, max_unpacked_mb=min(limits.max_unpacked_mb, 2_000.0))
    with tempfile.TemporaryDirectory(prefix="clippings-") as folder:
        source = Path(folder) / ("export" + _endings(name))
        target = Path(folder) / "corpus" / "records.jsonl.gz"
        source.write_bytes(content)
        request = {
            "source": str(source),
            "target": str(target),
            "limits": asdict(limits),
            "today": today.isoformat(),
            "seconds": _SECONDS,
            "most": 6 * most,  # of any file that it writes: a member of an archive, unpacked
        }
        found = _ask(request)
        if not isinstance(found, dict) or "refused" in found or not target.is_file():
            refused = found.get("refused") if isinstance(found, dict) else None
            raise CorpusError(
                str(refused).replace(f"{source.name}: ", "")[:_LONGEST_SENTENCE] if refused else _BROKE_OFF
            )
        with gzip.open(target) as records:
            made = records.read(most + 1)
    if len(made) > most:
        raise CorpusError("Its articles have more than {size} MB.", size=f"{most / 1_000_000:g}")
    left_out = {str(kind): int(count) for kind, count in found["left_out"].items()}
    kinds, problems = tuple(map(str, found["kinds"])), tuple(map(str, found["problems"]))
    return Converted(
        f"{default_name(Path(name))}.jsonl", made, kinds, left_out, int(found["refused_entries"]), problems
    )


def _endings(name: str) -> str:
    """The ends of a file's name that tell what it is: ".xml", ".tar.gz"."""
    suffixes = [one.lower() for one in Path(name).suffixes[-2:]]
    return "".join(one for one in suffixes if one.isascii() and one[1:].isalnum() and len(one) < 8)


def _ask(request: dict[str, Any]) -> Any:
    process = start("bot.importing.child")
    timer = threading.Timer(_SECONDS, process.kill)
    timer.start()
    try:
        with suppress(BrokenFrameError, BrokenPipeError):
            write_frame(cast(BinaryIO, process.stdin), request)
            cast(BinaryIO, process.stdin).flush()
            return read_frame(cast(BinaryIO, process.stdout), 0)[0]
        return None
    finally:
        timer.cancel()
        process.kill()
        process.communicate()
