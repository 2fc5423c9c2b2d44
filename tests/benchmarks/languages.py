"""Verdicts by language, on the ten articles each of `tests/questions/languages`: English is the yardstick."""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.questions.archives import LANGUAGES, archive, figures, questions


def add_options(parser: argparse.ArgumentParser) -> None:
    """Which languages."""
    parser.add_argument("languages", nargs="*", default=LANGUAGES, help="all seven when none is named")


def run(options: argparse.Namespace) -> None:
    """Prints the table."""
    print("| language | answer at 1 | at 3 | `answered` of those | `answered`: near | other | `nothing`: other |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for language in options.languages:
        with TemporaryDirectory() as folder:
            found = figures(archive(language, Path(folder)), questions(language))
        print(
            f"| {language} | {found.at_1} of {found.told} | {found.at_3} | {found.answered} | "
            f"{found.near_answered} of {found.near} | {found.other_answered} of {found.other} | "
            f"{found.other_nothing} |"
        )
