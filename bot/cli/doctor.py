"""`doctor`: checks whether everything is in order and says what to do. It changes nothing: a bot may be running."""

from __future__ import annotations

import asyncio
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer
from rapidfuzz import fuzz, process
from rich.console import Console
from rich.text import Text

from bot.articles import Limits, scan
from bot.articles.limits import megabytes
from bot.cli.open import engine_from
from bot.cli.options import Corpus, Data, settings_from
from bot.errors import ClippingsError, DamagedIndexError, ExitCode, MissingExtraError
from bot.installation import extra_command
from bot.library import index_folder
from bot.library.unused_indexes import UNUSED_DAYS, unused_indexes
from bot.search import generations, open_index, verify
from bot.search.analysis.stopwords import STOP_WORDS
from bot.search.milvus import MilvusConfig
from bot.search.milvus import check_up as check_up_on_milvus
from bot.settings import Settings
from bot.store.sqlite.checkup import check_up, read_fact
from bot.store.state import REFUSED_COMMANDS

_SPARE = 50_000_000  # bytes beside a second index: state.db, its log, a temporary file of a reload
_TOKEN = re.compile(r"[\w-]{20,}\.[\w-]{5,}\.[\w-]{20,}")
_ASSIGNED = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=")
_ALIKE = 80  # of 100: a letter lost, doubled or swapped in a name of usual length
_PRIVATE_FOLDERS = ("uploads", "trash")  # in the data folder
_OTHERS = 0o077  # permissions of anybody but the owner
_ASSIGNED = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=")
_ALIKE = 80  # of 100: a letter lost, doubled or swapped in a name of usual length
_EXTRAS = {
    "html": "trafilatura",
    "preview": "simcord",
    "timeline": "matplotlib",
    "watch": "watchfiles",
    "metrics": "prometheus_client",
    "postgres": "psycopg",
    "milvus": "pymilvus",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check: in order or not, and one line about what was found and what to do."""

    name: str
    good: bool
    line: str


def doctor(
    corpus: Corpus = None,
    data: Data = None,
    online: Annotated[
        bool, typer.Option("--online", help="Ask Discord, too: token, intents, commands, shards, permissions.")
    ] = False,
) -> None:
    """Check settings, corpus, data folder, disk, index, state database and token; say what to do about each."""
    console = Console()
    findings: list[Finding] = []
    for finding in _look(corpus, data, online=online):
        findings.append(finding)
        mark = Text("ok   ", style="green") if finding.good else Text("wrong", style="bold red")
        console.print(Text.assemble(mark, "  ", (f"{finding.name:9}", "bold"), finding.line), soft_wrap=True)
    if not all(finding.good for finding in findings):
        sys.exit(ExitCode.UNHEALTHY)


def _look(corpus: Path | None, data: Path | None, *, online: bool = False) -> Iterator[Finding]:
    try:
        settings = settings_from(corpus, data)
    except ClippingsError as error:
        yield Finding("settings", good=False, line=str(error))
        return
    yield Finding("settings", good=True, line=f"every value can be used{_shards(settings)}")
    yield from _misspelt()
    checks: tuple[Callable[[Settings], Finding], ...] = (
        _token,
        _commands,
        _corpus,
        _language,
        _data,
        _private,
        _disk,
        _index,
        _state,
        _extras,
    )
    for check in checks:
        yield check(settings)
    if online:
        yield from _online(settings)


def _misspelt() -> Iterator[Finding]:
    """Names in `.env` that differ little from those of settings: pydantic-settings ignores unknown names."""
    known = [name.upper() for name in Settings.model_fields]
    try:
        lines = Path(".env").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    names = (found[1] for line in lines if (found := _ASSIGNED.match(line)))
    for name in names:
        if name.upper() in known or name.upper().removesuffix("_FILE") in known:
            continue
        near = process.extractOne(name.upper(), known, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if near is not None:
            yield Finding("settings", good=False, line=f"{name} in .env is no setting; did you mean {near[0]}?")


def _shards(settings: Settings) -> str:
    if settings.shard_count is None:
        return ""
    ids = sorted(settings.shard_ids) or range(settings.shard_count)
    return f"; this process runs shards {', '.join(map(str, ids))} of {settings.shard_count}"


def _token(settings: Settings) -> Finding:
    if settings.discord_token is None:
        return Finding("token", good=True, line="none: `run` opens the preview; set DISCORD_TOKEN to go live")
    if _TOKEN.fullmatch(settings.discord_token.get_secret_value()):
        return Finding("token", good=True, line="set, and it looks like one")
    return Finding("token", good=False, line="it does not look like a bot token; copy it again from Bot > Reset Token")


def _corpus(settings: Settings) -> Finding:
    if settings.follow:
        return Finding("corpus", good=True, line="not looked at: this bot follows an index that another process makes")
    try:
        seen = scan(settings.corpus, Limits(max_file_mb=settings.max_file_mb))
    except ClippingsError as error:
        return Finding("corpus", good=False, line=str(error))
    if not seen.files:
        return Finding("corpus", good=False, line=f"{settings.corpus} holds no article; put .txt or other files there")
    skipped = f", {len(seen.problems):,} skipped (`index` lists them)" if seen.problems else ""
    return Finding("corpus", good=True, line=f"{len(seen.files):,} files in {settings.corpus}{skipped}")


def _language(settings: Settings) -> Finding:
    language = settings.corpus_language
    if language in STOP_WORDS:
        return Finding("language", good=True, line=f"{language}, with stop words")
    line = f"there are no stop words for {language}: its commonest words are searched for as well, more slowly"
    return Finding("language", good=True, line=line)


def _data(settings: Settings) -> Finding:
    folder = _nearest(settings.data)
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        line = f"{folder} cannot be written ({error.strerror}); give it to the bot's user, or set DATA to another"
        return Finding("data", good=False, line=line)
    made = "can be written" if folder == settings.data else f"can be made in {folder}"
    return Finding("data", good=True, line=f"{settings.data} {made}")


def _private(settings: Settings) -> Finding:
    """Secrets, members' questions and unconfirmed uploads are for the bot's user alone."""
    files = [Path(".env"), settings.discord_token_file, settings.milvus_token_file, settings.state_url_file]
    files += [file for file in settings.data.glob("state.*") if not file.name.endswith(".lock")]
    files += [folder for name in _PRIVATE_FOLDERS if (folder := settings.data / name).is_dir()]
    open_ones = [file for file in files if file is not None and file.exists() and file.stat().st_mode & _OTHERS]
    if not open_ones:
        return Finding("private", good=True, line="secrets and state are for their owner alone")
    named = " ".join(shlex.quote(str(file)) for file in open_ones)
    return Finding("private", good=False, line=f"other users may read it: chmod go= {named}")


def _online(settings: Settings) -> Iterator[Finding]:
    if settings.discord_token is None:
        yield Finding("Discord", good=False, line="there is no token to ask with: set DISCORD_TOKEN")
        return
    from bot.chat.online_check import look_online  # noqa: PLC0415 - Discord's library takes a second to load

    shards = settings.shard_count
    for name, good, line in asyncio.run(look_online(settings.discord_token.get_secret_value(), shards=shards)):
        yield Finding(name, good=good, line=line)


def _disk(settings: Settings) -> Finding:
    free = shutil.disk_usage(_nearest(settings.data)).free
    root = index_folder(settings.corpus, settings.data, settings.corpus_language)
    largest = max((_size(folder) for folder in generations(root)), default=0) if root.is_dir() else 0
    if settings.search_engine == "milvus":
        largest = 1  # with Milvus only the article table of a generation lies here
    needed = (largest or _size(settings.corpus)) + _SPARE  # an index is about as large as the text that it is made of
    line = f"{free / 1e9:.1f} GB free; a reload writes a second index beside the first and needs {needed / 1e9:.2f} GB"
    return Finding("disk", good=free > needed, line=line if free > needed else f"{line}: make room")


def _index(settings: Settings) -> Finding:
    try:
        config = engine_from(settings)
        if isinstance(config, MilvusConfig):
            return Finding("index", good=True, line=check_up_on_milvus(config))
    except ClippingsError as error:
        return Finding("index", good=False, line=str(error))
    root = index_folder(settings.corpus, settings.data, settings.corpus_language)
    folders = generations(root) if root.is_dir() else []
    if not folders:
        return Finding("index", good=True, line="none yet: it is built at the first start")
    try:
        verify(folders[0])
        with_it = open_index(folders[0])
    except DamagedIndexError as error:
        return Finding("index", good=False, line=f"{error} Delete {root}: it is built anew, nothing is lost")
    span = with_it.span(None)
    with_it.close()
    others = unused_indexes(root)
    size = megabytes(sum(map(_size, others)))
    former = f"; {len(others)} of other archives, {size}, each deleted {UNUSED_DAYS} days after its last use"
    line = f"{span.articles:,} shared article{'s' * (span.articles != 1)}, every checksum right{former * bool(others)}"
    return Finding("index", good=True, line=line)


def _state(settings: Settings) -> Finding:
    try:
        if settings.state_url is not None:
            return Finding("state", good=True, line=_check_up_on_postgres(settings.state_url.get_secret_value()))
        return Finding("state", good=True, line=check_up(settings.data / "state.db"))
    except ClippingsError as error:
        return Finding("state", good=False, line=str(error))


def _commands(settings: Settings) -> Finding:
    refused = read_fact(settings.data / "state.db", REFUSED_COMMANDS) if settings.state_url is None else ""
    if refused:
        line = f"Discord refused {refused} at the last start; the log of that start says why"
        return Finding("commands", good=False, line=line)
    return Finding("commands", good=True, line="Discord refused none at the last start")


def _check_up_on_postgres(url: str) -> str:
    try:
        from bot.store.postgres.checkup import check_up as check_up_on_postgres  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingExtraError("STATE_URL", "postgres") from None
    return check_up_on_postgres(url)


def _extras(settings: Settings) -> Finding:
    absent = [extra for extra, module in _EXTRAS.items() if find_spec(module) is None]
    wanted = {
        "preview": settings.discord_token is None,
        "watch": settings.auto_reload,
        "metrics": settings.health_port is not None,
        "postgres": settings.state_url is not None,
        "milvus": settings.search_engine == "milvus",
    }
    missing = [extra for extra in absent if wanted.get(extra)]
    if missing:
        line = f"your settings need what is not installed: {extra_command(*missing)}"
        return Finding("extras", good=False, line=line)
    if absent:
        return Finding("extras", good=True, line=f"not installed: {extra_command(*absent)}")
    return Finding("extras", good=True, line="all installed")


def _nearest(folder: Path) -> Path:
    """The folder, or its nearest parent that exists."""
    return next((place for place in (folder, *folder.absolute().parents) if place.exists()), folder)


def _size(place: Path) -> int:
    files = place.rglob("*") if place.is_dir() else [place]
    return sum(file.lstat().st_size for file in files if file.is_file() and not file.is_symlink())
