"""Pseudonyms of members: a keyed hash (BLAKE2b) of the id, which only this installation can compute."""

from __future__ import annotations

import os
import secrets
from hashlib import blake2b
from pathlib import Path

from bot.durability import sync_folder
from bot.errors import DataError
from bot.store.database import Connection

KEY_BYTES = 32
KEY_FILE = "state.key"  # in the data folder


def installation_key(data: Path) -> bytes:
    """The secret of this installation, made at the first start; not in state.db, so that a copy names nobody.

    Raises:
        DataError: the file cannot be read or written.
    """
    path = data / KEY_FILE
    try:
        if not path.exists():
            write_key(path, secrets.token_bytes(KEY_BYTES))
        key = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path} cannot be used: {error.strerror}.") from error
    if len(key) != KEY_BYTES:
        raise DataError(
            f"{path} is damaged. Put it back, or remove it: then nobody can have older questions of theirs removed."
        )
    return key


def shared_key(connection: Connection) -> bytes:
    """The secret that several processes share, kept in the database; the first to start creates it."""
    connection.execute(
        "INSERT INTO facts (name, value) VALUES ('state.key', ?) ON CONFLICT (name) DO NOTHING",
        (secrets.token_hex(KEY_BYTES),),
    )
    return bytes.fromhex(connection.execute("SELECT value FROM facts WHERE name = 'state.key'").fetchone()[0])


def pseudonym(key: bytes, user: int) -> str:
    """32 hex digits that stand for the member; the key makes it useless to hash every id there is."""
    return blake2b(str(user).encode(), key=key, digest_size=16).hexdigest()


def write_key(path: Path, key: bytes) -> None:
    """Writes the key, for its owner alone; one that is there stays. Raises OSError."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with open(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:  # noqa: PTH123 - private from birth
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(part, path)  # unlike a rename it never takes the place of a key that another process just made
    except FileExistsError:
        pass
    finally:
        part.unlink()
    sync_folder(path.parent)
