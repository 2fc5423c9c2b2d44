"""Checks the state on PostgreSQL without changing it."""

from __future__ import annotations

from contextlib import closing

from bot.errors import DataError
from bot.language.interface import _
from bot.store.postgres.schema import STEPS, version
from bot.store.postgres.server import Server


def check_up(url: str) -> str:
    """The condition of the PostgreSQL database of `url`, as a sentence for the operator.

    Raises:
        DataError: it cannot be reached, or not used as it is; the sentence says what to do.
    """
    with closing(Server(url).connect()) as connection:
        server = connection.info.server_version // 10_000
        found = version(connection)
    if found > len(STEPS):
        raise DataError("The state in PostgreSQL was written by a newer version of Clippings. Install that one again.")
    if not found:
        line = _("PostgreSQL {version} accepts the connection; the tables are made at the first start")
        return line.format(version=server)
    return _("PostgreSQL {version} accepts the connection; the tables are there").format(version=server)
