"""The sidecar's file lost, cut, or another machine's, under a real process."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commune.node import RealNode, copied_today, entry, furnish, hand_world, operation
from tests.commune.stores import assert_whole, operations_of
from vanthu_server.commune.config import NodeConfig


def deleted(config: NodeConfig) -> None:
    config.sidecar.unlink()


def folder_deleted(config: NodeConfig) -> None:
    shutil.rmtree(config.sidecar.parent)


def of_another_machine(config: NodeConfig) -> None:
    other = furnish(config.data.parent / "other", hand_world(seed=99))
    shutil.copyfile(other.sidecar, config.sidecar)


def overwritten(config: NodeConfig) -> None:
    data = bytearray(config.sidecar.read_bytes())
    data[100:200] = bytes(100)
    config.sidecar.write_bytes(data)


def cut_in_a_line(config: NodeConfig) -> None:
    data = config.sidecar.read_bytes()
    config.sidecar.write_bytes(data[:-200])


def cut_at_a_line(config: NodeConfig) -> None:
    lines = config.sidecar.read_bytes().splitlines(keepends=True)
    config.sidecar.write_bytes(b"".join(lines[:-2]))


@pytest.fixture
def used(furnished_today: NodeConfig, tmp_path: Path) -> NodeConfig:
    """A node that gave the numbers 1 to 3 and was killed."""
    config = copied_today(furnished_today, tmp_path)
    node = RealNode(config).start()
    clerk = node.person("vanthu")
    for place in range(1, 4):
        clerk.register(f"Văn bản {place}", op=operation(place))
    node.kill()
    node.stop()
    return config


@pytest.mark.parametrize("loss", [deleted, folder_deleted, of_another_machine, overwritten])
def test_nb10_without_its_sidecar_a_node_gives_no_number_and_touches_nothing(
    used: NodeConfig, loss: Callable[[NodeConfig], None]
) -> None:
    loss(used)
    before = used.sidecar.read_bytes() if used.sidecar.exists() else None
    node = RealNode(used).start()
    try:
        clerk = node.person("vanthu")
        assert clerk.numbers() == [1, 2, 3]
        assert clerk.refused("incoming.register", entry("bốn"))["code"] == "NODE_NOT_OPEN"
    finally:
        node.stop()

    after = used.sidecar.read_bytes() if used.sidecar.exists() else None
    assert after == before


@pytest.mark.parametrize("loss", [cut_in_a_line, cut_at_a_line])
def test_nb9_a_sidecar_that_was_cut_is_completed_and_every_number_stays(
    used: NodeConfig, loss: Callable[[NodeConfig], None]
) -> None:
    loss(used)
    node = RealNode(used).start()
    try:
        clerk = node.person("vanthu")
        told = {
            operation(place): clerk.register(f"Văn bản {place}", op=operation(place))["number"]
            for place in range(1, 5)
        }
    finally:
        node.stop()

    assert told == {operation(place): place for place in range(1, 5)}
    assert operations_of(used) == told
    assert_whole(used)
