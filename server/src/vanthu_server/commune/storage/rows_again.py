"""All rows of the projection made again from the journal (numbering-and-sync I7)."""

from collections.abc import Iterator
from typing import Final

from sqlite_utils import Database

from vanthu_server.commune.storage import journal_table
from vanthu_server.projection import TABLES, apply
from vanthu_sync.journal import Event

CHUNK_EVENTS: Final = 500
"""Events in memory at a time: a journal of ten years does not fit into an office PC at once."""


def rows_again(db: Database) -> int:
    """Empty every projection and apply all events; return how many. The caller's transaction."""
    for table in TABLES:
        db.conn.execute(f"delete from {table}")  # noqa: S608 - a name of our own
    count = 0
    for event in all_events(db):
        apply(db, event)
        count += 1
    return count


def all_events(db: Database) -> Iterator[Event]:
    """Yield the journal from its first event."""
    after = 0
    while found := journal_table.events(db, after=after, limit=CHUNK_EVENTS):
        yield from found
        after = found[-1].header.seq
