"""The units in deploy/systemd under a real systemd, installed by the commands that docs/operating.md shows."""

from __future__ import annotations

import asyncio
import configparser
import json
import re
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import ExitCode
from tests.chat.gateway import TOKEN, door
from tests.deploy.podman import BASE, ROOT, lacking, podman, run

pytestmark = pytest.mark.timeout(600)  # an image is built first
SYSTEMD = f"{BASE}-systemd"
UNITS = [ROOT / "deploy" / "systemd" / name for name in ("clippings.service", "clippings@.service")]
DISCORD = """
try:
    from discord.http import Route
    Route.BASE = open("/run/discord").read().strip() + "/api/v10"
except (ImportError, OSError):
    pass
"""  # where the bot finds Discord, for these tests alone


class Host:
    """A Debian with systemd, in a container, on which the bot is installed."""

    def __init__(self, name: str) -> None:
        self.name = name

    def does(self, command: str, *, stdin: str = "", check: bool = True, seconds: float = 120) -> str:
        """Runs a command there as root, in the folder of the source."""
        words = ("exec", "-i", "-w", "/source", self.name, "bash", "-ec", command)
        done = run(*words, stdin=stdin, check=check, seconds=seconds)
        return (done.stdout + done.stderr).strip()

    def shows(self, what: str) -> str:
        """A property of the unit."""
        return self.does(f"systemctl show clippings -P {what}")

    async def until(self, what: str, value: str, seconds: float = 60) -> None:
        """Waits for a property."""
        async with asyncio.timeout(seconds):
            while await asyncio.to_thread(self.shows, what) != value:  # noqa: ASYNC110 - systemd's event, not ours
                await asyncio.sleep(0.3)


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    reason = lacking(BASE, SYSTEMD)
    if reason:
        pytest.skip(reason)
    name = f"clippings-test-{secrets.token_hex(4)}"
    volumes = ("-v", f"{ROOT}:/original:ro", "-v", f"{ROOT / 'deploy' / 'wheels'}:/wheels:ro")
    offline = ("-e", "PIP_NO_INDEX=1", "-e", "PIP_FIND_LINKS=/wheels", "-e", "PIP_DISABLE_PIP_VERSION_CHECK=1")
    podman(
        "run",
        "-d",
        "--name",
        name,
        "--systemd=always",
        "--network=host",
        *volumes,
        *offline,
        SYSTEMD,
        "/lib/systemd/systemd",
    )
    try:
        made = Host(name)
        run(
            "exec",
            name,
            "bash",
            "-ec",
            "mkdir /source; cd /original; cp -r bot corpus deploy *.toml *.md LICENSE .env.example /source",
        )
        made.does("systemctl is-system-running --wait", check=False)
        for command in shown_commands():
            if "enable --now" in command:
                made.does(
                    "cd /opt/clippings/lib/python3*/site-packages; cat > here_is.py; echo import here_is > here.pth",
                    stdin=DISCORD,
                )
                made.does("cp corpus/*.txt /var/lib/clippings/corpus")
                continue
            stdin = TOKEN if "/dev/stdin" in command else ""
            made.does(command, stdin=stdin)
        yield made
    finally:
        podman("rm", "-f", "-t", "0", name)


def shown_commands() -> list[str]:
    """What docs/operating.md tells root to do."""
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    block = re.search(r"### As a service.*?```sh\n(.*?)```", page, re.S)
    assert block
    return [line.split("  #")[0].strip() for line in block[1].splitlines()]


async def started(host: Host, url: str) -> None:
    await asyncio.to_thread(host.does, "cat > /run/discord", stdin=url)
    await asyncio.to_thread(
        host.does, "systemctl reset-failed clippings || true; systemctl restart clippings", check=False
    )


