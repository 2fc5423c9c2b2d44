"""The result of one check of `doctor`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check: in order or not, and one line about what was found and what to do."""

    name: str
    good: bool
    line: str
