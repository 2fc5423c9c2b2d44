"""Where a sentence may end, by its punctuation alone: fast, and wrong after abbreviations ("Mr. Smith").

For places where a near miss does no harm: passages, page breaks, titles made from a text. Quotations use the exact
boundaries of `bot.search.analysis.sentences`, at about a hundredth of the speed.
"""

from __future__ import annotations

import re
from typing import Final

SENTENCE_END: Final = re.compile(r"[.!?…][\"'”’»“‘«)\]]{0,4}(?:[ \u00a0\u202f]»)?(?=\s)|[。！？][」』”]{0,4}")
"""A stop with its closing quotation marks and brackets; the white space after it is not part of the match."""
