"""What the Milvus engine needs to know: where the server is, how to get in, and what the archive is called there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from bot.errors import SettingsError


@dataclass(frozen=True, slots=True)
class MilvusConfig:
    """An archive on a Milvus server; the names of its collections begin with `collection`."""

    name: ClassVar[str] = "milvus"
    remote: ClassVar[bool] = True
    """Whether an answer waits for a server, so that other threads can work meanwhile."""

    uri: str
    token: str = field(default="", repr=False)
    collection: str = "clippings"

    def __post_init__(self) -> None:
        """Raises SettingsError."""
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,99}", self.collection):
            raise SettingsError("MILVUS_COLLECTION: letters, digits and underscores only, a letter first.")
        if not re.match(r"https?://[^/]", self.uri):
            raise SettingsError("MILVUS_URI: give an address such as http://localhost:19530.")

    @property
    def host(self) -> str:
        """The address without a name or password in it, for the log."""
        return re.sub(r"//[^/@]*@", "//", self.uri).split("?", maxsplit=1)[0]

    def location(self, corpus: Path) -> str:
        """What identifies an archive: the server and the collection, wherever the corpus is."""
        del corpus
        return f"{self.host}\0{self.collection}"
