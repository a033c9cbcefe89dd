"""One node a data folder, one node a sidecar: the second refuses, whatever the first does."""

import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests.commune.node import RealNode, copied_today
from tests.commune.stores import assert_whole
from tools.world.process import ProcessFailed, run, vanthu
from vanthu_server.commune.config import NodeConfig

SECONDS_MAX: Final = 60
"""A node that starts would serve for ever."""


@pytest.fixture
def second(furnished_today: NodeConfig, tmp_path: Path) -> NodeConfig:
    """The same node once more in another folder."""
    return copied_today(furnished_today, tmp_path / "second")


def refused(config: NodeConfig, *more: str) -> str:
    """Start a node that must not start; return its words."""
    command = vanthu("commune", "run", "--data", str(config.data), "--port", "0", *more)
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", timeout=SECONDS_MAX, check=False
    )
    assert done.returncode == 1
    assert done.stdout == ""
    return done.stderr


def test_a_second_process_on_a_data_folder_refuses(real_node: RealNode) -> None:
    clerk = real_node.start().person("vanthu")

    words = refused(real_node.config)

    assert "Thư mục đang được một máy xã khác dùng" in words
    assert clerk.register("Văn bản một")["number"] == 1


@pytest.mark.parametrize("path", ["journal.jsonl", "../data-sidecar/journal.jsonl", "link.jsonl"])
def test_nb7_two_folders_never_share_a_sidecar(
    real_node: RealNode, second: NodeConfig, path: str
) -> None:
    """Also by another path or a link: the lock lies beside the file itself."""
    (real_node.config.sidecar.parent / "link.jsonl").symlink_to(real_node.config.sidecar)
    clerk = real_node.start().person("vanthu")
    clerk.register("Văn bản một")
    kept = real_node.config.sidecar.read_bytes()

    words = refused(second, "--sidecar", str(real_node.config.sidecar.parent / path))

    assert "đang được một máy xã khác dùng" in words
    assert "xem lại --sidecar" in words
    assert real_node.config.sidecar.read_bytes() == kept
    assert clerk.register("Văn bản hai")["number"] == 2
    real_node.stop()
    assert_whole(real_node.config)


def test_the_sidecar_is_free_again_once_its_node_was_killed(real_node: RealNode) -> None:
    real_node.start().kill()
    real_node.stop()

    assert real_node.start().person("vanthu").register("Văn bản một")["number"] == 1


def test_acts_of_the_command_line_wait_for_nobody_either(
    real_node: RealNode, second: NodeConfig, capfd: pytest.CaptureFixture[str]
) -> None:
    real_node.start()
    words = ("agent-code", "--data", str(second.data))

    with pytest.raises(ProcessFailed) as failed:
        run(vanthu("commune", *words, "--sidecar", str(real_node.config.sidecar)))

    assert "xem lại --sidecar" in str(failed.value)
    assert capfd.readouterr().out == ""
