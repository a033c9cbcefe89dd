"""Rows of what comes from other organs: the inbox, and the statuses of what we sent."""

import msgspec
from sqlite_utils import Database

from vanthu_server.projection.bodies import add_files, body, move_cursor, touch
from vanthu_sync.events import InboxChecked, InboxReceived, InboxReturned, StatusReceived
from vanthu_sync.journal import Event


def received(db: Database, event: Event) -> None:
    """A document waits in Chờ tiếp nhận."""
    arrival = body(event, InboxReceived)
    db.table("inbox").insert(
        {
            "id": arrival.id,
            "organ": event.header.organ,
            "cursor": arrival.cursor,
            "envelope": msgspec.json.encode(arrival.envelope),
            "sent_at": arrival.sent_at,
            "received_at": event.header.at,
            "state": "waiting",
            "seq": event.header.seq,
        }
    )
    add_files(db, event, arrival.id, arrival.envelope.files)
    move_cursor(db, arrival.cursor)
    touch(db, event, arrival.id)


def checked(db: Database, event: Event) -> None:
    """Kiểm tra ký số was done: its report."""
    check = body(event, InboxChecked)
    db.table("inbox").update(
        check.id,
        {
            "verdict": check.verdict,
            "checked_at": event.header.at,
            "signatures": msgspec.json.encode(check.signatures),
        },
    )
    touch(db, event, check.id)


def returned(db: Database, event: Event) -> None:
    """The document went back to its sender."""
    back = body(event, InboxReturned)
    db.table("inbox").update(back.id, {"state": "returned"})
    touch(db, event, back.id)


def status_received(db: Database, event: Event) -> None:
    """A receiver says what became of our document."""
    status = body(event, StatusReceived)
    db.conn.execute(
        "update delivery set status = ?, text = ?, at = ? where document = ? and organ = ?",
        (status.code, status.text, status.at or event.header.at, status.id, status.organ),
    )
    move_cursor(db, status.cursor)
    touch(db, event, status.id)
