"""What SimCord leaves out of an interaction and Discord always says: through which installation of the bot it comes."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

import pytest
import simcord.interactions

INSTALLED_BY_MEMBER: list[int] = []  # members who have the bot for themselves, and use it through that installation


def pytest_collection_finish() -> None:
    """Leaves modules and tests out of every later garbage collection: they are much, and stay until the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _installation() -> Iterator[None]:
    base_payload = simcord.interactions.base_payload

    def told(*given: Any, **named: Any) -> tuple[Any, dict[str, Any]]:
        record, payload = base_payload(*given, **named)
        user = payload.get("user") or payload["member"]["user"]
        if int(user["id"]) in INSTALLED_BY_MEMBER:
            payload["authorizing_integration_owners"] = {"1": user["id"]}
        else:
            payload["authorizing_integration_owners"] = {"0": payload.get("guild_id", "0")}
        return record, payload

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simcord.interactions, "base_payload", told)
        yield
