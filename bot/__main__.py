"""`python -m bot`: the same as the installed command `clippings`."""

import os
import signal
import sys
from types import FrameType


def main() -> None:
    """Runs the command line. A stop signal that comes while it is still being imported ends the process quietly."""
    service = sys.argv[1:2] in (["run"], ["preview"])  # these stop with exit code 0, as they do later on

    def stop(number: int, _frame: FrameType | None) -> None:
        os._exit(0 if service else 128 + number)  # nothing has been begun that would have to be finished

    former = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    from bot.cli.app import main as run  # noqa: PLC0415 - takes half a second

    if not service:
        for number, handler in former.items():
            signal.signal(number, handler)
    run()


if __name__ == "__main__":
    main()
