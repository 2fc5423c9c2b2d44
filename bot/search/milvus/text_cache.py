"""Articles' texts read lately: an answer, its buttons and the next question read the same ones."""

from __future__ import annotations

import threading
from collections import OrderedDict

_MOST = 16_000_000  # characters kept in memory


class TextCache:
    """So many characters of them, for many threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, str] = OrderedDict()
        self._size = 0
        self._turn = threading.Lock()

    def get(self, row: int) -> str | None:
        """A text that is still here."""
        with self._turn:
            text = self._kept.get(row)
            if text is not None:
                self._kept.move_to_end(row)
            return text

    def keep(self, row: int, text: str) -> None:
        """Keeps a text, in the place of those not read for longest."""
        with self._turn:
            self._size += len(text) - len(self._kept.pop(row, ""))
            self._kept[row] = text
            while self._size > _MOST and len(self._kept) > 1:
                self._size -= len(self._kept.popitem(last=False)[1])
