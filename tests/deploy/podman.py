"""Containers for the tests of deploy/: podman, and what deploy/offline.sh left; or the reason why they are skipped."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
BASE = "localhost/debian:trixie"
_CONF = '[containers]\ndefault_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]\n[engine]\nruntime = "runc"\n'


def lacking(*images: str) -> str:
    """Why no container can be made here; empty where it can."""
    if shutil.which("podman") is None:
        return "podman is not installed"
    if not (ROOT / "deploy" / "wheels").is_dir() or any(
        podman("image", "exists", image, check=False) for image in images
    ):
        return f"{' or '.join(images)} or deploy/wheels is not there: run deploy/offline.sh"
    return ""


def podman(*words: str, check: bool = True, seconds: float = 300, stdin: str = "") -> int:
    """Runs podman; its exit code."""
    return run(*words, check=check, seconds=seconds, stdin=stdin).returncode


def run(*words: str, check: bool = True, seconds: float = 300, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Runs podman, and keeps what it prints."""
    done = subprocess.run(
        ["podman", *words],
        env=environment(),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0 or not check, f"podman {' '.join(words)}: {done.stdout}{done.stderr}"
    return done


def environment() -> dict[str, str]:
    """Ours, with runc where it is installed; an operator's own configuration wins."""
    if "CONTAINERS_CONF" in os.environ or shutil.which("runc") is None:
        return dict(os.environ)
    file = Path(tempfile.gettempdir()) / "clippings-containers.conf"
    file.write_text(_CONF)
    return {**os.environ, "CONTAINERS_CONF": str(file)}
