"""Quotas: how many bytes and articles one server may keep, whether staged, added or in the trash."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from bot.articles.limits import MEGABYTE, megabytes
from bot.errors import CorpusError, DataError

_RESERVE_SHARE = 10  # a small disk is reserved by a tenth of it at most


@dataclass(frozen=True, slots=True)
class Quota:
    """The operator's limits: `max_mb` and `max_articles` for each server, `reserve_mb` of the disk for everybody.

    Below the reserve nothing is added. It is kept for what frees space and for the state: removals, settings, erasure.
    """

    max_mb: float = 50.0
    max_articles: int = 20_000
    reserve_mb: float = 200.0

    def check_bytes(self, used: int, more: int, trashed: int) -> None:
        """Raises CorpusError if `more` bytes are too many for a server that keeps `used` (`trashed` in the trash)."""
        if used + more > self.max_mb * MEGABYTE:
            sizes = {"most": f"{self.max_mb:g}", "used": megabytes(used), "more": megabytes(more)}
            if trashed:
                raise CorpusError(
                    "This server may keep {most} MB and keeps {used} already, {trash} of it in the trash; this file "
                    "has {more}.",
                    trash=megabytes(trashed),
                    **sizes,
                )
            raise CorpusError("This server may keep {most} MB and keeps {used} already; this file has {more}.", **sizes)

    def check_articles(self, used: int, more: int) -> None:
        """Raises CorpusError if `more` articles are too many for a server that has `used` already."""
        if used + more > self.max_articles:
            raise CorpusError(
                "This server may have {most} articles and has {used} already; this file has {more}.",
                most=f"{self.max_articles:,}",
                used=f"{used:,}",
                more=f"{more:,}",
            )

    def check_disk(self, folder: Path, more: int) -> None:
        """Raises DataError if `more` bytes would leave less of the disk than the reserve."""
        existing = next(place for place in (folder, *folder.absolute().parents) if place.exists())
        disk = shutil.disk_usage(existing)
        reserve = min(self.reserve_mb * MEGABYTE, disk.total / _RESERVE_SHARE)
        if disk.free - more < reserve:
            raise DataError(
                "The disk has {left} left, and {reserve} are kept free: nothing can be added until whoever runs the "
                "bot makes room. Removing for good still works.",
                left=megabytes(disk.free),
                reserve=megabytes(int(reserve)),
            )
