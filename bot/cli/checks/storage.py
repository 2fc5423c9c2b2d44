"""What `doctor` checks of what is kept: corpus, data folder, disk, index and state."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from bot.articles import Limits, scan
from bot.articles.limits import megabytes
from bot.cli.checks.finding import Finding
from bot.cli.open import engine_from
from bot.errors import ClippingsError, DamagedIndexError, MissingExtraError
from bot.language.errors_in_words import in_words
from bot.language.figures import say_number
from bot.language.interface import _, ngettext
from bot.library import index_folder
from bot.library.unused_indexes import UNUSED_DAYS, unused_indexes
from bot.search import generations, open_index, verify
from bot.search.milvus import MilvusConfig
from bot.search.milvus import check_up as check_up_on_milvus
from bot.settings import Settings
from bot.store.sqlite.checkup import check_up

_SPARE = 50_000_000  # bytes beside a second index: state.db, its log, a temporary file of a reload


def corpus(settings: Settings) -> Finding:
    """Whether the corpus can be read and holds articles."""
    if settings.follow:
        line = _("not looked at: this bot follows an index that another process makes")
        return Finding(_("corpus"), good=True, line=line)
    try:
        seen = scan(settings.corpus, Limits(max_file_mb=settings.max_file_mb))
    except ClippingsError as error:
        return Finding(_("corpus"), good=False, line=in_words(error))
    if not seen.files:
        line = _("{folder} holds no article; put .txt or other files there").format(folder=settings.corpus)
        return Finding(_("corpus"), good=False, line=line)
    files = ngettext("{count} file in {folder}", "{count} files in {folder}", len(seen.files))
    line = files.format(count=say_number(len(seen.files)), folder=settings.corpus)
    if seen.problems:
        line += ", " + _("{count} skipped (`index` lists them)").format(count=say_number(len(seen.problems)))
    return Finding(_("corpus"), good=True, line=line)


def data(settings: Settings) -> Finding:
    """Whether the data folder can be written, or made."""
    folder = _nearest(settings.data)
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        line = _("{folder} cannot be written ({reason}); give it to the bot's user, or set DATA to another")
        return Finding(_("data"), good=False, line=line.format(folder=folder, reason=error.strerror))
    if folder == settings.data:
        return Finding(_("data"), good=True, line=_("{folder} can be written").format(folder=folder))
    line = _("{folder} can be made in {parent}").format(folder=settings.data, parent=folder)
    return Finding(_("data"), good=True, line=line)


def disk(settings: Settings) -> Finding:
    """Whether there is room for a reload."""
    free = shutil.disk_usage(_nearest(settings.data)).free
    root = index_folder(settings.corpus, settings.data, settings.corpus_language)
    largest = max((_size(folder) for folder in generations(root)), default=0) if root.is_dir() else 0
    if settings.search_engine == "milvus":
        largest = 1  # with Milvus only the article table of a generation lies here
    needed = (largest or _size(settings.corpus)) + _SPARE  # an index is about as large as the text that it is made of
    line = _("{free} GB free; a reload writes a second index beside the first and needs {needed} GB")
    line = line.format(free=say_number(free / 1e9, 1), needed=say_number(needed / 1e9, 2))
    good = free > needed
    return Finding(_("disk"), good=good, line=line if good else f"{line}: {_('make room')}")


def index(settings: Settings) -> Finding:
    """Whether the index is sound, and what is left of other archives."""
    try:
        config = engine_from(settings)
        if isinstance(config, MilvusConfig):
            return Finding(_("index"), good=True, line=check_up_on_milvus(config))
    except ClippingsError as error:
        return Finding(_("index"), good=False, line=in_words(error))
    root = index_folder(settings.corpus, settings.data, settings.corpus_language)
    folders = generations(root) if root.is_dir() else []
    if not folders:
        return Finding(_("index"), good=True, line=_("none yet: it is built at the first start"))
    try:
        verify(folders[0])
        opened = open_index(folders[0])
    except DamagedIndexError as error:
        advice = _("Delete {folder}: it is built anew, nothing is lost").format(folder=root)
        return Finding(_("index"), good=False, line=f"{in_words(error)} {advice}")
    articles = opened.span(None).articles
    opened.close()
    sound = ngettext(
        "{count} shared article, every checksum right", "{count} shared articles, every checksum right", articles
    )
    return Finding(_("index"), good=True, line=sound.format(count=say_number(articles)) + _former(root))


def _former(root: Path) -> str:
    """What is kept of archives that no setting names any more."""
    others = unused_indexes(root)
    if not others:
        return ""
    line = _("{count} of other archives, {size}, each deleted {days} days after its last use")
    size = megabytes(sum(map(_size, others)))
    return "; " + line.format(count=say_number(len(others)), size=size, days=UNUSED_DAYS)


def state(settings: Settings) -> Finding:
    """Whether the state can be used."""
    try:
        if settings.state_url is not None:
            line = _check_up_on_postgres(settings.state_url.get_secret_value())
            return Finding(_("state"), good=True, line=line)
        return Finding(_("state"), good=True, line=check_up(settings.data / "state.db"))
    except ClippingsError as error:
        return Finding(_("state"), good=False, line=in_words(error))


def _check_up_on_postgres(url: str) -> str:
    try:
        from bot.store.postgres.checkup import check_up as check_up_on_postgres  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingExtraError("STATE_URL", "postgres") from None
    return check_up_on_postgres(url)


def _nearest(folder: Path) -> Path:
    """The folder, or its nearest parent that exists."""
    return next((place for place in (folder, *folder.absolute().parents) if place.exists()), folder)


def _size(place: Path) -> int:
    files = place.rglob("*") if place.is_dir() else [place]
    return sum(file.lstat().st_size for file in files if file.is_file() and not file.is_symlink())
