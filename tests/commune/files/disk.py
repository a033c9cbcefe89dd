"""Real disks for a node's process: a small one that can be filled, one that is read-only.

The process runs in a mount namespace of its own (util-linux' unshare), which needs no root where
the system lets people make user namespaces; its mounts end with it. A test reaches what it sees
through /proc. tmpfs stands for the disk: its fsync waits for nothing, its end is real (ENOSPC).
"""

import errno
import sys
from pathlib import Path
from typing import Final

SMALL: Final = (
    'cp -a "$1" "$1.was" && mount -t tmpfs -o size="$2" none "$1" && cp -a "$1.was/." "$1"'
    ' && shift 2 && exec "$@"'
)
READ_ONLY: Final = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && exec "$@"'
FILLER: Final = "filler"
BLOCK: Final = bytes(4096)


def on_small_disk(folder: Path, size: str) -> list[str]:
    """Return a command whose `folder` is a disk of its own with that room; a command follows."""
    return [*_shell(SMALL), str(folder), size]


def on_read_only_disk(folder: Path) -> list[str]:
    """Return a command that can only read `folder`; a command follows."""
    return [*_shell(READ_ONLY), str(folder)]


def node_command() -> list[str]:
    """Return the command that runs a node."""
    return [sys.executable, "-m", "vanthu_server", "commune", "run"]


def seen_by(process: int, folder: Path) -> Path:
    """Return where the test finds a folder as that process sees it."""
    return Path(f"/proc/{process}/root") / folder.relative_to("/")


def fill_up(folder: Path) -> None:
    """Write until there is no room for another byte."""
    with (folder / FILLER).open("wb", buffering=0) as file:
        try:
            while file.write(BLOCK):
                pass
        except OSError as error:
            assert error.errno == errno.ENOSPC  # noqa: PT017 - the end of the disk is the aim


def make_room(folder: Path) -> None:
    """Take away what filled it."""
    (folder / FILLER).unlink()


def _shell(script: str) -> list[str]:
    return ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh"]
