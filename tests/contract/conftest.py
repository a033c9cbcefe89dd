"""Fixtures of the commune node and of the hub's PostgreSQL."""

from tests.commune.furnished import config, furnished, furnished_today, office, portal
from tests.province.conftest import database, migrated, postgres_url

__all__ = [
    "config",
    "database",
    "furnished",
    "furnished_today",
    "migrated",
    "office",
    "portal",
    "postgres_url",
]
