"""The ETag and Last-Modified of pages at the last import, for conditional requests (RFC 9110, section 13)."""

from __future__ import annotations

import json
from pathlib import Path

from bot.curation.atomic_files import disk_errors_explained, make_folder, write_atomically


class Validators:
    """The validators by address, kept in a JSON file. They count only for articles that are still in the corpus."""

    def __init__(self, file: Path | None) -> None:
        """`file` is where they are kept; None keeps nothing. A damaged one counts as empty."""
        self._file = file
        self._former: dict[str, tuple[str, str]] = {}
        self._found: dict[str, tuple[str, str]] = {}
        try:
            kept = json.loads(file.read_text(encoding="utf-8")) if file else {}
            self._former = {str(url): (str(etag), str(modified)) for url, (etag, modified) in kept.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            pass

    def of(self, url: str) -> tuple[str, str]:
        """The ETag and the Last-Modified of the last answer; empty where there were none."""
        return self._former.get(url, ("", ""))

    def note(self, url: str, etag: str, last_modified: str) -> None:
        """Remembers what an answer said."""
        self._found[url] = (etag, last_modified)

    def save(self) -> None:
        """Writes them. Raises DataError where that is not possible."""
        if self._file is None or not self._found:
            return
        with disk_errors_explained():
            make_folder(self._file.parent)
            write_atomically(self._file, json.dumps(self._former | self._found).encode())
