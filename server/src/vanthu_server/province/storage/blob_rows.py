"""Which files journals name, and which are here."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanthu_server.province.storage.schema import (
    BLOB_REFS,
    BLOBS,
    DOOMED_BLOBS,
    MESSAGES,
    ORGANS,
)


class BlobRows:
    """Implements the port Blobs."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def is_named_by(self, journal: str, sha256: str) -> bool:
        """Tell whether an event of `journal` names the file."""
        return self._exists(
            sa.select(sa.literal(1)).where(
                BLOB_REFS.c.sha256 == sha256, BLOB_REFS.c.journal == journal
            )
        )

    def is_for(self, journal: str, sha256: str) -> bool:
        """Tell whether an event of `journal`, or a letter to its organs, names the file."""
        place = sa.and_(
            MESSAGES.c.journal == BLOB_REFS.c.journal, MESSAGES.c.seq == BLOB_REFS.c.seq
        )
        to_its_organs = (
            sa.select(sa.literal(1))
            .select_from(BLOB_REFS)
            .join(MESSAGES, place)
            .join(ORGANS, ORGANS.c.id == MESSAGES.c.organ)
            .where(BLOB_REFS.c.sha256 == sha256, ORGANS.c.journal == journal)
        )
        return self.is_named_by(journal, sha256) or self._exists(to_its_organs)

    def missing(self, journal: str, *, limit: int) -> tuple[str, ...]:
        """Return hashes of files that `journal` owes and the hub lacks."""
        here = sa.exists().where(BLOBS.c.sha256 == BLOB_REFS.c.sha256)
        query = (
            sa.select(BLOB_REFS.c.sha256)
            .where(BLOB_REFS.c.journal == journal, BLOB_REFS.c.owed, ~here)
            .group_by(BLOB_REFS.c.sha256)
            .order_by(sa.func.min(BLOB_REFS.c.seq), BLOB_REFS.c.sha256)
            .limit(limit)
        )
        return tuple(self._connection.execute(query).scalars())

    def add(self, sha256: str, *, size: int, at: datetime) -> None:
        """Write down that the file is here."""
        added = insert(BLOBS).values(sha256=sha256, size=size, received_at=at)
        self._connection.execute(added.on_conflict_do_nothing())

    def has(self, sha256: str) -> bool:
        """Tell whether the file is here."""
        return self._exists(sa.select(sa.literal(1)).where(BLOBS.c.sha256 == sha256))

    def doom(self, files: Iterable[str]) -> None:
        """Give up those of `files` that no event names any more; their bytes go next."""
        named = sa.exists().where(BLOB_REFS.c.sha256 == BLOBS.c.sha256)
        unwanted = sa.delete(BLOBS).where(BLOBS.c.sha256.in_(list(files)), ~named)
        gone = self._connection.execute(unwanted.returning(BLOBS.c.sha256)).scalars().all()
        if gone:
            rows = [{"sha256": sha256} for sha256 in gone]
            self._connection.execute(insert(DOOMED_BLOBS).on_conflict_do_nothing(), rows)

    def doomed(self) -> Sequence[str]:
        """Return the given-up files whose bytes may still lie in the folder."""
        return self._connection.execute(sa.select(DOOMED_BLOBS.c.sha256)).scalars().all()

    def bury(self, sha256: str) -> bool:
        """Strike a file off the doomed; True when it is still unwanted and its bytes may go."""
        self._connection.execute(sa.delete(DOOMED_BLOBS).where(DOOMED_BLOBS.c.sha256 == sha256))
        named = self._exists(sa.select(sa.literal(1)).where(BLOB_REFS.c.sha256 == sha256))
        return not named and not self.has(sha256)

    def _exists(self, query: sa.Select[int]) -> bool:
        return self._connection.execute(query.limit(1)).first() is not None
