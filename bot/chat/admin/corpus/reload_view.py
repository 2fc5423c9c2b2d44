"""The message of a reload: progress, then what changed. It counts only what its server may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from discord import ButtonStyle

from bot.answers.reply.advice import no_articles
from bot.chat.admin.corpus.reload_runs import read_starter, reason
from bot.chat.admin.panel import counted, own_path, panel
from bot.chat.components.custom_ids import custom_id
from bot.chat.components.persistent import button
from bot.chat.text.markdown import one_line, to_discord
from bot.chat.text.redaction import sentence
from bot.chat.transport.reply import AMBER, GREEN, GREY, Reply
from bot.errors import CancelledReloadError, ClippingsError, ShrunkError
from bot.jobs.reloads import LeftRunningError
from bot.language.figures import say_number, say_share
from bot.language.interface import N_, _, ngettext
from bot.library import Reload, ReloadRun
from bot.model import Problem, Progress

CELLS = 16
SHOWN_PROBLEMS = 3
_PATH = 80  # characters of a path that are shown
_STAGES = (N_("reading"), N_("indexing"))  # as `bot/library/building/progress.py` names them
_FORMER = N_("-# Until then the former articles answer.")


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
    lead = _("A reload is running already, started by {who}") if joined else _("Reloading, started by {who}")
    lines = [
        *above,
        _heading(above) + lead.format(who=read_starter(run.by).shown_in(server)),
        _bar(run.progress, totals=totals),
        _(_FORMER),
    ]
    return panel(lines, GREY, [button(_("Cancel"), custom_id("corpuscancel"), style=ButtonStyle.danger)])


def late_view(*, private: bool, above: Sequence[str] = ()) -> Reply:
    """What the message says once Discord no longer lets it be edited: where the report will be."""
    where = (
        _("`/corpus status` and `/corpus log` show how it ends.")
        if private
        else _("The report will be a new message here.")
    )
    return panel([*above, _heading(above) + _("This reload takes long"), where, _(_FORMER)], GREY)


def finished_view(run: ReloadRun, server: int, *, totals: bool, above: Sequence[str] = ()) -> Reply:
    """The result of a finished reload. `totals` as for `running_view`."""
    error = run.outcome.exception()
    if error is None:
        return _report(run, run.outcome.result(), server, above)
    if isinstance(error, ShrunkError):
        force = button(_("Reload anyway"), custom_id("corpusforce", run.id), style=ButtonStyle.danger)
        why = to_discord(sentence(error) if totals else reason(error))
        return panel([*above, _heading(above) + _("Not reloaded yet"), why], AMBER, [force])
    if isinstance(error, CancelledReloadError):
        return panel([*above, _heading(above) + _("Reload cancelled"), _("The former articles go on answering.")])
    if isinstance(error, LeftRunningError):
        return panel([*above, _heading(above) + _("The reload goes on"), to_discord(sentence(error))], GREY)
    why = (
        to_discord(sentence(error))
        if isinstance(error, ClippingsError)
        else _("Something went wrong; the log has more.")
    )
    lines = [*above, _heading(above) + _("Not reloaded"), why, "-# " + _("The former articles go on answering.")]
    return panel(lines, AMBER)


def problem_line(problem: Problem) -> str:
    """One problem as markdown: the file's name and the reason."""
    record = "" if problem.record is None else ", " + _("record {number}").format(number=say_number(problem.record))
    kept = "" if problem.skipped else f" ({_('kept')})"
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
        _heading(above) + _("Reloaded"),
        _changes(reload, server),
        *([] if reload.articles else [no_articles()]),
        *map(problem_line, problems[:SHOWN_PROBLEMS]),
        _("-# {seconds} seconds · by {who}").format(seconds=say_number(max(0.1, reload.seconds), 1), who=by),
    ]
    more = [
        button(
            counted("All {count} problem", "All {count} problems", len(problems)),
            custom_id("corpusproblems"),
            style=ButtonStyle.secondary,
        )
    ]
    return panel(lines, GREEN, more if len(problems) > SHOWN_PROBLEMS else [])


def _changes(reload: Reload, server: int) -> str:
    counts = reload.of(server)
    said = _("{added} added · {changed} changed · {removed} removed · {skipped} skipped")
    return said.format(
        added=say_number(counts.added),
        changed=say_number(counts.changed),
        removed=say_number(counts.removed),
        skipped=say_number(counts.skipped),
    )


def _heading(above: Sequence[str]) -> str:
    """The mark of a heading, unless `above` has one already."""
    return "" if above else "### "


def _bar(progress: Progress, *, totals: bool) -> str:
    if not progress.files_total:
        return f"{'▱' * CELLS} {to_discord(_(progress.stage))}"
    share = min(1.0, progress.files / progress.files_total)
    full = int(share * CELLS)
    parts = [to_discord(_(progress.stage))]
    if totals:
        said = ngettext("{files} of {all} file", "{files} of {all} files", progress.files_total)
        parts.append(said.format(files=say_number(progress.files), all=say_number(progress.files_total)))
        parts.append(counted("{count} article", "{count} articles", progress.articles))
    if progress.seconds_left is not None:
        parts.append(_("about {seconds} s left").format(seconds=max(1, round(progress.seconds_left))))
    return f"{'▰' * full}{'▱' * (CELLS - full)} **{say_share(share)}**\n" + " · ".join(part for part in parts if part)
