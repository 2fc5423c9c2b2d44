"""README and docs/ keep their word: their commands run, the files that they name are there, nothing is left out."""

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from bot.articles.formats import READERS
from bot.errors import ExitCode
from tests.cli.in_process import call
from tests.deploy.test_systemd import shown_commands

ROOT = Path(__file__).parents[1]
PAGES = {page.relative_to(ROOT).as_posix(): page.read_text(encoding="utf-8") for page in ROOT.glob("docs/*.md")}
PAGES["PRIVACY.md"] = (ROOT / "PRIVACY.md").read_text(encoding="utf-8")
PAGES["README.md"] = (ROOT / "README.md").read_text(encoding="utf-8")
ALL = "\n".join(text for page, text in PAGES.items() if page != "docs/wording.md")  # that is a table of words


def blocks(language: str, text: str = ALL) -> list[str]:
    """The code blocks of a language, without the indent of a list that holds them."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^\1```", text, re.S | re.M)
    return [re.sub(rf"^{indent}", "", block, flags=re.M) for indent, block in found]


COVERED = {
    "python -m bot import gazette.WordPress.xml --dry-run": "tests/cli/test_import.py",
    "python -m bot import gazette.WordPress.xml --into gazette": "tests/cli/test_import.py",
    "python -m bot import https://gazette.example/sitemap.xml --into gazette --limit 1000": "tests/cli/test_import.py",
    "python -m bot import https://gazette.example/feed.xml --dry-run": "tests/cli/test_import.py",
    "python -m bot backup before-the-upgrade.zip": "tests/cli/test_backup.py",
    "python -m bot restore before-the-upgrade.zip": "tests/cli/test_backup.py",
    "python -m bot init": "tests/cli/test_init.py",  # which would write into this checkout
    "make run": "tests/chat/test_preview.py",
    "make test": ".ci/run",
    "systemctl status clippings": "tests/deploy/test_systemd.py",
    "systemctl reload clippings": "tests/deploy/test_systemd.py",
    "journalctl -u clippings -p warning": "tests/deploy/test_systemd.py",
    "docker build -t clippings -f deploy/Dockerfile .": "tests/deploy/test_container.py",
    "docker compose -f deploy/compose.yaml --profile alone up -d": "tests/deploy/test_container.py",
}
CONSOLE = sorted({line.removeprefix("$ ") for block in blocks("console") for line in block.splitlines()})
SHELL = sorted({line.split("  #")[0].strip() for block in blocks("sh") for line in block.splitlines() if line})
IN_PROCESS = [command for command in CONSOLE if command.startswith("python -m bot") and command not in COVERED]
WITH_SETTINGS = [command for command in SHELL if re.match(r"[A-Z_]+=", command)]
BY_HAND = "\n".join(text for page, text in PAGES.items() if page != "docs/wording.md")  # which quotes all sentences
MAKE = sorted({target for command in re.findall(r"\bmake [a-z]+\b", BY_HAND) for target in command.split()[1:]})


def test_every_shown_command_is_one_that_the_tests_run() -> None:
    assert IN_PROCESS
    others = {command for command in (*CONSOLE, *SHELL) if command not in (*IN_PROCESS, *WITH_SETTINGS)}
    assert others - set(shown_commands()) == set(COVERED)
    assert [test for test in COVERED.values() if not (ROOT / test).is_file()] == []


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


def run(words: list[str], data: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    return call(words, ROOT, {"PATH": os.environ["PATH"], "DATA": str(data), "COLUMNS": "200", **environment})


@pytest.mark.parametrize("command", IN_PROCESS)
def test_a_command_runs_as_shown(command: str, data: Path) -> None:
    done = run(shlex.split(command)[3:], data)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize("command", WITH_SETTINGS)
def test_the_settings_before_a_command_that_needs_servers_can_be_used(command: str, data: Path) -> None:
    words = shlex.split(re.sub(r"<\w+>", "x", command))
    settings = dict(word.split("=", 1) for word in words if re.match(r"[A-Z_]+=", word))
    assert words[len(settings) :] in ([], ["python", "-m", "bot", "run"])
    seen = run(["doctor"], data, **settings).stdout
    assert re.search(r"^ok +settings", seen, re.M), seen


@pytest.mark.parametrize("target", MAKE)
def test_a_make_target_exists(target: str) -> None:
    done = subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file_and_a_heading(page: str) -> None:
    for name, anchor in re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)", PAGES[page]):
        target = (ROOT / page).parent / name if name else ROOT / page
        assert target.is_file(), name
        if anchor:
            headings = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.M)
            assert anchor in [re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings]


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_is_named_exists(page: str) -> None:
    named = re.findall(r"`((?:bot|tests|docs|deploy)/(?!secrets)[\w./-]*)`", PAGES[page])
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_room_of_the_code_is_on_the_map() -> None:
    map_ = PAGES["docs/contributing.md"].split("## The map")[1].split("\n## ")[0]
    rooms = {path.parent.relative_to(ROOT).as_posix() for path in (ROOT / "bot").rglob("*.py")} - {"bot"}
    assert sorted(room for room in rooms if f"`{room}/`" not in map_ and not room.endswith(DETAILS)) == []


DETAILS = ("/question/dates", "/store/sqlite", "/store/postgres")  # told with the room that they stand in


def test_every_name_that_a_common_change_gives_is_in_a_file_that_it_names() -> None:
    changes = PAGES["docs/contributing.md"].split("## Common changes")[1].split("\n## ")[0].split("\n\n**")
    for change in changes:
        files = [ROOT / path for path in re.findall(r"`((?:bot|tests|docs)/[\w./]+\.(?:py|md))`", change)]
        code = "\n".join(file.read_text(encoding="utf-8") for file in files)
        for name in re.findall(r"`([a-z]*_\w+|[A-Z]\w+)`", change):
            assert re.search(rf"\b{name}\b", code), f"{change[:40]}: {name}"


def test_the_readme_is_short_and_leads_to_every_page() -> None:
    assert len(PAGES["README.md"].splitlines()) <= 150
    assert [page for page in PAGES if page.startswith("docs/") and f"({page})" not in PAGES["README.md"]] == []


def test_every_format_is_described() -> None:
    assert [suffix for suffix in READERS if f"`{suffix}`" not in PAGES["docs/corpus.md"]] == []


def test_every_exit_code_is_described() -> None:
    page = PAGES["docs/operating.md"]
    assert [code.name for code in ExitCode if not re.search(rf"^\| {code.value} \|", page, re.M)] == []
