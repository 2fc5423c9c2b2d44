"""The locked requirements: everything that pyproject.toml asks for, at a version that it allows, each with hashes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.deploy.podman import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OPTIONAL = PROJECT["optional-dependencies"]
ALL = Requirement(OPTIONAL["all"][0]).extras
EXTRAS = {"small": {"metrics", "watch"}, "full": {*ALL, "milvus"} - {"preview"}}  # the preview is for one's own machine


def locked(kind: str) -> dict[str, list[tuple[str, int]]]:
    """Versions and numbers of hashes, by name; a name may be locked twice, for different Pythons."""
    text = (ROOT / "deploy" / "requirements" / f"{kind}.txt").read_text(encoding="utf-8")
    found: dict[str, list[tuple[str, int]]] = {}
    for entry in re.findall(r"^(\S+==.*(?:\n +--hash=.*)*)", text, re.M):
        name, version = re.match(r"([\w.-]+)==([^ ;\\]+)", entry).groups()  # type: ignore[union-attr]
        found.setdefault(canonicalize_name(name), []).append((version, entry.count("--hash=sha256:")))
    return found


@pytest.mark.parametrize("kind", EXTRAS)
def test_every_dependency_is_locked_at_a_version_that_it_may_have_with_hashes(kind: str) -> None:
    wanted = [*PROJECT["dependencies"]]
    for extra in EXTRAS[kind]:
        wanted += OPTIONAL[extra]
    versions = locked(kind)
    for requirement in map(Requirement, wanted):
        if requirement.name == PROJECT["name"]:
            assert requirement.extras <= EXTRAS[kind]
            continue
        entries = versions[canonicalize_name(requirement.name)]
        assert any(version in requirement.specifier for version, _ in entries), requirement
    assert [name for name, entries in versions.items() if not all(hashes for _, hashes in entries)] == []


def test_the_locked_packages_can_be_written_down_as_a_bill_of_materials(tmp_path: Path) -> None:
    pytest.importorskip("cyclonedx_py", reason="cyclonedx-bom is not installed (extra `audit`)")
    file = tmp_path / "sbom.json"
    words = ["-m", "cyclonedx_py", "requirements", str(ROOT / "deploy/requirements/full.txt"), "-o", str(file)]
    subprocess.run([sys.executable, *words], check=True, capture_output=True, timeout=60)
    listed = {canonicalize_name(part["name"]) for part in json.loads(file.read_text())["components"]}
    assert set(locked("full")) <= listed
