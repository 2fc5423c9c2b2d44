"""What state.db looks like, version by version. A step that has shipped is never edited: a change is a new step."""

from __future__ import annotations

from typing import Final

_FIRST = """
CREATE TABLE settings (
    server INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (server, name)
);
CREATE TABLE questions (
    id INTEGER PRIMARY KEY,
    answer TEXT NOT NULL UNIQUE,
    server INTEGER NOT NULL,
    asker TEXT NOT NULL,
    asked INTEGER NOT NULL,
    text TEXT NOT NULL,
    verdict TEXT NOT NULL,
    took_ms REAL NOT NULL,
    articles TEXT NOT NULL
);
CREATE INDEX questions_of_a_server ON questions (server, asked);
CREATE INDEX questions_of_an_asker ON questions (asker);
CREATE TABLE feedback (
    answer TEXT NOT NULL REFERENCES questions (answer) ON DELETE CASCADE,
    voter TEXT NOT NULL,
    helpful INTEGER NOT NULL,
    voted INTEGER NOT NULL,
    PRIMARY KEY (answer, voter)
);
CREATE INDEX feedback_of_a_voter ON feedback (voter);
CREATE TABLE memory (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    owner TEXT NOT NULL,
    value TEXT NOT NULL,
    expires INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
);
CREATE INDEX memory_by_age ON memory (expires);
CREATE INDEX memory_of_an_owner ON memory (owner);
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    server INTEGER,
    who INTEGER,
    action TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX audit_of_a_server ON audit (server, id);
CREATE TABLE reloads (
    server INTEGER PRIMARY KEY,
    at REAL NOT NULL
);
CREATE TABLE facts (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
"""

STEPS: Final[tuple[str, ...]] = (_FIRST,)
"""STEPS[n] takes a database from version n to version n + 1; version 0 is an empty file."""


def statements(step: str) -> list[str]:
    """The single statements of a step: run one by one they share the transaction, which a script would end."""
    return [statement for statement in (part.strip() for part in step.split(";")) if statement]
