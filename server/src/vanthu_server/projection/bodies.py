"""Reading an event's body, and the rows that several kinds of event share."""

from collections.abc import Iterable
from typing import TypeVar

from sqlite_utils import Database

from vanthu_server.projection.row import insert
from vanthu_sync import events
from vanthu_sync.body import Body
from vanthu_sync.events import FileEntry
from vanthu_sync.journal import Event

B = TypeVar("B", bound=Body)


def body(event: Event, kind: type[B]) -> B:
    """Return the event's body as `kind`; an event whose content was removed has none."""
    assert event.body is not None
    return events.read(event.body, kind)


def touch(db: Database, event: Event, document: str) -> None:
    """Note that `event` belongs to the history of `document`."""
    insert(db, "document_event", {"document": document, "seq": event.header.seq}, ignore=True)


def add_files(db: Database, event: Event, document: str, files: Iterable[FileEntry]) -> None:
    """Give `document` these files; one that it has already stays as it is."""
    for file in files:
        insert(
            db,
            "file",
            {
                "document": document,
                "sha256": file.sha256,
                "name": file.name,
                "size": file.size,
                "media_type": file.media_type,
                "kind": file.kind,
                "added_at": event.header.at,
                "added_by": event.header.actor,
                "seq": event.header.seq,
            },
            ignore=True,
        )


def move_cursor(db: Database, cursor: int) -> None:
    """Note that the hub's messages up to `cursor` are in the journal; it never goes back."""
    db.conn.execute(
        "insert into inbox_cursor (one, cursor) values (1, ?)"
        " on conflict (one) do update set cursor = max(cursor, excluded.cursor)",
        (cursor,),
    )
