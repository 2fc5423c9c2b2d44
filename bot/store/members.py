"""What the state holds about one member, for the member: everything that `State.forget` would erase."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from bot.store.database import Connection


def member_data(connection: Connection, pseudonym: str, member: int) -> dict[str, list[dict[str, Any]]]:
    """Every row about the member, by kind, oldest first. Times are ISO 8601 in UTC; `pseudonym` stands in the rows."""
    asked = connection.execute(
        "SELECT server, asked, text, verdict FROM questions WHERE asker = ? ORDER BY asked, id", (pseudonym,)
    ).fetchall()
    votes = connection.execute(
        "SELECT answer, helpful, voted FROM feedback WHERE voter = ? ORDER BY voted", (pseudonym,)
    ).fetchall()
    remembered = connection.execute(
        "SELECT kind, value, expires FROM memory WHERE owner = ? ORDER BY expires", (pseudonym,)
    ).fetchall()
    saved = connection.execute(
        "SELECT server, saved, value FROM clippings WHERE owner = ? ORDER BY saved, id", (pseudonym,)
    ).fetchall()
    watches = connection.execute(
        "SELECT server, question, created FROM watches WHERE member = ? ORDER BY created", (member,)
    ).fetchall()
    jobs = connection.execute(
        "SELECT server, created, kind FROM jobs WHERE requester = ? ORDER BY created", (pseudonym,)
    ).fetchall()
    return {
        "questions": [
            {"server": str(server), "asked": _time(at), "question": text, "verdict": verdict}
            for server, at, text, verdict in asked
        ],
        "votes": [{"answer": answer, "helpful": bool(helpful), "voted": _time(at)} for answer, helpful, at in votes],
        "behind_buttons": [
            {"kind": kind, "kept_until": _time(expires), "value": json.loads(value)}
            for kind, value, expires in remembered
        ],
        "clippings": [
            {"server": str(server), "saved": _time(at), "clipping": json.loads(value)} for server, at, value in saved
        ],
        "watches": [
            {"server": str(server), "created": _time(at), "question": question} for server, question, at in watches
        ],
        "jobs": [{"server": str(server), "created": _time(at), "kind": kind} for server, at, kind in jobs],
    }


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()
