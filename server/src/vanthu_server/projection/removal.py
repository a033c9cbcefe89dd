"""Gỡ nội dung: the content goes from journal, rows and search; number and line stay.

What stays is made from the removal itself and from the headers, never from the rows that went:
a rebuild, which meets the emptied events first, ends with the same rows.
"""

from sqlite_utils import Database

from vanthu_server.projection.bodies import body, move_cursor, touch
from vanthu_server.projection.numbers import NumberTaken, keep_number
from vanthu_sync.events import ContentRemoved
from vanthu_sync.journal import Event
from vanthu_sync.vocabulary import Book

NUMBERING_KINDS = frozenset({"incoming.registered", "outgoing.numbered", "outgoing.reentered"})
"""The events that take a number."""

ASKED = "asked"
"""Where a removed document stood that waited for the province's number."""

REMOVED_TEXT = "(Nội dung đã gỡ)"
"""What stands in the register where the trích yếu was."""

EMPTY_INCOMING = b'{"subject":"","organ_name":""}'
EMPTY_OUTGOING = (
    b'{"type_name":"","notation":"","subject":"","body":[],"recipients":[],"signer":""}'
)
EMPTY_ENVELOPE = (
    b'{"document":"","sender":{"id":"","code":"","name":""},"number":0,"symbol":"",'
    b'"type_name":"","subject":"","issued_date":"1970-01-01","signer_position":"",'
    b'"signer_name":"","recipients":[],"files":[]}'
)


def content_removed(db: Database, event: Event) -> None:
    """Take out all that `event` names; applying it twice changes nothing more."""
    removal = body(event, ContentRemoved)
    for seq in removal.seqs:
        db.conn.execute("update journal set nonce = null, body = null where seq = ?", (seq,))
        db.conn.execute("update operation set fingerprint = '' where seq = ?", (seq,))
        db.conn.execute("delete from document_event where seq = ?", (seq,))
    _delete_rows(db, removal)
    for seq in removal.seqs:
        db.table("document_event").insert({"document": removal.id, "seq": seq}, ignore=True)
    touch(db, event, removal.id)
    if removal.state == ASKED:
        pass  # it waited for its number: nothing of it stands in a register
    elif removal.book == Book.INCOMING:
        _keep_incoming(db, event, removal)
    else:
        _keep_outgoing(db, event, removal)
    if removal.message:
        _keep_message(db, event, removal)
    if removal.cursor:
        move_cursor(db, removal.cursor)


def _delete_rows(db: Database, removal: ContentRemoved) -> None:
    both = (removal.id, removal.message)
    db.table("stray").delete_where("origin = ? and origin <> ''", [removal.origin])
    for table in ("incoming", "outgoing", "inbox", "incoming_search", "outgoing_search"):
        db.table(table).delete_where("id in (?, ?)", both)
    for table in ("file", "delivery", "document_event", "asked"):
        db.table(table).delete_where("document in (?, ?)", both)
    db.conn.execute(
        "update number set document = '' where document = ? and state = 'leased'", (removal.id,)
    )


def _entry(db: Database, removal: ContentRemoved) -> tuple[str, str]:
    sql = "select at, policy from journal where seq = ?"
    row = db.conn.execute(sql, (removal.entry,)).fetchone()
    return str(row[0]), str(row[1])


def _keep_incoming(db: Database, event: Event, removal: ContentRemoved) -> None:
    at, policy = _entry(db, removal)
    db.table("incoming").insert(
        {
            "id": removal.id,
            "organ": event.header.organ,
            "year": removal.year,
            "number": removal.number,
            "arrival_date": "" if removal.day is None else removal.day.isoformat(),
            "registered_at": removal.registered_at or at,
            "organ_name": "",
            "symbol": "",
            "type_name": "",
            "subject": REMOVED_TEXT,
            "to_places": "",
            "urgency": 0,
            "description": "",
            "source": "",
            "fields": EMPTY_INCOMING,
            "notices": b"[]",
            "policy": policy,
            "message": removal.message,
            "duplicate_key": "",
            "removed": 1,
            "seq": removal.entry,
        }
    )
    _keep_number(db, event, removal)


def _keep_outgoing(db: Database, event: Event, removal: ContentRemoved) -> None:
    at, policy = _entry(db, removal)
    numbered = removal.number > 0
    db.table("outgoing").insert(
        {
            "id": removal.id,
            "organ": event.header.organ,
            "state": removal.state,
            "version": 0,
            "fields": EMPTY_OUTGOING,
            "type_name": "",
            "subject": REMOVED_TEXT,
            "signer": "",
            "signer_name": "",
            "recipients": "",
            "urgency": 0,
            "year": removal.year if numbered else None,
            "number": removal.number if numbered else None,
            "symbol": f"{removal.number:02d}" if numbered else "",
            "issued_date": None if removal.day is None else removal.day.isoformat(),
            "number_seq": _taken_at(db, removal) if numbered else None,
            "policy": policy,
            "updated_at": at,
            "removed": 1,
            "seq": removal.entry,
            "last_seq": event.header.seq,
        }
    )
    if numbered:
        _keep_number(db, event, removal)


def _keep_number(db: Database, event: Event, removal: ContentRemoved) -> None:
    keep_number(
        db,
        NumberTaken(
            organ=event.header.organ,
            book=removal.book,
            year=removal.year,
            number=removal.number,
            document=removal.id,
            seq=_taken_at(db, removal),
            slip=removal.slip,
            captured_at=removal.captured_at,
            lease=removal.lease,
            again=removal.again,
            corrects=removal.corrects,
            origin=removal.origin,
        ),
    )


def _taken_at(db: Database, removal: ContentRemoved) -> int:
    """Return the seq of the event that took the number; its header stays."""
    sql = "select kind from journal where seq = ?"
    for seq in removal.seqs:
        if db.conn.execute(sql, (seq,)).fetchone()[0] in NUMBERING_KINDS:
            return seq
    return removal.entry


def _keep_message(db: Database, event: Event, removal: ContentRemoved) -> None:
    db.table("inbox").insert(
        {
            "id": removal.message,
            "organ": event.header.organ,
            "cursor": removal.cursor,
            "envelope": EMPTY_ENVELOPE,
            "sent_at": "",
            "received_at": "",
            "state": "removed",
            "seq": event.header.seq,
        }
    )
