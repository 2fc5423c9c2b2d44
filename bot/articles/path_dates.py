"""The publication day in a file's path, for documents that do not state one themselves.

The last complete day in the path counts: YYYY-MM-DD (also with _ or . between, or nothing:
19310503) in one name, or three names one below another, 1931/05/03. No further digit may stand directly before or
after it. A year alone, or a year and a month, is not taken as a day.
"""

from __future__ import annotations

import re
from datetime import date

_IN_A_NAME = re.compile(
    r"(?<![0-9])(?P<y>1[0-9]{3}|20[0-9]{2})(?P<sep>[-_.]?)(?P<m>[0-9]{2})(?P=sep)(?P<d>[0-9]{2})(?![0-9])"
)
_IN_FOLDERS = re.compile(r"(?:^|/)(?P<y>1[0-9]{3}|20[0-9]{2})/(?P<m>[0-9]{1,2})/(?P<d>[0-9]{1,2})(?=[^0-9])")


def day_in_path(path: str) -> str | None:
    """The day as "1931-05-03", or None."""
    found: list[tuple[int, str]] = []
    for pattern in (_IN_A_NAME, _IN_FOLDERS):
        for match in pattern.finditer(path):
            try:
                day = date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:
                continue
            found.append((match.end(), day.isoformat()))
    return max(found)[1] if found else None
