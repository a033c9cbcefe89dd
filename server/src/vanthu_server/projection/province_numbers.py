"""Rows of documents that wait for the province's numbers, and of what it gave (NB30)."""

from typing import Final

from sqlite_utils import Database

from vanthu_server.projection.bodies import add_files, body, touch
from vanthu_server.projection.incoming import duplicate_key
from vanthu_server.projection.numbers import province_numbers
from vanthu_sync.journal import Event
from vanthu_sync.province_events import AskTakenBack, NumberAsked, NumberGiven

WAITING: Final = "waiting"


def asked(db: Database, event: Event) -> None:
    """A document waits under its slip; its files are here, its message is taken in."""
    ask = body(event, NumberAsked)
    db.table("asked").insert(
        {
            "organ": event.header.organ,
            "slip": ask.slip,
            "book": ask.book,
            "year": ask.year,
            "document": ask.id,
            "day": ask.day.isoformat(),
            "state": WAITING,
            "number": None,
            "duplicate_key": "" if ask.fields is None else duplicate_key(ask.fields),
            "origin": ask.origin,
            "seq": event.header.seq,
        }
    )
    add_files(db, event, ask.id, ask.files)
    touch(db, event, ask.id)
    if ask.message:
        db.conn.execute("update inbox set state = 'accepted' where id = ?", (ask.message,))
        touch(db, event, ask.message)


def taken_back(db: Database, event: Event) -> None:
    """The node numbered the document itself."""
    back = body(event, AskTakenBack)
    db.conn.execute(
        "update asked set state = 'taken_back' where organ = ? and slip = ?",
        (event.header.organ, back.slip),
    )
    touch(db, event, back.id)


def given(db: Database, event: Event) -> None:
    """A number of the province: kept as it was said, and leased for its document until that has it.

    The event names no document: a removal of one leaves the number where it is.
    """
    said, organ = body(event, NumberGiven), event.header.organ
    db.table("given").insert(
        {
            "organ": organ,
            "slip": said.slip,
            "number": said.number,
            "book": said.book,
            "year": said.year,
            "signed_at": said.signed_at,
            "refused": said.refused,
            "seq": event.header.seq,
        }
    )
    if said.refused:
        return
    province_numbers(db, event, (organ, said.book, said.year), said.number)
    ask = (organ, said.slip, WAITING)
    row = db.conn.execute(
        "select document from asked where organ = ? and slip = ? and state = ?", ask
    ).fetchone()
    if row is not None:
        db.conn.execute(
            "update number set document = ? where organ = ? and book = ? and year = ?"
            " and number = ?",
            (row[0], organ, said.book, said.year, said.number),
        )
        db.conn.execute(
            "update asked set state = 'given', number = ? where organ = ? and slip = ?"
            " and state = ?",
            (said.number, *ask),
        )
