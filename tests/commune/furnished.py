"""Fixtures: nodes of one's own, each a copy of one that was set up once.

A conftest.py beside the tests that use them names them.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal

from tests.commune.node import (
    Office,
    RealNode,
    copied,
    copied_today,
    furnish,
    hand_world,
    present_world,
)
from vanthu_server.commune.config import NodeConfig


@pytest.fixture(scope="session")
def portal() -> Iterator[BlockingPortal]:
    """The loop that in-process nodes are served in."""
    with start_blocking_portal() as loop:
        yield loop


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> NodeConfig:
    """A node whose books are of the year of `HandClock`; copy it, never open it."""
    return furnish(tmp_path_factory.mktemp("furnished"), hand_world())


@pytest.fixture(scope="session")
def furnished_today(tmp_path_factory: pytest.TempPathFactory) -> NodeConfig:
    """A node whose books are of the present year, for real processes."""
    return furnish(tmp_path_factory.mktemp("furnished-today"), present_world())


@pytest.fixture
def config(furnished: NodeConfig, tmp_path: Path) -> NodeConfig:
    """The folder of a furnished node of one's own."""
    return copied(furnished, tmp_path)


@pytest.fixture
def office(config: NodeConfig, portal: BlockingPortal) -> Iterator[Office]:
    """A furnished node served in process."""
    served = Office(config, portal)
    yield served
    served.close()


@pytest.fixture
def real_node(furnished_today: NodeConfig, tmp_path: Path) -> Iterator[RealNode]:
    """A furnished node as a process, not started yet."""
    node = RealNode(copied_today(furnished_today, tmp_path))
    yield node
    node.stop()
