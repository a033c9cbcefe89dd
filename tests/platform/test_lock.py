"""One process a folder; the lock ends with its process, also when that is killed."""

import subprocess
import sys
from pathlib import Path

import pytest

from vanthu_server.platform.lock import FolderBusy, FolderLock

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
