"""`python -m tests.benchmarks [NAME] [options]`, NAME one of `BENCHMARKS`; without a name, speed.

A benchmark is a module of this package with `add_options(parser)` and `run(options)`.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

BENCHMARKS = (
    "speed",
    "ablation",
    "burst",
    "fairness",
    "fitting",
    "verdicts",
    "engines",
    "reload",
    "replay",
    "sizing",
    "files",
    "languages",
)


def main(arguments: list[str]) -> None:
    """Runs the benchmark that is named first."""
    name = arguments[0] if arguments and arguments[0] in BENCHMARKS else "speed"
    module = import_module(f"tests.benchmarks.{name}")
    parser = argparse.ArgumentParser(prog=f"python -m tests.benchmarks {name}", description=module.__doc__)
    module.add_options(parser)
    module.run(parser.parse_args(arguments[1:] if arguments[:1] == [name] else arguments))


if __name__ == "__main__":
    main(sys.argv[1:])
