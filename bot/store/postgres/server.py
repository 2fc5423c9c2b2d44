"""The PostgreSQL server of STATE_URL: connecting to it, and a sentence where that fails.

The URL may hold a password. libpq's messages quote parts of a URL that it cannot parse, so they never leave
this module.
"""

from __future__ import annotations

import re
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import PGconn, Ping

from bot.errors import DataError, StateAwayError

ENCODING = "UTF8"
OLDEST = 13  # the first that tells whether a transaction of a lost connection was committed

_FORM = (
    "STATE_URL cannot be read. It looks like postgresql://user:password@host:5432/database; in the password, characters"
    " such as @ : / # ? % are written as %40 %3A %2F %23 %3F %25."
)
_HOST = r"(\[[\da-fA-F:.]+\]|[^@/?#:,\[\]]*)(:\d+)?"
_SHAPE = re.compile(rf"postgres(ql)?://([^@/?#]*@)?{_HOST}(,{_HOST})*([/?][^@#]*)?")  # libpq takes more, and quotes it
_CUSTOMS: dict[str, str | int] = {
    "application_name": "clippings",
    "connect_timeout": 3,
    "client_encoding": "UTF8",
    "keepalives_idle": 10,  # a server that fell silent is noticed in half a minute, also between two questions,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,  # and in ten seconds while it owes us an answer
}


class UnreachableDatabaseError(StateAwayError):
    """The server does not answer, or is just starting: a start may be tried again."""


class RefusedByDatabaseError(DataError):
    """The server refuses the connection: the operator has to change something first."""


class Server:
    """The address and credentials of the server."""

    def __init__(self, url: str) -> None:
        """Reads the URL. Raises DataError where it is not valid."""
        if not _SHAPE.fullmatch(url):
            raise DataError(_FORM)
        try:
            given = conninfo_to_dict(url)
            customs = {name: value for name, value in _CUSTOMS.items() if name not in given}
            self._target = make_conninfo(url, **customs)
        except psycopg.Error:
            raise DataError(_FORM) from None
        self._secret = str(given.get("password") or "")
        self._place = f"{given.get('host') or 'this machine'}, port {given.get('port') or 5432}"

    def connect(self) -> psycopg.Connection[Any]:
        """A new connection.

        Raises:
            UnreachableDatabaseError: the server does not answer.
            RefusedByDatabaseError: it refuses the connection, is too old, or its text is not UTF-8.
        """
        try:
            connection = psycopg.connect(self._target, autocommit=True, prepare_threshold=None)
        except psycopg.Error as error:
            raise self._why(error) from None
        try:
            if connection.info.server_version < OLDEST * 10_000:
                found = connection.info.server_version // 10_000
                raise RefusedByDatabaseError(
                    f"The state needs PostgreSQL {OLDEST} or newer; on {self._place} is version {found}."
                )
            encoding = connection.info.parameter_status("server_encoding")
            if encoding != ENCODING:
                raise RefusedByDatabaseError(
                    f"The database in STATE_URL stores text as {encoding}, in which not every question can be written."
                    " Make one for the state: CREATE DATABASE clippings ENCODING 'UTF8' TEMPLATE template0."
                )
        except psycopg.Error as error:
            connection.close()
            raise self._why(error) from None
        except BaseException:
            connection.close()
            raise
        return connection

    def _why(self, error: psycopg.Error) -> DataError:
        if PGconn.ping(self._target.encode()) != Ping.OK:
            return UnreachableDatabaseError(
                f"The PostgreSQL server on {self._place} (STATE_URL) does not answer. Check that it runs and can be"
                " reached from here."
            )
        reason = self._without_secret(" ".join(str(error).strip().splitlines()[-1].split("failed: ")[-1].split()))
        return RefusedByDatabaseError(
            f"The PostgreSQL server on {self._place} refuses the connection: {reason}. Check user, password and"
            " database in STATE_URL."
        )

    def _without_secret(self, text: str) -> str:
        return text.replace(self._secret, "…") if self._secret else text
