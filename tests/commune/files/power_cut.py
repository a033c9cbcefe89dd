"""A disk that forgets: what is left of files when the power goes between two system calls.

Everything that was written to a file since its last sync is gone, or any part of it: a disk writes
in the order it likes. Folders are taken to be as the system sees them.
"""

from collections.abc import Callable, Mapping

from tests.commune.files.write_log import Step, SyncBegun, SyncOver, Truncation, Write

Change = Write | Truncation


class Disk:
    """The files of a node: what lies safe, and what waits for a sync."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._safe = {name: bytearray(content) for name, content in files.items()}
        self._waiting: dict[str, list[Change]] = {name: [] for name in files}
        self._covered: dict[tuple[str, str], list[Change]] = {}

    def take(self, step: Step) -> None:
        """Let a step of the process happen."""
        match step:
            case Write() | Truncation():
                self._waiting[step.file].append(step)
            case SyncBegun():
                self._covered[step.pid, step.file] = list(self._waiting[step.file])
            case SyncOver():
                for change in self._covered.pop((step.pid, step.file), []):
                    _apply(self._safe[step.file], change)
                    self._waiting[step.file].remove(change)

    def after_a_cut(self, kept: Callable[[], bool]) -> dict[str, bytes]:
        """Return the files; `kept` says of each change that no sync covered whether it is there."""
        left = {}
        for name, content in self._safe.items():
            image = bytearray(content)
            for change in self._waiting[name]:
                if kept():
                    _apply(image, change)
            left[name] = bytes(image)
        return left


def _apply(content: bytearray, change: Change) -> None:
    if isinstance(change, Truncation):
        content[:] = content[: change.size].ljust(change.size, b"\0")
        return
    offset = len(content) if change.offset is None else change.offset
    if offset > len(content):
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(change.data)] = change.data
