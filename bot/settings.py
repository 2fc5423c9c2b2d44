"""Everything a user may turn, read from the environment and `.env` once, at the start."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsError
from bot.language.interface import N_, _

Language = Literal[
    "arabic",
    "danish",
    "dutch",
    "english",
    "finnish",
    "french",
    "german",
    "hungarian",
    "italian",
    "norwegian",
    "portuguese",
    "romanian",
    "russian",
    "spanish",
    "swedish",
]  # those of nltk's Snowball stemmer; plain LANGUAGE would collide with the locale's variable


def _split(value: object) -> object:
    return [part for part in re.split(r"[,\s]+", value) if part] if isinstance(value, str) else value


def _postgres(value: SecretStr) -> SecretStr:
    if not re.match(r"postgres(ql)?://", value.get_secret_value()):
        raise ValueError(_("it begins with {start}").format(start="postgresql://"))
    return value


def _secret_in(name: str, file: Path) -> str:
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except OSError as error:
        unread = _("{name}: {file} cannot be read ({reason})")
        raise ValueError(unread.format(name=name.upper(), file=file, reason=error.strerror)) from None
    except UnicodeDecodeError:
        raise ValueError(_("{name}: {file} is not text").format(name=name.upper(), file=file)) from None
    if not secret:
        raise ValueError(_("{name}: {file} is empty").format(name=name.upper(), file=file))
    return secret


_IN_FILES = ("discord_token", "milvus_token", "state_url")

Hosts = Annotated[frozenset[str], NoDecode, BeforeValidator(_split)]
Ids = Annotated[frozenset[int], NoDecode, BeforeValidator(_split)]


class Settings(BaseSettings):
    """Field names are the environment's names in lower case; `.env.example` documents each (a test compares them)."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True)

    discord_token: SecretStr | None = Field(None, description="The bot's token. Without one, `run` opens the preview.")
    discord_token_file: Path | None = Field(None, description="A file that holds the token, instead of DISCORD_TOKEN.")
    corpus: Path = Field(Path("corpus"), description="The folder of articles, or one file.")
    data: Path = Field(Path("data"), description="Where the index (derived) and state.db (precious) live.")
    corpus_language: Language = Field("english", description="Language of the articles, for nltk's Snowball stemmer.")
    max_file_mb: float = Field(100.0, gt=0, description="Files larger than this many megabytes are skipped.")
    server_quota_mb: float = Field(50.0, gt=0, description="Megabytes that one server's admins may add and keep.")
    server_quota_articles: int = Field(20_000, gt=0, description="Articles that one server's admins may add.")
    disk_reserve_mb: float = Field(
        200.0, ge=0, description="Megabytes of the disk that are kept free: below, nothing is added, only removed."
    )
    owner_ids: Ids = Field(
        frozenset(), description="Discord user ids, separated by commas, who may change the shared corpus."
    )
    home_servers: Ids = Field(
        frozenset(), description="Server ids, by commas, whose admins may change the shared corpus."
    )
    private_hosts: Hosts = Field(
        frozenset(), description="Servers on your own network that feeds may be read from, as host or host:port."
    )
    auto_reload: bool = Field(False, description="Reload by itself when the corpus folder changes.")
    search_engine: Literal["embedded", "milvus"] = Field("embedded", description="What holds the index.")
    milvus_uri: str | None = Field(None, description="Where Milvus is, such as http://localhost:19530.")
    milvus_token: SecretStr | None = Field(None, description="How to get into Milvus: a token, or user:password.")
    milvus_token_file: Path | None = Field(None, description="A file that holds it, instead of MILVUS_TOKEN.")
    milvus_collection: str = Field(
        "clippings", description="What this archive's collections in Milvus begin with; another name, another archive."
    )
    follow: bool = Field(False, description="Do not index: answer from the index that another process makes.")
    jobs_folder: Path | None = Field(
        None, description="Where uploads wait for the process that indexes; without one, in the state database."
    )
    workers: int = Field(1, ge=1, le=64, description="How many processes answer; one for each core at most.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="How much the log tells.")
    log_format: Literal["human", "json"] = Field("human", description="One line for people, or one JSON object.")
    preview_port: int = Field(8765, ge=0, le=65535, description="Port of the preview page; 0 takes any free one.")
    preview_host: str = Field(
        "127.0.0.1", description="One more address of this machine for that page, such as a container's own name."
    )
    state_url: Annotated[SecretStr, AfterValidator(_postgres)] | None = Field(
        None, description="PostgreSQL database for the state, instead of state.db in DATA; for several machines."
    )
    state_url_file: Path | None = Field(None, description="A file that holds that address, instead of STATE_URL.")
    shard_count: int | None = Field(
        None, ge=1, description="How many gateway shards all processes have together. Without it, Discord's advice."
    )
    shard_ids: Ids = Field(
        frozenset(), description="Which of these shards this process runs, by commas. Without it, all of them."
    )
    health_port: int | None = Field(
        None, ge=0, le=65535, description="Port of /live, /ready and /metrics; 0 takes any free one. Without one, none."
    )
    health_host: str = Field("127.0.0.1", description="Where that port is: 0.0.0.0 for every network.")

    @model_validator(mode="before")
    @classmethod
    def _secrets_from_files(cls, given: dict[str, Any]) -> dict[str, Any]:
        """A secret in a file is seen by no `ps` and no `systemctl show`.

        Such files are named by a setting (Docker's secrets), or passed by systemd as a credential, which needs none:
        `LoadCredential=discord-token:…`, `milvus-token`, `state-url`.
        """
        for name in _IN_FILES:
            file = given.get(f"{name}_file")
            credential = Path(os.environ.get("CREDENTIALS_DIRECTORY", ""), name.replace("_", "-"))
            if file and given.get(name):
                raise ValueError(_("{name} and {name}_FILE are both set: keep one").format(name=name.upper()))
            if file:
                given[name] = _secret_in(f"{name}_file", Path(file))
            elif not given.get(name) and "CREDENTIALS_DIRECTORY" in os.environ and credential.is_file():
                given[name] = _secret_in(name, credential)
        return given

    @field_validator("shard_ids")
    @classmethod
    def _of_the_count(cls, ids: frozenset[int], info: ValidationInfo) -> frozenset[int]:
        if not ids or "shard_count" not in info.data:
            return ids
        count = info.data["shard_count"]
        if count is None:
            raise ValueError(_("it needs SHARD_COUNT, the same in every process"))
        beyond = sorted(one for one in ids if not 0 <= one < count)
        if beyond:
            named = ", ".join(map(str, beyond))
            sentence = _("with SHARD_COUNT={count} the shards are 0 to {last}, not {given}")
            raise ValueError(sentence.format(count=count, last=count - 1, given=named))
        return ids

    @model_validator(mode="after")
    def _milvus_has_an_address(self) -> Self:
        if self.search_engine == "milvus" and self.milvus_uri is None:
            raise ValueError(_("SEARCH_ENGINE=milvus needs MILVUS_URI"))
        return self

    @property
    def first_process(self) -> bool:
        """Whether this process runs shard 0, that of direct messages: what only one process should do is its work."""
        return not self.shard_ids or 0 in self.shard_ids


def read_settings(**given: object) -> Settings:
    """Reads the environment and `.env`; `given` (from the command line) wins over both.

    Raises:
        SettingsError: naming every value that cannot be used, and never showing a secret.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        faults = error.errors(include_input=False)
        wrong = [
            ": ".join([*(str(place).upper() for place in fault["loc"][:1]), _sentence(dict(fault))]) for fault in faults
        ]
        raise SettingsError("These settings cannot be used: {faults}", faults="; ".join(wrong)) from None


_SENTENCES = {
    "int_parsing": N_("must be a whole number"),
    "int_from_float": N_("must be a whole number"),
    "float_parsing": N_("must be a number"),
    "bool_parsing": N_("must be true or false"),
    "literal_error": N_("must be {expected}"),
    "greater_than_equal": N_("must be {ge} or more"),
    "greater_than": N_("must be more than {gt}"),
    "less_than_equal": N_("must be {le} or less"),
    "less_than": N_("must be less than {lt}"),
}


def _sentence(fault: dict[str, Any]) -> str:
    """What is wrong with one value, in words for a person."""
    sentence = _SENTENCES.get(fault["type"])
    if sentence is None:
        return str(fault["msg"]).removeprefix("Value error, ")
    return _(sentence).format(**fault.get("ctx", {}))


def without_secrets(settings: Settings) -> str:
    """The settings that are not the defaults, as lines of an environment file; no token and no password among them."""
    lines = []
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        if value == field.default or isinstance(value, SecretStr):
            continue
        if isinstance(value, frozenset):
            value = ",".join(map(str, sorted(value)))
        text = re.sub(r"(://)[^/@]*@", r"\1", str(value)) if not isinstance(value, bool) else str(value).lower()
        lines.append(f"{name.upper()}={text}")
    return "".join(f"{line}\n" for line in lines)
