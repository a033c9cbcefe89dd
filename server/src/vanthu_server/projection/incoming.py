"""Rows of incoming documents."""

from datetime import date

import msgspec
from sqlite_utils import Database

from vanthu_server.projection.bodies import add_files, body, touch
from vanthu_server.projection.numbers import NumberTaken, number_row
from vanthu_server.projection.row import insert
from vanthu_server.projection.symbol import join, search_words
from vanthu_sync.events import DocumentAttached, IncomingRegistered
from vanthu_sync.journal import Event
from vanthu_sync.text import fold
from vanthu_sync.vocabulary import Book
from vanthu_sync.wire import IncomingFields


def registered(db: Database, event: Event) -> None:
    """A new entry of the register."""
    entry = body(event, IncomingRegistered)
    taken = NumberTaken(
        organ=event.header.organ,
        book=Book.INCOMING,
        year=entry.year,
        number=entry.number,
        document=entry.id,
        seq=event.header.seq,
        slip=entry.slip,
        captured_at=entry.captured_at,
        lease=entry.lease,
        again=entry.again,
        corrects=entry.corrects,
        origin=entry.origin,
    )
    number_row(db, taken)
    _settle(db, entry)
    _insert(db, event, entry)
    insert(db, "incoming_search", {"id": entry.id, "text": _search_text(entry)})
    add_files(db, event, entry.id, entry.files)
    touch(db, event, entry.id)
    if entry.message:
        db.conn.execute("update inbox set state = 'accepted' where id = ?", (entry.message,))
        touch(db, event, entry.message)


def attached(db: Database, event: Event) -> None:
    """Files added to a document."""
    attach = body(event, DocumentAttached)
    add_files(db, event, attach.id, attach.files)
    touch(db, event, attach.id)


def duplicate_key(fields: IncomingFields) -> str:
    """Return what makes two entries the same document: organ, symbol and date (NĐ 30 III.1.h).

    "" where number and notation are missing: such documents are told apart by nothing.
    """
    symbol = fold(join(fields.code_number, fields.code_notation))
    if not symbol:
        return ""
    return "|".join((fold(fields.organ_name), symbol, _day(fields.issued_date) or ""))


def _settle(db: Database, entry: IncomingRegistered) -> None:
    """A stray entry has its number; its event belongs to this document, also for a removal.

    It may be stray twice: from two histories, or beside the site that brings it itself.
    """
    db.conn.execute(
        "update stray set settled_as = ? where document = ? or origin = ? or document ="
        " (select document from stray where origin = ?)",
        (entry.number, entry.id, entry.origin, entry.origin),
    )
    if not entry.origin:
        return
    db.conn.execute(
        "insert or ignore into document_event (document, seq)"
        " select ?, seq from stray where origin = ?",
        (entry.id, entry.origin),
    )


def _insert(db: Database, event: Event, entry: IncomingRegistered) -> None:
    fields = entry.fields
    insert(
        db,
        "incoming",
        {
            "id": entry.id,
            "organ": event.header.organ,
            "year": entry.year,
            "number": entry.number,
            "arrival_date": entry.arrival_date.isoformat(),
            "registered_at": entry.registered_at or event.header.at,
            "organ_name": fields.organ_name,
            "symbol": join(fields.code_number, fields.code_notation),
            "issued_date": _day(fields.issued_date),
            "type_name": fields.type_name,
            "subject": fields.subject,
            "to_places": fields.to_places,
            "urgency": fields.urgency,
            "due_date": _day(fields.due_date),
            "description": fields.description,
            "source": fields.source,
            "fields": msgspec.json.encode(fields),
            "notices": msgspec.json.encode(entry.notices),
            "policy": event.header.policy,
            "message": entry.message,
            "duplicate_key": duplicate_key(fields),
            "removed": 0,
            "seq": event.header.seq,
        },
    )


def _search_text(entry: IncomingRegistered) -> str:
    fields = entry.fields
    words = (
        str(entry.number),
        search_words(join(fields.code_number, fields.code_notation)),
        fields.organ_name,
        fields.type_name,
        fields.subject,
        fields.to_places,
        fields.signer_name,
        fields.description,
    )
    return fold(" ".join(words))


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
