"""The journals: events, bodies, and the counts and file names made from them."""

from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanthu_server.province.domain.peers import Standing
from vanthu_server.province.domain.reading import Reading
from vanthu_server.province.storage.schema import BLOB_REFS, BODIES, EVENTS, JOURNALS, TALLIES
from vanthu_sync import canonical
from vanthu_sync.journal import Event, Head, Header, start

_DUMP_ROWS: Final = 500
_PAGE_ROWS: Final = 16  # a body may be half a megabyte, and a page ends at eight


class JournalRows:
    """Implements the port Journals."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def hashes(self, journal: str, *, first: int, last: int) -> dict[int, str]:
        """Return the chain hashes held of `first`..`last`."""
        table = EVENTS.c
        query = sa.select(table.seq, table.hash).where(
            table.journal == journal, table.seq.between(first, last)
        )
        return {row.seq: row.hash for row in self._connection.execute(query)}

    def head_at(self, journal: str, seq: int) -> Head:
        """Return the head after the event `seq`, which is held; 0 is the beginning."""
        if seq == 0:
            return start(journal)
        table = EVENTS.c
        query = sa.select(table.header, table.hash).where(
            table.journal == journal, table.seq == seq
        )
        row = self._connection.execute(query).one()
        header = msgspec.json.decode(row.header, type=Header)
        return Head(journal=journal, epoch=header.epoch, seq=seq, hash=row.hash)

    def after(self, journal: str, seq: int, *, limit: int) -> Generator[Event]:
        """Yield the events held after `seq`, in order, without what was removed; close it."""
        query = _whole().where(EVENTS.c.journal == journal, EVENTS.c.seq > seq)
        yield from self._events(query.order_by(EVENTS.c.seq).limit(limit), rows=_PAGE_ROWS)

    def append(self, events: Sequence[Event], readings: Sequence[Reading]) -> None:
        """Keep events, bodies, counts and file names."""
        if not events:
            return
        self._connection.execute(sa.insert(EVENTS), [_event_row(event) for event in events])
        bodies = [_body_row(event) for event in events if event.body is not None]
        if bodies:
            self._connection.execute(sa.insert(BODIES), bodies)
        journal = events[0].header.journal
        self._count(journal, readings)
        self._name_files(journal, readings)

    def stand(self, standing: Standing) -> None:
        """Write down the new head, its checkpoint and when it came."""
        head, checkpoint = standing.head, standing.checkpoint
        moved = sa.update(JOURNALS).where(JOURNALS.c.id == head.journal)
        self._connection.execute(
            moved.values(
                epoch=head.epoch,
                seq=head.seq,
                hash=head.hash,
                data_at=standing.at,
                contact_at=standing.at,
                checkpoint_at=checkpoint.at,
                checkpoint_signature=checkpoint.signature,
            )
        )

    def remove(self, journal: str, *, seqs: Sequence[int]) -> None:
        """Delete bodies, nonces and file names of these events."""
        for table in (BODIES, BLOB_REFS):
            removed = sa.delete(table).where(table.c.journal == journal, table.c.seq.in_(seqs))
            self._connection.execute(removed)

    def dump(self) -> Iterator[Event]:
        """Yield every event held, by journal and seq."""
        ordered = _whole().order_by(sa.collate(EVENTS.c.journal, "C"), EVENTS.c.seq)
        yield from self._events(ordered, rows=_DUMP_ROWS)

    def _events(self, query: sa.Select[Any], *, rows: int) -> Generator[Event]:
        with self._connection.execute(query.execution_options(yield_per=rows)) as found:
            for row in found:
                header = msgspec.json.decode(row.header, type=Header)
                yield Event(header=header, nonce=row.nonce, body=row.body)

    def _count(self, journal: str, readings: Sequence[Reading]) -> None:
        counted = Counter((each.counted, each.day) for each in readings if each.counted)
        for (kind, day), count in counted.items():
            added = insert(TALLIES).values(journal=journal, kind=kind, day=day, count=count)
            self._connection.execute(
                added.on_conflict_do_update(
                    index_elements=["journal", "kind", "day"],
                    set_={"count": TALLIES.c.count + added.excluded["count"]},
                )
            )

    def _name_files(self, journal: str, readings: Sequence[Reading]) -> None:
        rows = [
            {"journal": journal, "seq": each.seq, "sha256": sha256, "owed": each.owed}
            for each in readings
            for sha256 in each.files
        ]
        if rows:
            self._connection.execute(sa.insert(BLOB_REFS), rows)


def _whole() -> sa.Select[Any]:
    place = sa.and_(BODIES.c.journal == EVENTS.c.journal, BODIES.c.seq == EVENTS.c.seq)
    columns = (EVENTS.c.header, BODIES.c.nonce, BODIES.c.body)
    return sa.select(*columns).join(BODIES, place, isouter=True)


def _event_row(event: Event) -> dict[str, object]:
    header = event.header
    return {
        "journal": header.journal,
        "seq": header.seq,
        "hash": event.hash,
        "header": canonical.encode(msgspec.structs.asdict(header)),
    }


def _body_row(event: Event) -> dict[str, object]:
    header = event.header
    return {
        "journal": header.journal,
        "seq": header.seq,
        "nonce": event.nonce,
        "body": event.body,
    }
