"""The message of a reload: progress, then what changed. It counts only what its server may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from discord import ButtonStyle

from bot.chat.admin.corpus.reload_runs import change_counts, read_starter, reason
from bot.chat.admin.panel import counted, own_path, panel
from bot.chat.components.custom_ids import custom_id
from bot.chat.components.persistent import button
from bot.chat.text.markdown import one_line, to_discord
from bot.chat.text.redaction import sentence
from bot.chat.transport.reply import AMBER, GREEN, GREY, Reply
from bot.errors import CancelledReloadError, ClippingsError, ShrunkError
from bot.jobs.reloads import LeftRunningError
from bot.library import Reload, ReloadRun
from bot.model import Problem, Progress

CELLS = 16
SHOWN_PROBLEMS = 3
_PATH = 80  # characters of a path that are shown
_FORMER = "-# Until then the former articles answer."


def running_view(
    run: ReloadRun,
    server: int,
    *,
    totals: bool,
    joined: bool = False,
    above: Sequence[str] = (),
) -> Reply:
    """The progress of a running reload.

    Args:
        run: the reload.
        server: the server in which the message is shown.
        totals: whether all files and articles may be counted: not where other servers have files of their own.
        joined: the reload was running before it was asked for here.
        above: lines of markdown that stay above the progress.
    """
    lead = "A reload is running already, started by" if joined else "Reloading, started by"
    lines = [
        *above,
        f"{_heading(above)}{lead} {read_starter(run.by).shown_in(server)}",
        _bar(run.progress, totals=totals),
        _FORMER,
    ]
    return panel(lines, GREY, [button("Cancel", custom_id("corpuscancel"), style=ButtonStyle.danger)])


def late_view(*, private: bool, above: Sequence[str] = ()) -> Reply:
    """What the message says once Discord no longer lets it be edited: where the report will be."""
    where = (
        "`/corpus status` and `/corpus log` show how it ends." if private else "The report will be a new message here."
    )
    return panel([*above, f"{_heading(above)}This reload takes long", where, _FORMER], GREY)


def finished_view(run: ReloadRun, server: int, *, totals: bool, above: Sequence[str] = ()) -> Reply:
    """The result of a finished reload. `totals` as for `running_view`."""
    error = run.outcome.exception()
    if error is None:
        return _report(run, run.outcome.result(), server, above)
    if isinstance(error, ShrunkError):
        force = button("Reload anyway", custom_id("corpusforce", run.id), style=ButtonStyle.danger)
        why = to_discord(sentence(error) if totals else reason(error))
        return panel([*above, f"{_heading(above)}Not reloaded yet", why], AMBER, [force])
    if isinstance(error, CancelledReloadError):
        return panel([*above, f"{_heading(above)}Reload cancelled", "The former articles go on answering."])
    if isinstance(error, LeftRunningError):
        return panel([*above, f"{_heading(above)}The reload goes on", to_discord(sentence(error))], GREY)
    why = (
        to_discord(sentence(error)) if isinstance(error, ClippingsError) else "Something went wrong; the log has more."
    )
    lines = [*above, f"{_heading(above)}Not reloaded", why, "-# The former articles go on answering."]
    return panel(lines, AMBER)


def problem_line(problem: Problem) -> str:
    """One problem as markdown: the file's name and the reason."""
    record = "" if problem.record is None else f", record {problem.record:,}"
    kept = "" if problem.skipped else " (kept)"
    return f"- **{one_line(own_path(problem.path), _PATH)}**{record}{kept}: {one_line(problem.reason, 160)}"


def visible(problems: Iterable[Problem], server: int) -> list[Problem]:
    """The problems of the shared part and of this server."""
    return [problem for problem in problems if problem.server in (None, server)]


def _report(run: ReloadRun, reload: Reload, server: int, above: Sequence[str]) -> Reply:
    problems = visible(reload.problems, server)
    if above:  # a report on one change: the problems of other files are no news
        said = "\n".join(above)
        problems = [problem for problem in problems if one_line(own_path(problem.path), _PATH) in said]
    by = read_starter(run.by).shown_in(server)
    lines = [
        *above,
        f"{_heading(above)}Reloaded",
        change_counts(reload, server).replace(", ", " · "),
        *map(problem_line, problems[:SHOWN_PROBLEMS]),
        f"-# {max(0.1, reload.seconds):.1f} seconds · by {by}",
    ]
    more = [
        button(f"All {counted(len(problems), 'problem')}", custom_id("corpusproblems"), style=ButtonStyle.secondary)
    ]
    return panel(lines, GREEN, more if len(problems) > SHOWN_PROBLEMS else [])


def _heading(above: Sequence[str]) -> str:
    """The mark of a heading, unless `above` has one already."""
    return "" if above else "### "


def _bar(progress: Progress, *, totals: bool) -> str:
    if not progress.files_total:
        return f"{'▱' * CELLS} {to_discord(progress.stage)}"
    share = min(1.0, progress.files / progress.files_total)
    full = int(share * CELLS)
    parts = [to_discord(progress.stage)]
    if totals:
        parts.append(f"{progress.files:,} of {progress.files_total:,} files · {progress.articles:,} articles")
    if progress.seconds_left is not None:
        parts.append(f"about {max(1, round(progress.seconds_left))} s left")
    return f"{'▰' * full}{'▱' * (CELLS - full)} **{share:.0%}**\n" + " · ".join(part for part in parts if part)
