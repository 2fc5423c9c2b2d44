"""Which version this is, and how an extra is added to the installation at hand."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from bot import __version__

DISTRIBUTION = "clippings-bot"  # `clippings` on the Python Package Index is somebody else's program
VERSION = __version__
_CHECKOUT = Path(__file__).parents[1]
_SAMPLE = Path(__file__).parent / "sample"  # in a wheel; see pyproject.toml


def extra_command(*extras: str) -> str:
    """The command that adds `extras` here: to a checkout, to a wheel that was a file, or to one from an index."""
    names = ",".join(extras)
    if (_CHECKOUT / "pyproject.toml").is_file():
        return f"pip install -e '.[{names}]'"
    source = _wheel_url()
    return f"pip install '{DISTRIBUTION}[{names}]{f' @ {source}' if source else ''}'"


def sample_corpus() -> Path:
    """The folder of sample articles that came with this installation."""
    return _SAMPLE / "corpus" if _SAMPLE.is_dir() else _CHECKOUT / "corpus"


def example_settings() -> Path:
    """The file that explains every setting, `.env.example`."""
    return _SAMPLE / "env.example" if _SAMPLE.is_dir() else _CHECKOUT / ".env.example"


def _wheel_url() -> str:
    """Where pip took the wheel from, if it was given a file or an address (PEP 610); else empty."""
    try:
        written = distribution(DISTRIBUTION).read_text("direct_url.json")
    except PackageNotFoundError:
        return ""
    return str(json.loads(written)["url"]) if written else ""
