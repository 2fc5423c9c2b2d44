"""The search engines, and how one is made from its settings. A third engine is a folder and a line in each list.

An engine's settings are those whose names begin with its own: MILVUS_URI is `MilvusConfig.uri`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from bot.search.analysis.analyzer import Analyzer
from bot.search.embedded.config import EmbeddedConfig
from bot.search.embedded.engine import EmbeddedEngine
from bot.search.milvus.config import MilvusConfig
from bot.search.milvus.engine import MilvusEngine
from bot.search.protocols import Engine

EngineConfig = EmbeddedConfig | MilvusConfig
_ENGINES: tuple[tuple[type[EngineConfig], Callable[..., Engine]], ...] = (
    (EmbeddedConfig, EmbeddedEngine),
    (MilvusConfig, MilvusEngine),
)
_CONFIGS: dict[str, type[EngineConfig]] = {config.name: config for config, _ in _ENGINES}


def engine_config(name: str, settings: Mapping[str, Any]) -> EngineConfig:
    """The settings of the engine called `name`, out of all `settings`; those that are None keep their default.

    Raises:
        SettingsError: one of them cannot be used.
    """
    kind = _CONFIGS[name]
    given = {field.name: settings.get(f"{name}_{field.name}") for field in fields(kind)}
    return kind(**{field: value for field, value in given.items() if value is not None})


def create_engine(config: EngineConfig, folder: Path, analyzer: Analyzer) -> Engine:
    """The engine that `config` describes; `folder` is this machine's place for what can be made again."""
    create = next(create for kind, create in _ENGINES if isinstance(config, kind))
    return create(config, folder, analyzer)


def config_to_json(config: EngineConfig) -> dict[str, Any]:
    """For another process."""
    return {"name": config.name, **asdict(config)}


def config_from_json(given: Mapping[str, Any]) -> EngineConfig:
    """What `config_to_json` made."""
    values = dict(given)
    return _CONFIGS[values.pop("name")](**values)