async def test_it_starts_says_how_it_is_reloads_and_stops(host: Host) -> None:
    async with door() as made:
        await started(host, made.url)
        await host.until("ActiveState", "active")
        await host.until("StatusText", "Answering")
        await asyncio.to_thread(host.does, "systemctl reload clippings")
        async with asyncio.timeout(30):
            while "reload by SIGHUP" not in await asyncio.to_thread(host.does, "journalctl -u clippings"):  # noqa: ASYNC110
                await asyncio.sleep(0.3)
        began = time.monotonic()
        await asyncio.to_thread(host.does, "systemctl stop clippings")
        assert time.monotonic() - began < 10
    assert host.shows("Result") == "success"
    assert "inactive" in host.does("systemctl status clippings", check=False)
    assert "failed" not in host.does("journalctl -u clippings -p warning", check=False)
    entries = [json.loads(line) for line in host.does("journalctl -u clippings -o json").splitlines()]
    ours = [entry for entry in entries if "bot." in str(entry["MESSAGE"])]
    assert any(entry["MESSAGE"].startswith("bot.cli.run: Clippings ") and entry["PRIORITY"] == "6" for entry in ours)
    assert TOKEN not in host.does("journalctl -u clippings; systemctl show clippings; cat /etc/clippings/clippings.env")


async def test_what_it_keeps_is_for_its_own_user(host: Host) -> None:
    listed = host.does("find /var/lib/clippings /etc/clippings -not -path '*/corpus/*' -printf '%m %U %p\\n'")
    open_to_others = [line for line in listed.splitlines() if line.split()[0][-2:] != "00"]
    assert open_to_others == []
    assert "state.db" in listed


async def test_a_bot_that_stands_still_is_started_again(host: Host) -> None:
    host.does("mkdir -p /run/systemd/system/clippings.service.d")
    drop_in = "[Service]\nWatchdogSec=3\nRestartSec=1\n"
    host.does("cat > /run/systemd/system/clippings.service.d/test.conf; systemctl daemon-reload", stdin=drop_in)
    async with door() as made:
        await started(host, made.url)
        await host.until("StatusText", "Answering")
        before = host.shows("MainPID")
        host.does(f"kill -STOP {before}")
        await host.until("NRestarts", "1")
        await host.until("StatusText", "Answering")
        assert host.shows("MainPID") != before
        await asyncio.to_thread(host.does, "systemctl stop clippings")
    host.does("rm -r /run/systemd/system/clippings.service.d; systemctl daemon-reload")


async def test_a_refused_token_fails_the_start_and_is_not_tried_again(host: Host) -> None:
    host.does("echo a.wrong.token > /etc/clippings/discord-token")
    async with door() as made:
        await started(host, made.url)
        await host.until("ActiveState", "failed")
    assert host.shows("ExecMainStatus") == str(int(ExitCode.TOKEN))
    assert host.shows("NRestarts") == "0"
    assert "Discord refuses the token" in host.does("journalctl -u clippings -p err -o cat")
    host.does("cat > /etc/clippings/discord-token", stdin=TOKEN)


def test_the_unit_is_hardened(host: Host) -> None:
    judged = host.does("systemd-analyze security clippings --no-pager", check=False)
    exposure = re.search(r"Overall exposure level for clippings.service: ([\d.]+)", judged)
    assert exposure, judged
    assert float(exposure[1]) <= 2.2, judged
    assert host.does("systemd-analyze verify /etc/systemd/system/clippings.service", check=False) == ""


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_what_only_a_person_can_mend_is_not_tried_again(unit: Path) -> None:
    service = read(unit)["Service"]
    for_a_person = {ExitCode.USAGE, ExitCode.SETTINGS, ExitCode.TOKEN, ExitCode.DATA}
    assert {int(code) for code in service["RestartPreventExitStatus"].split()} == for_a_person
    assert service["Restart"] == "on-failure"
    assert read(unit)["Unit"]["StartLimitIntervalSec"] == "0"
    assert int(service["TimeoutStopSec"]) > 10  # what the bot itself takes at most


def test_the_template_differs_in_the_settings_of_the_process_alone() -> None:
    one, several = (unit.read_text().splitlines() for unit in UNITS)
    assert {line for line in several if line not in one} == {
        several[0],
        "Description=Clippings %i: answers on Discord from an archive of dated articles",
        "EnvironmentFile=/etc/clippings/%i.env",
    }


def read(unit: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(unit.read_text())
    return parser
