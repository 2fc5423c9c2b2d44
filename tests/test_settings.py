"""Settings come from the environment and `.env`; what is wrong is named at once, and no secret is shown."""

import re
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, read_settings

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_the_example_file_documents_every_setting_with_its_default() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    shown = dict(line.split("=", 1) for line in example.splitlines() if re.match(r"[A-Z_]+=", line))
    defaults = {
        name.upper(): "" if field.default in (None, frozenset()) else str(field.default).replace("False", "false")
        for name, field in Settings.model_fields.items()
    }
    assert shown == defaults


def test_the_example_file_can_be_used_as_it_is(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text((ROOT / ".env.example").read_text(encoding="utf-8"), encoding="utf-8")
    assert read_settings() == Settings()


def test_what_the_command_line_gives_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORPUS", "/from/environment")
    assert read_settings(corpus=Path("given"), data=None).corpus == Path("given")
    assert read_settings().corpus == Path("/from/environment")


def test_every_wrong_value_is_named_in_one_message_and_no_secret_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "very-secret-token")
    monkeypatch.setenv("MAX_FILE_MB", "huge")
    monkeypatch.setenv("LOG_LEVEL", "LOUD")
    monkeypatch.setenv("PREVIEW_PORT", "99999")
    with pytest.raises(SettingsError) as error:
        read_settings()
    for name in ("MAX_FILE_MB", "LOG_LEVEL", "PREVIEW_PORT"):
        assert name in str(error.value)
    assert "very-secret-token" not in str(error.value)


def test_the_token_does_not_show_in_the_settings_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "very-secret-token")
    assert "very-secret-token" not in repr(read_settings())


def test_ids_are_read_however_people_separate_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNER_IDS", "123, 456 789")
    assert read_settings().owner_ids == {123, 456, 789}
