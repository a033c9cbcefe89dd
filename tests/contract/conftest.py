"""Fixtures of the commune node and of the hub's PostgreSQL."""

from tests.commune.furnished import config, furnished, office, portal
from tests.province.conftest import database, migrated, postgres_url

__all__ = ["config", "database", "furnished", "migrated", "office", "portal", "postgres_url"]
