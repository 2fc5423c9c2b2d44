"""What the admin commands, buttons and modals work with: built once at the start and handed to each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.chat.admin.audit_log import Announce, AuditLog
from bot.chat.admin.corpus.reload_runs import ReloadRuns
from bot.chat.admin.permissions import Permissions
from bot.curation.corpus_folder import CorpusFolder
from bot.curation.quotas import Quota
from bot.curation.takedowns import Takedowns
from bot.curation.uploads import Uploads
from bot.library import Library
from bot.library.fair_executor import FairExecutor
from bot.store.state import State

_UPLOADS = 2  # files that are read at once; a server has one of these threads while others wait


@dataclass(frozen=True, slots=True)
class AdminServices:
    """One of each for the whole process."""

    library: Library
    state: State
    permissions: Permissions
    corpus: CorpusFolder
    uploads: Uploads
    upload_threads: FairExecutor
    audit_log: AuditLog
    reloads: ReloadRuns
    takedowns: Takedowns
    today: Callable[[], date]

    def close(self) -> None:
        """Ends the threads and processes that read uploads."""
        self.upload_threads.shutdown(wait=False)
        self.uploads.close()


def admin_services(
    library: Library,
    state: State,
    permissions: Permissions,
    announce: Announce,
    today: Callable[[], date],
    quota: Quota | None = None,
) -> AdminServices:
    """Builds the services over an open library and state."""
    corpus = CorpusFolder(library.corpus, library.data, library.limits, today, replica=library.follows)
    audit_log = AuditLog(state, announce)
    return AdminServices(
        library=library,
        state=state,
        permissions=permissions,
        corpus=corpus,
        uploads=Uploads(corpus, library.data, quota=quota),
        upload_threads=FairExecutor(_UPLOADS, "upload"),
        audit_log=audit_log,
        reloads=ReloadRuns(library, audit_log),
        takedowns=Takedowns(state, library),
        today=today,
    )
