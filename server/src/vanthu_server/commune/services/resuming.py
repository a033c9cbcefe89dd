"""Uploads that come in parts and go on after a cut (PROTOCOL.md UP).

The parts are collected beside the blob store; when the last byte is there the file goes through
`Uploading` like one that came in one piece, and is refused for the same reasons.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Final, Protocol

from vanthu_server.commune.domain.partial import KEPT, Partial, Standing
from vanthu_server.commune.domain.ports import Chance, Clock
from vanthu_server.commune.services.uploading import Uploading
from vanthu_sync import limits
from vanthu_sync.errors import Refused

ID_BYTES: Final = 16
KEPT_FOR: Final = timedelta(days=limits.UPLOAD_KEPT_DAYS)
PASSING: Final = frozenset({"DISK_FULL", "STORAGE_FAILED"})
"""Refusals that say nothing of the file: its bytes stay."""


class Writing(Protocol):
    """Adds bytes to one upload."""

    def write(self, data: bytes) -> None:
        """Add bytes; raises Refused(DISK_FULL)."""
        ...

    def record(self, at: datetime) -> Standing:
        """Make all bytes count, durably; raises Refused(DISK_FULL)."""
        ...


class Partials(Protocol):
    """Where uploads that are not whole are kept."""

    def begin(self, partial: Partial) -> Standing:
        """Keep a new upload of no bytes; raises Refused(DISK_FULL)."""
        ...

    def find(self, upload: str) -> Standing | None:
        """Return where an upload stands, None where there is none."""
        ...

    def all(self) -> Iterator[Standing]:
        """Yield every upload."""
        ...

    def writing(self, standing: Standing) -> AbstractContextManager[Writing]:
        """Add bytes after those that count."""
        ...

    def content(self, standing: Standing) -> Iterator[bytes]:
        """Yield the bytes that count."""
        ...

    def end(self, standing: Standing, *, at: datetime, ended: str, detail: str) -> Standing:
        """Remember how the upload ended and drop its bytes; raises Refused(DISK_FULL)."""
        ...

    def remove(self, upload: str) -> None:
        """Forget an upload."""
        ...


class Resuming:
    """Takes uploads in, part by part."""

    def __init__(
        self, partials: Partials, *, uploading: Uploading, clock: Clock, chance: Chance
    ) -> None:
        self._partials = partials
        self._uploading = uploading
        self._clock = clock
        self._chance = chance

    def begin(
        self,
        account: str,
        *,
        length: int,
        name: str,
        declared_type: str | None,
        sha256: str,
        metadata: str,
    ) -> Standing:
        """Begin an upload of `length` bytes; what is past its time is removed first.

        Raises Refused: UPLOAD_EMPTY, UPLOAD_TOO_LARGE, UPLOADS_TOO_MANY, DISK_FULL.
        """
        if length == 0:
            raise Refused("UPLOAD_EMPTY", detail=name)
        if length > limits.UPLOAD_BYTES_MAX:
            raise Refused("UPLOAD_TOO_LARGE", detail=name)
        self.expire()
        if len(self.begun(account)) >= limits.UPLOADS_OPEN_MAX:
            raise Refused("UPLOADS_TOO_MANY")
        return self._partials.begin(
            Partial(
                id=self._chance.draw(ID_BYTES).hex(),
                account=account,
                name=name,
                declared_type=declared_type,
                sha256=sha256,
                length=length,
                metadata=metadata,
                begun_at=self._clock.now(),
            )
        )

    def begun(self, account: str) -> tuple[Standing, ...]:
        """Return a person's uploads that have not ended, those that moved last first."""
        own = [
            each
            for each in self._partials.all()
            if each.partial.account == account and not each.ended and not self._is_past(each)
        ]
        return tuple(sorted(own, key=lambda each: each.moved_at, reverse=True))

    def find(self, account: str, upload: str) -> Standing:
        """Return where a person's upload stands; raises Refused(UPLOAD_GONE)."""
        standing = self._partials.find(upload)
        if standing is None or standing.partial.account != account or self._is_past(standing):
            raise Refused("UPLOAD_GONE")
        return standing

    def writing(self, standing: Standing) -> AbstractContextManager[Writing]:
        """Add bytes to an upload."""
        return self._partials.writing(standing)

    def record(self, writing: Writing) -> Standing:
        """Make what was written count."""
        return writing.record(self._clock.now())

    def settle(self, standing: Standing) -> Standing:
        """Take a whole file in, or tell again why it was refused; a file not whole is left alone.

        Raises Refused as `Uploading.finish`, and BLOB_MISMATCH.
        """
        if standing.ended not in ("", KEPT):
            raise Refused(standing.ended, detail=standing.detail)
        if standing.ended or not standing.whole:
            return standing
        try:
            self._take_in(standing)
        except Refused as refused:
            if refused.code not in PASSING:
                self._end(standing, ended=refused.code, detail=refused.detail)
            raise
        return self._end(standing, ended=KEPT)

    def drop(self, standing: Standing) -> None:
        """Forget an upload."""
        self._partials.remove(standing.partial.id)

    def expires_at(self, standing: Standing) -> datetime:
        """Return when an upload is forgotten if nothing more comes."""
        return standing.moved_at + KEPT_FOR

    def expire(self) -> int:
        """Forget what is past its time and return how many uploads that were."""
        past = [each for each in self._partials.all() if self._is_past(each)]
        for standing in past:
            self.drop(standing)
        return len(past)

    def _take_in(self, standing: Standing) -> None:
        partial = standing.partial
        with self._uploading.receive(partial.name, partial.declared_type) as receiving:
            for data in self._partials.content(standing):
                receiving.feed(data)
            self._uploading.finish(receiving, account=partial.account, sha256=partial.sha256)

    def _end(self, standing: Standing, *, ended: str, detail: str = "") -> Standing:
        return self._partials.end(standing, at=self._clock.now(), ended=ended, detail=detail)

    def _is_past(self, standing: Standing) -> bool:
        return self.expires_at(standing) < self._clock.now()
