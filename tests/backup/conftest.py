"""The state as the store's tests have it, on both kinds of database."""

from tests.store.conftest import clock, kind, place, postgres, running_postgres

__all__ = ["clock", "kind", "place", "postgres", "running_postgres"]
