"""One process a folder; the lock ends with its process, also when that is killed."""

import subprocess
import sys
from pathlib import Path

import pytest

from vanthu_server.platform.lock import FileBusy, FileLock, FolderBusy, FolderLock

HOLDER = """
import sys, pathlib, time
from vanthu_server.platform.lock import FolderLock
lock = FolderLock(pathlib.Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


def test_a_folder_is_held_once_and_given_free(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path / "new" / "lock")

    with pytest.raises(FolderBusy):
        FolderLock(tmp_path / "new" / "lock")

    lock.release()
    FolderLock(tmp_path / "new" / "lock").release()


def test_another_process_holds_it_until_it_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(FolderBusy):
            FolderLock(path)
        holder.kill()
        holder.wait()

        FolderLock(path).release()


def test_a_folder_is_renamed_under_its_lock(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path / "data" / "lock")

    lock.rename_folder(tmp_path / "aside")

    assert (tmp_path / "aside" / "lock").is_file()
    assert not (tmp_path / "data").exists()
    lock.release()


def test_a_file_is_held_once_whatever_path_leads_to_it(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    file.touch()
    (tmp_path / "link").symlink_to(file)
    lock = FileLock(file)

    with pytest.raises(FileBusy, match="link"):
        FileLock(tmp_path / "link")

    lock.release()
    FileLock(tmp_path / "link").release()


def test_a_stick_that_is_not_there_is_not_made_up(tmp_path: Path) -> None:
    """A folder in its place would be taken for the stick."""
    FileLock(tmp_path / "stick" / "journal.jsonl").release()

    assert list(tmp_path.iterdir()) == []
