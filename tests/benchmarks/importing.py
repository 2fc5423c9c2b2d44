"""`python -m tests.benchmarks.importing [MEGABYTES]`: a generated WordPress export, imported; time and peak memory.

The export's posts are random words, so that it packs as prose does and nothing can be kept instead of read.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from bot.articles.limits import Limits
from bot.importing.entries import ReadOptions
from bot.importing.importer import Order, run

_HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>The Quay Gazette</title>
<wp:author><wp:author_login>mo</wp:author_login>
<wp:author_display_name>Martha Oddly</wp:author_display_name></wp:author>
"""
_PARAGRAPHS = 12


def write_export(path: Path, size: int) -> int:
    """Writes a WordPress export of at least `size` bytes; how many posts it holds."""
    chance = random.Random(18)
    words = ["".join(chance.choices("etaoinshrdlucmfwypvbgk", k=chance.randint(2, 9))) for _ in range(20_000)]
    posts = 0
    with path.open("w", encoding="utf-8") as file:
        written = file.write(_HEAD)
        while written < size:
            posts += 1
            day = date(1990, 1, 1) + timedelta(days=posts % 12_000)
            body = "".join(
                f"<!-- wp:paragraph -->\n<p>{' '.join(chance.choices(words, k=60))}.</p>\n<!-- /wp:paragraph -->\n"
                for _ in range(_PARAGRAPHS)
            )
            written += file.write(
                f"<item><title>Post {posts}</title><link>http://quay.example/{posts}</link>"
                f"<dc:creator>mo</dc:creator><guid>http://quay.example/?p={posts}</guid>"
                f"<content:encoded><![CDATA[{body}]]></content:encoded><wp:post_id>{posts}</wp:post_id>"
                f"<wp:post_date>{day} 08:00:00</wp:post_date><wp:post_type>post</wp:post_type>"
                "<wp:status>publish</wp:status></item>\n"
            )
        file.write("</channel></rss>\n")
    return posts


def main(megabytes: int) -> None:
    """Generates, imports twice (new, then unchanged), and prints what each took."""
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / "quay.xml"
        posts = write_export(export, megabytes * 1_000_000)
        print(f"{export.stat().st_size / 1e6:,.0f} MB, {posts:,} posts")
        before = _peak()
        for what in ("first import", "the same again"):
            started, cpu = time.monotonic(), time.process_time()
            options = ReadOptions(Limits(max_file_mb=10_000))
            report = run(Order([export], Path(folder) / "corpus" / "quay.jsonl.gz", options, date.today()))
            print(
                f"{what}: {time.monotonic() - started:,.0f} s ({time.process_time() - cpu:,.0f} s of CPU), "
                f"{report.articles:,} articles, peak memory {before:,.0f} MB before, {_peak():,.0f} MB after"
            )


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
