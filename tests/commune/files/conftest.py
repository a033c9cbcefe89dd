"""Nodes for the tests on real files, disks and processes."""

from tests.commune.furnished import (
    config,
    furnished,
    furnished_today,
    office,
    portal,
    real_node,
)

__all__ = ["config", "furnished", "furnished_today", "office", "portal", "real_node"]
