"""What the admin commands, buttons and modals work with: built once at the start and handed to each of them."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date

from bot.articles.sandbox import ReaderPool, Scans
from bot.chat.admin.audit_log import Announce, AuditLog
from bot.chat.admin.corpus.reload_runs import ReloadRuns
from bot.chat.admin.permissions import Permissions
from bot.chat.questions.rate_limit import RateLimit, RateLimiter
from bot.curation.corpus_folder import CorpusFolder
from bot.curation.editor import CorpusEditor, LocalEditor
from bot.curation.quotas import Quota
from bot.curation.state_changes import StateChanges
from bot.curation.takedowns import Takedowns
from bot.curation.uploads import Uploads
from bot.jobs.client import JobClient
from bot.jobs.corpus import RemoteEditor, corpus_handlers
from bot.jobs.files import DatabaseFiles, JobFiles
from bot.jobs.reloads import RemoteReloader, reload_handlers
from bot.jobs.taker import JobTaker
from bot.library import Library
from bot.store.state import State

_OCR_SECONDS = 300.0  # for one file of an upload, whose card waits for it; Discord gives it 15 minutes

_UPLOADS = RateLimit(questions=20, seconds=60.0)  # times that a server's admins may give files, in whichever way


@dataclass(frozen=True, slots=True)
class AdminServices:
    """One of each for the whole process.

    `editor` and `reloads` change the corpus: here where this process indexes, else through jobs, which `answer_jobs`
    takes or hears of. `corpus` and `uploads` are for the process that indexes alone.
    """

    library: Library
    state: State
    permissions: Permissions
    corpus: CorpusFolder
    uploads: Uploads
    editor: CorpusEditor
    audit_log: AuditLog
    reloads: ReloadRuns
    takedowns: Takedowns
    today: Callable[[], date]
    state_changes: StateChanges
    answer_jobs: Callable[[], Awaitable[None]]
    upload_pace: RateLimiter = field(default_factory=lambda: RateLimiter(_UPLOADS, time.monotonic))

    def close(self) -> None:
        """Ends the threads and processes that read uploads."""
        if isinstance(self.editor, LocalEditor):
            self.editor.close()
        self.uploads.close()


def admin_services(
    library: Library,
    state: State,
    permissions: Permissions,
    announce: Announce,
    today: Callable[[], date],
    quota: Quota | None = None,
    *,
    state_changes: StateChanges | None = None,
    job_files: JobFiles | None = None,
) -> AdminServices:
    """Builds the services over an open library and state.

    `state_changes` says when another process may have written; `job_files` is where uploads are on their way between
    processes, without it the state database.
    """
    corpus = CorpusFolder(library.corpus, library.data, library.limits, today, replica=library.follows)
    audit_log = AuditLog(state, announce)
    readers = ReaderPool(Scans(library.scans, _OCR_SECONDS))
    uploads = Uploads(corpus, library.data, quota=quota, readers=readers)
    files = job_files or DatabaseFiles(state.jobs)
    editor: CorpusEditor
    if library.follows:
        client = JobClient(state.jobs, files)
        remote = RemoteReloader(client, library)
        editor, answer_jobs = RemoteEditor(client), remote.heard
        reloads = ReloadRuns(remote, audit_log, leave=remote.leave, find_running=remote.find_running)
    else:
        editor = LocalEditor(corpus, uploads)
        handlers = {**corpus_handlers(editor), **reload_handlers(library)}
        answer_jobs = JobTaker(state.jobs, files, handlers, library.supervisor).heard
        reloads = ReloadRuns(library, audit_log, leave=library.cancel)
    return AdminServices(
        library=library,
        state=state,
        permissions=permissions,
        corpus=corpus,
        uploads=uploads,
        editor=editor,
        audit_log=audit_log,
        reloads=reloads,
        takedowns=Takedowns(state, library),
        today=today,
        state_changes=state_changes or StateChanges(state),
        answer_jobs=answer_jobs,
    )
