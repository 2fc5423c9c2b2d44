"""`doctor`: is everything in order, and if not, what to do."""

from __future__ import annotations

import asyncio
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.articles import Limits, scan
from bot.cli.options import Corpus, Data, settings_from
from bot.errors import ClippingsError, DamagedIndexError, ExitCode
from bot.library import index_folder
from bot.search import generations, open_generation, verify
from bot.settings import Settings
from bot.store.state import State

_FREE_BYTES = 500_000_000  # room for a second generation of a mid-sized archive beside the first
_TOKEN = re.compile(r"[\w-]{20,}\.[\w-]{5,}\.[\w-]{20,}")
_EXTRAS = {
    "html": "trafilatura",
    "preview": "simcord",
    "timeline": "matplotlib",
    "watch": "watchfiles",
    "metrics": "psutil",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: in order or not, and in one line what was found and what to do."""

    name: str
    good: bool
    line: str


def doctor(corpus: Corpus = None, data: Data = None) -> None:
    """Check settings, corpus, data folder, index, state database and token; say what to do about each."""
    console = Console()
    findings = list(_look(corpus, data))
    for finding in findings:
        mark = Text("ok   ", style="green") if finding.good else Text("wrong", style="bold red")
        console.print(Text.assemble(mark, "  ", (f"{finding.name:9}", "bold"), finding.line), soft_wrap=True)
    if not all(finding.good for finding in findings):
        sys.exit(ExitCode.UNHEALTHY)


def _look(corpus: Path | None, data: Path | None) -> Iterator[Finding]:
    try:
        settings = settings_from(corpus, data)
    except ClippingsError as error:
        yield Finding("settings", good=False, line=str(error))
        return
    yield Finding("settings", good=True, line="every value can be used")
    checks: tuple[Callable[[Settings], Finding], ...] = (_token, _corpus, _data, _index, _state, _extras)
    for check in checks:
        yield check(settings)


def _token(settings: Settings) -> Finding:
    if settings.discord_token is None:
        return Finding("token", good=True, line="none: `run` opens the preview; set DISCORD_TOKEN to go live")
    if _TOKEN.fullmatch(settings.discord_token.get_secret_value()):
        return Finding("token", good=True, line="set, and it looks like one")
    return Finding("token", good=False, line="it does not look like a bot token; copy it again from Bot > Reset Token")


def _corpus(settings: Settings) -> Finding:
    try:
        seen = scan(settings.corpus, Limits(max_file_mb=settings.max_file_mb))
    except ClippingsError as error:
        return Finding("corpus", good=False, line=str(error))
    if not seen.files:
        return Finding("corpus", good=False, line=f"{settings.corpus} holds no article; put .txt or other files there")
    skipped = f", {len(seen.problems):,} skipped (`index` lists them)" if seen.problems else ""
    return Finding("corpus", good=True, line=f"{len(seen.files):,} files in {settings.corpus}{skipped}")


def _data(settings: Settings) -> Finding:
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.data):
            free = shutil.disk_usage(settings.data).free
    except OSError as error:
        line = f"{settings.data} cannot be written ({error.strerror}); give its owner or DATA another folder"
        return Finding("data", good=False, line=line)
    line = f"{settings.data} can be written, {free / 1e9:.1f} GB free"
    if free < _FREE_BYTES:
        return Finding("data", good=False, line=f"{line}; make room: a reload writes a second index beside the first")
    return Finding("data", good=True, line=line)


def _index(settings: Settings) -> Finding:
    root = index_folder(settings.corpus, settings.data, settings.corpus_language)
    folders = generations(root) if root.is_dir() else []
    if not folders:
        return Finding("index", good=True, line="none yet: it is built at the first start")
    try:
        verify(folders[0])
        span = open_generation(folders[0]).span(None)
    except DamagedIndexError as error:
        return Finding("index", good=False, line=f"{error} Delete {root}: it is built anew, nothing is lost")
    return Finding(
        "index", good=True, line=f"{folders[0].name}: {span.articles:,} shared articles, every checksum right"
    )


def _state(settings: Settings) -> Finding:
    async def look() -> tuple[str, ...]:
        state = await State.open(settings.data)
        notices = state.notices
        await state.close()
        return notices

    try:
        notices = asyncio.run(look())
    except ClippingsError as error:
        return Finding("state", good=False, line=str(error))
    return Finding("state", good=True, line="; ".join(notices) or "state.db opens, every page of it is right")


def _extras(_settings: Settings) -> Finding:
    absent = [extra for extra, module in _EXTRAS.items() if find_spec(module) is None]
    if absent:
        return Finding("extras", good=True, line=f"not installed: pip install 'clippings[{','.join(absent)}]'")
    return Finding("extras", good=True, line="all installed")
