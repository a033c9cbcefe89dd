"""Uploads that are not whole yet: their bytes, and a log that says how many of them count.

Rules:
1. `<id>.part` holds the bytes. `<id>.log` holds JSON lines: what was said at the beginning, then
   each offset reached, then how the upload ended.
2. An offset is written after its bytes are synced, and is synced itself before anybody is told:
   bytes beyond the last offset do not count and are overwritten.
3. A line that a crash cut off does not count; the next one is written in its place.
4. A full disk raises Refused(DISK_FULL); what counted before still counts.

One process holds the folder; the callers see to it that an upload has one writer.
"""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import RawIOBase
from pathlib import Path
from typing import Final

import msgspec

from vanthu_server.commune.domain.partial import Partial, Standing
from vanthu_server.platform.files import sync_file, sync_folder
from vanthu_sync.errors import UNREADABLE, Refused

_PART: Final = ".part"
_LOG: Final = ".log"
_READ_BYTES: Final = 1024 * 1024
_ID: Final = re.compile(r"[0-9a-f]{32}")


class _Step(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A line of the log after the first."""

    at: datetime
    offset: int
    ended: str = ""
    detail: str = ""


class PartWriter:
    """Adds bytes to one upload; what was not recorded is dropped when it is left."""

    def __init__(self, files: "PartialFiles", standing: Standing, file: RawIOBase) -> None:
        self._files = files
        self._standing = standing
        self._file = file
        self._size = standing.offset

    def write(self, data: bytes) -> None:
        """Add bytes; raises Refused(DISK_FULL)."""
        with _refusing():
            _write_all(self._file, data)
        self._size += len(data)

    def record(self, at: datetime) -> Standing:
        """Make all bytes count, durably, and return the standing; raises Refused(DISK_FULL)."""
        with _refusing():
            sync_file(self._file.fileno())
        step = _Step(at=at, offset=self._size)
        self._files.add_step(self._standing.partial.id, step)
        self._standing = msgspec.structs.replace(self._standing, offset=self._size, moved_at=at)
        return self._standing


class PartialFiles:
    """The folder of uploads in parts; see `commune.services.resuming.Partials`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def begin(self, partial: Partial) -> Standing:
        """Keep a new upload of no bytes; raises Refused(DISK_FULL)."""
        with _refusing():
            self._place(partial.id, _PART).touch()
            try:
                self._add_line(partial.id, msgspec.json.encode(partial))
            except OSError:
                self.remove(partial.id)
                raise
            sync_folder(self._folder)
        return Standing(partial=partial, offset=0, moved_at=partial.begun_at)

    def find(self, upload: str) -> Standing | None:
        """Return where an upload stands; None where there is none, or it is not complete."""
        if not _ID.fullmatch(upload) or not self._place(upload, _LOG).is_file():
            return None
        standing = self._read(upload)
        return standing if standing is not None and self._has_bytes(standing) else None

    def all(self) -> Iterator[Standing]:
        """Yield every upload that can be read."""
        for place in sorted(self._folder.glob(f"*{_LOG}")):
            standing = self.find(place.stem)
            if standing is not None:
                yield standing

    @contextmanager
    def writing(self, standing: Standing) -> Iterator[PartWriter]:
        """Add bytes after those that count."""
        with self._place(standing.partial.id, _PART).open("r+b", buffering=0) as file:
            file.seek(standing.offset)
            file.truncate()
            yield PartWriter(self, standing, file)

    def content(self, standing: Standing) -> Iterator[bytes]:
        """Yield the bytes that count."""
        left = standing.offset
        with self._place(standing.partial.id, _PART).open("rb") as file:
            while left > 0 and (data := file.read(min(left, _READ_BYTES))):
                left -= len(data)
                yield data

    def end(self, standing: Standing, *, at: datetime, ended: str, detail: str) -> Standing:
        """Remember how the upload ended and drop its bytes; raises Refused(DISK_FULL)."""
        upload = standing.partial.id
        step = _Step(at=at, offset=standing.offset, ended=ended, detail=detail)
        self.add_step(upload, step)
        self._place(upload, _PART).unlink(missing_ok=True)
        return msgspec.structs.replace(standing, moved_at=at, ended=ended, detail=detail)

    def add_step(self, upload: str, step: _Step) -> None:
        """Write a line of the log, durably; raises Refused(DISK_FULL)."""
        with _refusing():
            self._add_line(upload, msgspec.json.encode(step))

    def remove(self, upload: str) -> None:
        """Forget an upload; the log goes last, so that what a crash leaves is seen again."""
        self._place(upload, _PART).unlink(missing_ok=True)
        self._place(upload, _LOG).unlink(missing_ok=True)
        sync_folder(self._folder)

    def sweep(self, *, before: datetime) -> int:
        """Remove what nothing was added to since `before`, and what a crash left half begun.

        Returns how many uploads that were. Nobody may be beginning one: call it at start, before
        serving.
        """
        readable = {each.partial.id for each in self.all() if each.moved_at >= before}
        found = {place.stem for place in self._folder.iterdir() if place.suffix in (_PART, _LOG)}
        for upload in found - readable:
            self.remove(upload)
        return len(found - readable)

    def _has_bytes(self, standing: Standing) -> bool:
        place = self._place(standing.partial.id, _PART)
        return bool(standing.ended) or (place.is_file() and place.stat().st_size >= standing.offset)

    def _read(self, upload: str) -> Standing | None:
        lines = _whole_lines(self._place(upload, _LOG).read_bytes())
        if not lines:
            return None
        try:
            partial = msgspec.json.decode(lines[0], type=Partial)
            if len(lines) == 1:
                return Standing(partial=partial, offset=0, moved_at=partial.begun_at)
            last = msgspec.json.decode(lines[-1], type=_Step)
        except UNREADABLE:
            return None
        return Standing(
            partial=partial,
            offset=last.offset,
            moved_at=last.at,
            ended=last.ended,
            detail=last.detail,
        )

    def _add_line(self, upload: str, line: bytes) -> None:
        place = self._place(upload, _LOG)
        with place.open("r+b" if place.exists() else "w+b", buffering=0) as log:
            end = log.read().rfind(b"\n") + 1
            log.seek(end)
            log.truncate()
            _write_all(log, line + b"\n")
            sync_file(log.fileno())

    def _place(self, upload: str, suffix: str) -> Path:
        return self._folder / f"{upload}{suffix}"


def _whole_lines(log: bytes) -> list[bytes]:
    return log[: log.rfind(b"\n") + 1].splitlines()


def _write_all(file: RawIOBase, data: bytes) -> None:
    """Write `data`, in several steps where the disk takes less at once; raises OSError."""
    left = memoryview(data)
    while left:
        left = left[file.write(left) or 0 :]


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise Refused("DISK_FULL", detail=str(error)) from error
