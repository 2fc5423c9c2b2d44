"""What `doctor` checks of settings and installation: names, token, language, extras, what others may read."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from rapidfuzz import fuzz, process

from bot.answers.question.dates.translation import LANGUAGES as QUESTION_LANGUAGES
from bot.cli.checks.finding import Finding
from bot.installation import extra_command
from bot.language.interface import _
from bot.search.analysis.stopwords import STOP_WORDS
from bot.settings import Settings
from bot.store.sqlite.checkup import read_fact
from bot.store.state import REFUSED_COMMANDS

_TOKEN = re.compile(r"[\w-]{20,}\.[\w-]{5,}\.[\w-]{20,}")
_ASSIGNED = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=")
_ALIKE = 80  # of 100: a letter lost, doubled or swapped in a name of usual length
_PRIVATE_FOLDERS = ("uploads", "trash")  # in the data folder
_OTHERS = 0o077  # permissions of anybody but the owner
_EXTRAS = {
    "html": "trafilatura",
    "preview": "simcord",
    "timeline": "matplotlib",
    "watch": "watchfiles",
    "metrics": "prometheus_client",
    "postgres": "psycopg",
    "milvus": "pymilvus",
}


def values(settings: Settings) -> Finding:
    """That every value can be used, and which shards they give to this process."""
    line = _("every value can be used")
    if settings.shard_count is not None:
        ids = sorted(settings.shard_ids) or range(settings.shard_count)
        shards = _("this process runs shards {shards} of {count}")
        line += "; " + shards.format(shards=", ".join(map(str, ids)), count=settings.shard_count)
    return Finding(_("settings"), good=True, line=line)


def misspelt() -> Iterator[Finding]:
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
            line = _("{name} in .env is no setting; did you mean {other}?").format(name=name, other=near[0])
            yield Finding(_("settings"), good=False, line=line)


def token(settings: Settings) -> Finding:
    """Whether there is a token, and whether it looks like one."""
    if settings.discord_token is None:
        line = _("none: `run` opens the preview; set DISCORD_TOKEN to go live")
        return Finding(_("token"), good=True, line=line)
    if _TOKEN.fullmatch(settings.discord_token.get_secret_value()):
        return Finding(_("token"), good=True, line=_("set, and it looks like one"))
    line = _("it does not look like a bot token; copy it again from Bot > Reset Token")
    return Finding(_("token"), good=False, line=line)


def commands(settings: Settings) -> Finding:
    """Which commands Discord refused at the last start."""
    refused = read_fact(settings.data / "state.db", REFUSED_COMMANDS) if settings.state_url is None else ""
    if refused:
        line = _("Discord refused {commands} at the last start; the log of that start says why")
        return Finding(_("commands"), good=False, line=line.format(commands=refused))
    return Finding(_("commands"), good=True, line=_("Discord refused none at the last start"))


def language(settings: Settings) -> Finding:
    """Whether the archive's language has stop words, and whether dates in questions are read in it."""
    name = settings.corpus_language
    line = _("{language}, with stop words")
    if name not in STOP_WORDS:
        line = _("there are no stop words for {language}: its commonest words are searched for as well, more slowly")
    if name not in QUESTION_LANGUAGES:
        line += "; " + _("of dates in questions only figures are read, as 2020-10-28")
    return Finding(_("language"), good=True, line=line.format(language=name))


def private(settings: Settings) -> Finding:
    """Secrets, members' questions and unconfirmed uploads are for the bot's user alone."""
    files = [Path(".env"), settings.discord_token_file, settings.milvus_token_file, settings.state_url_file]
    files += [file for file in settings.data.glob("state.*") if not file.name.endswith(".lock")]
    files += [folder for name in _PRIVATE_FOLDERS if (folder := settings.data / name).is_dir()]
    open_ones = [file for file in files if file is not None and file.exists() and file.stat().st_mode & _OTHERS]
    if not open_ones:
        return Finding(_("private"), good=True, line=_("secrets and state are for their owner alone"))
    named = " ".join(shlex.quote(str(file)) for file in open_ones)
    line = _("other users may read it: {command}").format(command=f"chmod go= {named}")
    return Finding(_("private"), good=False, line=line)


def extras(settings: Settings) -> Finding:
    """Which extras are not installed, and whether the settings need them."""
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
        line = _("your settings need what is not installed: {command}").format(command=extra_command(*missing))
        return Finding(_("extras"), good=False, line=line)
    if absent:
        line = _("not installed: {command}").format(command=extra_command(*absent))
        return Finding(_("extras"), good=True, line=line)
    return Finding(_("extras"), good=True, line=_("all installed"))
