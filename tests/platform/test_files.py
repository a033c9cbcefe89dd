"""Durable replacing: the new content or the old, never half of one."""

import os
from pathlib import Path

import pytest

from vanthu_server.platform.files import durable_replace, sync_file, sync_folder


def test_the_new_content_takes_the_place_and_the_source_is_gone(tmp_path: Path) -> None:
    source, target = tmp_path / "new", tmp_path / "kept"
    target.write_bytes(b"old")
    source.write_bytes(b"new")

    durable_replace(source, target)

    assert target.read_bytes() == b"new"
    assert not source.exists()


def test_a_source_that_is_missing_leaves_the_target_alone(tmp_path: Path) -> None:
    target = tmp_path / "kept"
    target.write_bytes(b"old")

    with pytest.raises(FileNotFoundError):
        durable_replace(tmp_path / "new", target)

    assert target.read_bytes() == b"old"


def test_files_and_folders_are_synced(tmp_path: Path) -> None:
    descriptor = os.open(tmp_path / "a", os.O_CREAT | os.O_WRONLY)
    try:
        sync_file(descriptor)
    finally:
        os.close(descriptor)
    sync_folder(tmp_path)
    with pytest.raises(OSError, match="Bad file descriptor"):
        sync_file(descriptor)
