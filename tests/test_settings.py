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
    for sentence in (
        "MAX_FILE_MB: must be a number",
        "LOG_LEVEL: must be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'",
        "PREVIEW_PORT: must be 65535 or less",
    ):
        assert sentence in str(error.value)
    assert "Input" not in str(error.value)
    assert "very-secret-token" not in str(error.value)


SECRETS = {
    "DISCORD_TOKEN": "very-secret-token",
    "MILVUS_TOKEN": "root:very-secret",
    "STATE_URL": "postgresql://clip:very-secret@db/clip",
}


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_may_stand_in_a_file(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "secret"
    file.write_text(SECRETS[name] + "\n")
    monkeypatch.setenv(f"{name}_FILE", str(file))
    settings = read_settings()
    assert getattr(settings, name.lower()).get_secret_value() == SECRETS[name]
    assert "very-secret" not in repr(settings)


@pytest.mark.parametrize("name", SECRETS)
def test_a_credential_of_systemd_needs_no_setting(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    (tmp_path / name.lower().replace("_", "-")).write_text(SECRETS[name] + "\n")
    assert getattr(read_settings(), name.lower()).get_secret_value() == SECRETS[name]


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("content", [None, b"", b" \n", b"\xff\xfe"])
def test_a_file_that_holds_no_secret_is_named(
    name: str, content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "secret"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv(f"{name}_FILE", str(file))
    with pytest.raises(SettingsError, match=f"{name}_FILE: .*secret"):
        read_settings()


def test_a_secret_in_two_places_is_refused_and_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "very-secret-token")
    monkeypatch.setenv("DISCORD_TOKEN_FILE", str(tmp_path / "secret"))
    with pytest.raises(SettingsError, match="DISCORD_TOKEN and DISCORD_TOKEN_FILE are both set") as error:
        read_settings()
    assert "very-secret-token" not in str(error.value)


def test_the_token_does_not_show_in_the_settings_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "very-secret-token")
    assert "very-secret-token" not in repr(read_settings())


def test_the_password_of_the_state_shows_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATE_URL", "postgresql://clip:very-secret@db/clip")
    assert "very-secret" not in repr(read_settings())
    monkeypatch.setenv("STATE_URL", "mysql://clip:very-secret@db/clip")
    with pytest.raises(SettingsError, match=r"STATE_URL: .*it begins with postgresql://") as error:
        read_settings()
    assert "very-secret" not in str(error.value)


@pytest.mark.parametrize(
    ("count", "ids", "said"),
    [
        ("", "0,1", "SHARD_IDS: .*it needs SHARD_COUNT, the same in every process"),
        ("4", "3,4", "SHARD_IDS: .*with SHARD_COUNT=4 the shards are 0 to 3, not 4"),
        ("4", "-1", "the shards are 0 to 3, not -1"),
        ("0", "0", "SHARD_COUNT: "),
        ("4", "all", "SHARD_IDS"),
    ],
)
def test_shards_that_cannot_be_are_reported(monkeypatch: pytest.MonkeyPatch, count: str, ids: str, said: str) -> None:
    monkeypatch.setenv("SHARD_COUNT", count)
    monkeypatch.setenv("SHARD_IDS", ids)
    with pytest.raises(SettingsError, match=said):
        read_settings()


def test_what_one_process_should_do_is_the_work_of_the_one_with_shard_0(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings().first_process
    monkeypatch.setenv("SHARD_COUNT", "4")
    assert read_settings().first_process
    for ids, first in (("0,1", True), ("2 3", False)):
        monkeypatch.setenv("SHARD_IDS", ids)
        assert read_settings().first_process is first


def test_ids_are_read_however_people_separate_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNER_IDS", "123, 456 789")
    assert read_settings().owner_ids == {123, 456, 789}
