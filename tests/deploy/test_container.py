"""deploy/Dockerfile and deploy/compose.yaml, built and run with podman from what deploy/offline.sh left."""

from __future__ import annotations

import json
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.installation import VERSION
from bot.settings import Settings
from tests.deploy.podman import BASE, ROOT, environment, lacking, podman, run

pytestmark = pytest.mark.timeout(600)  # an image is built first
COMPOSE = ROOT / "deploy" / "compose.yaml"
PROFILES = ("alone", "postgres", "full")
POSTGRES = f"{BASE}-postgresql"
STAND_IN = f'FROM {POSTGRES}\nCOPY postgres.sh /\nENTRYPOINT ["/bin/bash", "/postgres.sh"]\n'


def build(tag: str, **arguments: str) -> str:
    wheels = ("-v", f"{ROOT / 'deploy' / 'wheels'}:/wheels:ro")
    given = [word for name, value in {"BASE": BASE, **arguments}.items() for word in ("--build-arg", f"{name}={value}")]
    podman(
        "build", "-q", "--format=docker", *wheels, *given, "-t", tag, "-f", str(ROOT / "deploy/Dockerfile"), str(ROOT)
    )
    return tag


@pytest.fixture(scope="module")
def image() -> str:
    reason = lacking(BASE)
    if reason:
        pytest.skip(reason)
    return build("localhost/clippings-test")


@pytest.fixture
def container(image: str) -> Iterator[Callable[..., str]]:
    """Starts one with a read-only root and no rights; its name."""
    names: list[str] = []

    def start(*words: str) -> str:
        names.append(f"clippings-test-{secrets.token_hex(4)}")
        limits = ("--read-only", "--cap-drop=all", "--security-opt=no-new-privileges")
        podman("run", "-d", "--name", names[-1], *limits, *words)
        return names[-1]

    yield start
    for name in names:
        podman("rm", "-f", "-t", "0", name)


def inside(name: str, *words: str, check: bool = True) -> str:
    return run("exec", name, *words, check=check).stdout.strip()


def logged(name: str) -> str:
    """What it printed; a sentence that ends the process is on standard error."""
    told = run("logs", name)
    return told.stdout + told.stderr


def until(name: str, text: str, seconds: float = 60) -> None:
    """Waits for a line of its log."""
    ends = time.monotonic() + seconds
    while text not in (log := logged(name)):
        assert time.monotonic() < ends, log
        time.sleep(0.3)


def test_the_image_is_small_says_its_version_and_has_a_health_check(image: str) -> None:
    (told,) = json.loads(run("image", "inspect", image).stdout)
    assert told["Size"] < 300_000_000
    assert told["Labels"]["org.opencontainers.image.version"] == VERSION
    assert told["Config"]["User"] == "10001:10001"
    assert set(told["Config"]["Volumes"]) == {"/data", "/corpus"}
    assert told["Healthcheck"]["Test"][0] == "CMD"
    assert run("run", "--rm", image, "--version").stdout == f"clippings {VERSION}\n"


def test_it_runs_on_a_read_only_root_as_nobody_in_particular_and_stops_at_once(
    image: str, container: Callable[..., str]
) -> None:
    name = container("-e", "DISCORD_TOKEN=a.b.c", "--network=none", image)
    until(name, "Discord cannot be reached")
    assert inside(name, "id", "-u") == "10001"
    assert "state.db" in inside(name, "ls", "/data")
    asks = "import urllib.request as web; print(web.urlopen('http://127.0.0.1:9464/live').status)"
    assert inside(name, "python3", "-c", asks) == "200"
    assert podman("healthcheck", "run", name, check=False) == 1, "without Discord it is not ready"
    began = time.monotonic()
    podman("stop", "-t", "10", name)
    assert time.monotonic() - began < 2 + 1, "podman itself takes a moment"
    (told,) = json.loads(run("inspect", name).stdout)
    assert told["State"]["ExitCode"] == 0


def composed() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())
    return read


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_names_what_is_there(profile: str) -> None:
    file = composed()
    services = {name: service for name, service in file["services"].items() if profile in service["profiles"]}
    for service in services.values():
        assert set(service.get("depends_on", ())) <= set(services)
        assert set(service.get("secrets", ())) <= set(file["secrets"])
        named = {volume.split(":")[0] for volume in service.get("volumes", ()) if volume[0] != "."}
        assert {volume for volume in named if not volume.startswith("..")} <= set(file["volumes"])
        if "clippings" in service["image"]:
            assert {name.lower() for name in service["environment"]} <= set(Settings.model_fields)
            assert service["read_only"]
    roles = [service["environment"].get("FOLLOW") for service in services.values() if "clippings" in service["image"]]
    assert roles.count(None) == 1, "one process indexes"


def test_the_bot_with_postgresql_is_started_by_the_compose_file(image: str, tmp_path: Path) -> None:
    if reason := lacking(BASE, POSTGRES):
        pytest.skip(reason)
    pytest.importorskip("podman_compose", reason="podman-compose is not installed (extra `dev`)")
    podman("build", "-q", "-t", "localhost/postgres-test", "-f", "-", str(Path(__file__).parent), stdin=STAND_IN)
    build("localhost/clippings-full-test", REQUIREMENTS="full")
    project = f"clippings-test-{secrets.token_hex(4)}"
    folder = tmp_path / "deploy"
    (folder / "secrets").mkdir(parents=True)
    shutil.copy(COMPOSE, folder)
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    for name, secret in {
        "discord-token": "a.b.c",
        "postgres-password": "hidden",
        "state-url": "postgresql://clippings:hidden@postgres:5432/clippings",
    }.items():
        (folder / "secrets" / name).write_text(secret)

    def does(*words: str) -> None:
        images = {"CLIPPINGS_IMAGE": "localhost/clippings-full-test", "POSTGRES_IMAGE": "localhost/postgres-test"}
        command = [sys.executable, "-m", "podman_compose", "-p", project, "--profile", "postgres", *words]
        done = subprocess.run(
            command,
            cwd=folder,
            env={**environment(), **images},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    bot = f"{project}_bot-with-postgres_1"
    try:
        does("up", "-d", "--no-build")
        until(bot, " articles, 0 of the corpus's files")
        tables = "PGPASSWORD=hidden psql -h 127.0.0.1 -U clippings -c '\\dt clippings.*'"
        assert "questions" in inside(f"{project}_postgres_1", "bash", "-c", tables)
        assert "hidden" not in run("inspect", bot).stdout
    finally:
        does("down", "-v", "-t", "5")
