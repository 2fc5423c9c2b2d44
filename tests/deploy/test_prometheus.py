"""The rules hold what they promise (promtool), and rules and dashboard ask for figures that /metrics has."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.health import Health
from bot.health.metrics import Metrics
from bot.library import Library
from tests.deploy.podman import ROOT

PROMETHEUS = ROOT / "deploy" / "prometheus"
RULES = PROMETHEUS / "rules.yml"
DASHBOARD = ROOT / "deploy" / "grafana" / "clippings.json"


@pytest.mark.parametrize("words", [("check", "rules", "rules.yml"), ("test", "rules", "rules-test.yml")])
def test_promtool_finds_the_rules_right(words: tuple[str, ...]) -> None:
    if shutil.which("promtool") is None:
        pytest.skip("promtool is not installed (Debian's package prometheus)")
    done = subprocess.run(["promtool", *words], cwd=PROMETHEUS, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def rules() -> list[dict[str, Any]]:
    return [rule for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"]]


def test_every_rule_is_tried_and_says_what_to_do() -> None:
    tried = (PROMETHEUS / "rules-test.yml").read_text()
    for rule in rules():
        assert f"alertname: {rule['alert']}" in tried
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert set(rule["annotations"]) == {"summary", "description"}


def asked() -> Iterator[str]:
    expressions = [rule["expr"] for rule in rules()]
    expressions += [
        target["expr"] for panel in json.loads(DASHBOARD.read_text())["panels"] for target in panel["targets"]
    ]
    for expression in expressions:
        yield from re.findall(r"\b(?:clippings|process)_\w+", expression)


@pytest.fixture
async def offered(tmp_path: Path) -> set[str]:
    """The names on a process's own page."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text(" date 2020-10-28 The bridge opened on Wednesday.")
    library = Library(tmp_path / "corpus", tmp_path / "data")
    await library.open()
    metrics = Metrics(library, Health(library))
    try:
        return set(re.findall(r"^(\w+)", metrics.written().decode(), re.M))
    finally:
        metrics.close()
        await library.close()


def test_rules_and_dashboard_ask_for_what_is_there(offered: set[str]) -> None:
    assert sorted(set(asked()) - offered) == []
