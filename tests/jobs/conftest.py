"""The databases of the store's tests."""

from __future__ import annotations

from tests.store.conftest import clock, kind, place, postgres, running_postgres

__all__ = ["clock", "kind", "place", "postgres", "running_postgres"]
