"""A disk that is really full, under the database and under the sidecar, and room again."""

import secrets
import shutil
from pathlib import Path

import pytest

from tests.commune.files.disk import fill_up, make_room, node_command, on_small_disk, seen_by
from tests.commune.node import Person, RealNode, copied_today, entry, operation, problem_of
from tests.commune.stores import assert_whole, operations_of
from tools.world.process import ProcessFailed, run, vanthu
from vanthu_server.blobs.store import BlobStore
from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.storage.backup import LOCK

LINES_PER_BLOCK = 10
"""The last block of a file has room for a few lines more."""


@pytest.fixture
def own(furnished_today: NodeConfig, tmp_path: Path) -> NodeConfig:
    return copied_today(furnished_today, tmp_path)


def copied_out(node: RealNode, place: Path) -> NodeConfig:
    """Copy what the node's process sees, which waits: its disks end with it."""
    assert node.process is not None
    out = NodeConfig(data=place / "data")
    shutil.copytree(seen_by(node.process.id, node.config.data), out.data)
    shutil.copytree(seen_by(node.process.id, node.config.sidecar.parent), out.sidecar.parent)
    return out


def until_refused(clerk: Person) -> tuple[dict[str, int], str, dict[str, object]]:
    """Register until the disk is full; return what was told, the refused operation, its problem."""
    told: dict[str, int] = {}
    for place in range(LINES_PER_BLOCK):
        op = operation(("đầy", place))
        result = clerk.give("incoming.register", entry(f"Văn bản {op}"), op=op)
        if result["outcome"] == "rejected":
            return told, op, result["problem"]
        told[op] = result["data"]["number"]
    message = "the disk took everything"
    raise AssertionError(message)


@pytest.mark.parametrize("full", ["data", "sidecar"])
def test_nb6_a_full_disk_refuses_with_words_shows_nothing_and_goes_on_when_there_is_room(
    own: NodeConfig, tmp_path: Path, full: str
) -> None:
    """NB6, R-IN-15: DISK_FULL (507); the same operation gets the next number afterwards."""
    place = own.data if full == "data" else own.sidecar.parent
    node = RealNode(own, command=lambda: [*on_small_disk(place, "4m"), *node_command()]).start()
    try:
        assert node.process is not None
        disk = seen_by(node.process.id, place)
        clerk = node.person("vanthu")
        told = {operation("một"): clerk.register("Văn bản một", op=operation("một"))["number"]}
        fill_up(disk)

        more, op, problem = until_refused(clerk)

        told |= more
        assert (problem["code"], problem["status"]) == ("DISK_FULL", 507)
        assert "giải phóng ổ đĩa" in str(problem["next_step"])
        assert clerk.numbers() == sorted(told.values())
        assert clerk.read("incoming", q=op)["total"] == 0
        make_room(disk)
        told[op] = clerk.register(f"Văn bản {op}", op=op)["number"]
        told[operation("cuối")] = clerk.register("Cuối", op=operation("cuối"))["number"]
        out = copied_out(node, tmp_path / "out")
    finally:
        node.stop()

    assert sorted(told.values()) == list(range(1, len(told) + 1))
    assert operations_of(out) == told
    assert_whole(out)


def test_a_full_disk_refuses_an_upload_and_keeps_no_half_of_it(own: NodeConfig) -> None:
    """R-IN-15: the list is read all the same."""
    command = [*on_small_disk(own.data, "4m"), *node_command()]
    node = RealNode(own, command=lambda: command).start()
    try:
        assert node.process is not None
        disk = seen_by(node.process.id, own.data)
        clerk = node.person("vanthu")
        fill_up(disk)

        problem = problem_of(clerk.upload("quet.txt", b"a" * 100_000))

        assert (problem["code"], problem["status"]) == ("DISK_FULL", 507)
        assert clerk.numbers() == []
        assert not [path for path in (disk / "blobs").rglob("*") if path.is_file()]
        make_room(disk)
        assert clerk.upload("quet.txt", b"a" * 100_000).status_code == 201
    finally:
        node.stop()


AFTERWARDS = 'shelf="$1"; shift; "$@"; code=$?; cp -a "$shelf/." "$shelf.after"; exit $code'
"""Runs a command and copies what it left on the disk, which ends with it."""


@pytest.mark.parametrize("size", ["200k", "800k"])
def test_a_backup_for_which_the_disk_is_too_small_leaves_nothing_that_looks_whole(
    own: NodeConfig, tmp_path: Path, size: str
) -> None:
    """The disk ends inside the database, or inside a scan."""
    shelf, after = tmp_path / "usb", tmp_path / "usb.after"
    shelf.mkdir()
    after.mkdir()
    for _ in range(3):
        BlobStore(own.blobs).put((secrets.token_bytes(300_000),), size_max=300_000)
    command = vanthu("backup", "--data", str(own.data), "--to", str(shelf), "--keep", "1")

    with pytest.raises(ProcessFailed) as failed:
        run([*on_small_disk(shelf, size), "sh", "-c", AFTERWARDS, "sh", str(shelf), *command])

    assert "→ 1\n" in str(failed.value)
    assert "Ổ đĩa đã đầy" in str(failed.value)
    assert "Các bản sao lưu trước và dữ liệu vẫn nguyên" in str(failed.value)
    assert [path.name for path in after.rglob("*") if path.is_file()] == [LOCK]
    assert [path for path in after.iterdir() if path.name.startswith("vanthu-")] == [after / LOCK]
