"""A data folder and a sidecar on a disk that can only be read."""

from pathlib import Path

import pytest

from tests.commune.files.disk import node_command, on_read_only_disk
from tests.commune.node import RealNode, copied_today, entry
from tests.commune.stores import assert_whole
from tools.world.process import ProcessFailed, run, vanthu
from vanthu_server.commune.config import NodeConfig


@pytest.fixture
def own(furnished_today: NodeConfig, tmp_path: Path) -> NodeConfig:
    config = copied_today(furnished_today, tmp_path)
    node = RealNode(config).start()
    node.person("vanthu").register("Văn bản một")
    node.stop()
    return config


def test_a_data_folder_that_can_only_be_read_is_not_served_and_the_way_out_is_named(
    own: NodeConfig,
) -> None:
    words = [*on_read_only_disk(own.data), *node_command(), "--data", str(own.data), "--port", "0"]

    with pytest.raises(ProcessFailed) as failed:
        run(words)

    assert "→ 1\n" in str(failed.value)
    assert "Không mở được máy xã" in str(failed.value)
    assert "vanthu doctor" in str(failed.value)
    assert_whole(own)


def test_doctor_names_a_data_folder_that_can_only_be_read(own: NodeConfig) -> None:
    with pytest.raises(ProcessFailed) as failed:
        run([*on_read_only_disk(own.data), *vanthu("doctor", "--data", str(own.data))])

    assert "DATABASE_UNREADABLE" in str(failed.value)


def test_nb10_a_sidecar_that_can_only_be_read_keeps_the_registers_closed_and_readable(
    own: NodeConfig,
) -> None:
    """NB6, NB10: a number could not be made safe, so none is given; the lists are there."""
    kept = own.sidecar.read_bytes()
    command = [*on_read_only_disk(own.sidecar.parent), *node_command()]
    node = RealNode(own, command=lambda: command).start()
    try:
        clerk = node.person("vanthu")
        assert clerk.numbers() == [1]
        assert clerk.refused("incoming.register", entry("hai"))["code"] == "NODE_NOT_OPEN"
    finally:
        node.stop()
    assert own.sidecar.read_bytes() == kept

    again = RealNode(own).start()
    try:
        assert again.person("vanthu").register("Văn bản hai")["number"] == 2
    finally:
        again.stop()
    assert_whole(own)


def test_a_backup_on_a_disk_that_can_only_be_read_is_restored_from_it(
    own: NodeConfig, tmp_path: Path
) -> None:
    shelf = tmp_path / "dia"
    run(vanthu("backup", "--data", str(own.data), "--to", str(shelf)))
    (backup,) = [path for path in shelf.glob("vanthu-*") if path.is_dir()]
    place = ("--from", str(backup), "--data", str(own.data))

    told = run([*on_read_only_disk(shelf), *vanthu("restore", *place)])

    assert "mở sổ và cấp số ngay" in told
    assert_whole(own)
