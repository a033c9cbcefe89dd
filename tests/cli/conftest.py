"""Nodes for the tests of the command line."""

from tests.commune.furnished import (
    config,
    furnished,
    furnished_today,
    office,
    portal,
    real_node,
)

__all__ = ["config", "furnished", "furnished_today", "office", "portal", "real_node"]
