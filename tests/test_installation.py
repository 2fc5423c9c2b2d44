"""What is installed: its name, its version, and the command that adds an extra, for each way of installing."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built with what is installed here."""
    pytest.importorskip("hatchling", reason="hatchling, which builds the wheel, is not installed (extra `dev`)")
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=60)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture
def site(wheel: Path, tmp_path: Path) -> Path:
    """A folder in which the wheel alone is installed."""
    folder = tmp_path / "site"
    install = ["install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check", "--target", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", *install, str(wheel)], check=True, capture_output=True, timeout=60)
    return folder


def in_python(code: str, path: Path, folder: Path) -> str:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(path)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


SENTENCE = "from bot.installation import extra_command; print(extra_command('postgres', 'html'))"


def test_the_name_is_not_that_of_another_program_on_the_index(wheel: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["name"] == "clippings-bot"
    assert list(project["scripts"]) == ["clippings"]
    assert wheel.name.startswith("clippings_bot-")


def test_in_a_checkout_an_extra_is_added_to_the_checkout(tmp_path: Path) -> None:
    assert in_python(SENTENCE, ROOT, tmp_path) == "pip install -e '.[postgres,html]'"


def test_beside_a_wheel_an_extra_comes_with_that_wheel(site: Path, wheel: Path, tmp_path: Path) -> None:
    said = in_python(SENTENCE, site, tmp_path)
    assert said == f"pip install 'clippings-bot[postgres,html] @ {wheel.as_uri()}'"


def test_from_an_index_an_extra_comes_by_the_name(site: Path, tmp_path: Path) -> None:
    for record in site.glob("*.dist-info/direct_url.json"):
        record.unlink()
    assert in_python(SENTENCE, site, tmp_path) == "pip install 'clippings-bot[postgres,html]'"


def test_the_wheel_alone_makes_a_folder_that_answers(site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "somewhere"
    folder.mkdir()
    main = "import sys; from bot.cli.app import main; sys.argv = ['clippings', *{words}]; main()"
    assert "sample articles" in in_python(main.format(words=["init"]), site, folder)
    assert (folder / ".env").is_file()
    asked = in_python(main.format(words=["ask", "When did Webb launch?"]), site, folder)
    assert "2021" in asked
