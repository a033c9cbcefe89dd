"""One process a data folder, on Windows and POSIX alike.

The operating system holds the lock, so it ends with the process, also when that is killed.
"""

import sys
from pathlib import Path
from typing import IO


class FolderBusy(RuntimeError):
    """Another process works on the folder."""


class FolderLock:
    """The lock of one folder, taken when it is made."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file: IO[bytes] = path.open("a+b")
        try:
            _take(self._file)
        except OSError as error:
            self._file.close()
            raise FolderBusy(str(path.parent)) from error

    def release(self) -> None:
        """Give the folder free."""
        self._file.close()


if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
