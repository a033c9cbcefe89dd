"""Rows of numbers: each from 1 to the mark in exactly one state (PROTOCOL.md NB2-NB4)."""

from typing import Final

import msgspec
from sqlite_utils import Database

from vanthu_server.projection.bodies import body, touch
from vanthu_server.projection.row import Row, insert, update
from vanthu_sync.events import CopyNumbered
from vanthu_sync.journal import Event
from vanthu_sync.register_events import (
    LeaseClosed,
    LeaseGranted,
    LeaseReceived,
    NumberChanged,
    NumbersLost,
    RegisterOpened,
)
from vanthu_sync.vocabulary import Book, NumberState, OutgoingState

PROVINCE: Final = "province"
"""The holder of numbers that the province gives (NB30); no site has this id."""

ON_PAPER: Final = "Đã đóng dấu trên giấy trước khi mở sổ này trên máy."

Key = tuple[str, str, int, int]
"""Organ, book, year, number."""

KEY: Final = ("organ", "book", "year", "number")
"""The columns of a `Key`."""

FREED = frozenset({NumberState.LEASED, NumberState.CONTENT_LOST})
"""States that an entry may turn into issued: its number was held for it."""


class NumberTaken(msgspec.Struct, frozen=True, kw_only=True):
    """A number that the event at `seq` gave to a document, and how it came to it."""

    organ: str
    book: str
    year: int
    number: int
    document: str
    seq: int
    slip: str = ""
    captured_at: str = ""
    lease: str = ""
    again: bool = False
    corrects: int = 0
    origin: str = ""


def number_row(db: Database, taken: NumberTaken) -> None:
    """Note a number as issued and raise the mark to it.

    A number that was leased or whose content was lost turns issued; any other that is there
    already raises sqlite3.IntegrityError (NB2: a number is never given to another entry).
    """
    if _state(db, taken) in FREED:
        _fill(db, taken)
    else:
        insert(db, "number", {**msgspec.structs.asdict(taken), "state": "issued", **_EMPTY})
    _raise_mark(db, (taken.organ, taken.book, taken.year), taken.number)
    if taken.lease:
        _spend(db, taken)


def keep_number(db: Database, taken: NumberTaken) -> None:
    """Keep the number of an entry whose content was removed: void stays void.

    A rebuild meets the emptied event first, so the row may be missing or not yet issued.
    """
    if _state(db, taken) is None or _state(db, taken) in FREED:
        number_row(db, taken)
    else:
        _set(db, taken)
        if taken.lease:
            _spend(db, taken)


def number_changed(db: Database, event: Event) -> None:
    """A number's new state with its reason, who changed it and when."""
    changed = body(event, NumberChanged)
    key = (event.header.organ, changed.book, changed.year, changed.number)
    row = _row(db, key)
    if row is None:  # the content of its entry was removed since
        _insert(db, event, key, state=changed.state)
        _raise_mark(db, key[:3], changed.number)
    change = {
        "state": changed.state,
        "reason": changed.reason,
        "changed_at": event.header.at,
        "changed_by": event.header.actor,
    }
    _change(db, key, change)
    document = "" if row is None else str(row["document"])
    if document:
        touch(db, event, document)
    if document and changed.book == Book.OUTGOING and changed.state == NumberState.VOID:
        void: Row = {"state": OutgoingState.VOID, "last_seq": event.header.seq}
        update(db, "outgoing", {"id": document}, {**void, "updated_at": event.header.at})


def numbers_lost(db: Database, event: Event) -> None:
    """Numbers on paper whose entries are gone: content_lost, and the mark beyond them (NB22)."""
    lost = body(event, NumbersLost)
    for number in range(lost.first, lost.last + 1):
        key = (event.header.organ, lost.book, lost.year, number)
        if _row(db, key) is None:
            _insert(db, event, key, state=NumberState.CONTENT_LOST, reason=lost.reason)
        else:  # a branch's: it was leased until then
            change = {"state": NumberState.CONTENT_LOST, "reason": lost.reason}
            _change(db, key, change)
    _raise_mark(db, (event.header.organ, lost.book, lost.year), lost.last)
    db.conn.execute(
        "update lease set next = max(next, ?) where organ = ? and book = ? and year = ?"
        " and first <= ? and last >= ?",
        (lost.last + 1, event.header.organ, lost.book, lost.year, lost.first, lost.last),
    )


def begun_on_paper(db: Database, event: Event, opened: RegisterOpened) -> None:
    """The first numbers of a book that somebody began by hand are content_lost (NB22)."""
    register = (event.header.organ, opened.book, opened.year)
    for number in range(1, opened.paper + 1):
        key = (*register, number)
        _insert(db, event, key, state=NumberState.CONTENT_LOST, reason=ON_PAPER)
    _raise_mark(db, register, opened.paper)


def lease_granted(db: Database, event: Event) -> None:
    """A block of numbers is leased to a site, and the mark beyond it (NB14)."""
    granted = body(event, LeaseGranted)
    for number in range(granted.first, granted.last + 1):
        key = (event.header.organ, granted.book, granted.year, number)
        _insert(db, event, key, state=NumberState.LEASED, lease=granted.id, holder=granted.site)
    _raise_mark(db, (event.header.organ, granted.book, granted.year), granted.last)
    _lease(db, event, granted, granted.site)


def lease_received(db: Database, event: Event) -> None:
    """In a branch: the block that it may spend. Its numbers are rows once they are used."""
    received = body(event, LeaseReceived)
    db.conn.execute(
        "insert or ignore into register (organ, book, year, mark, epoch, owner, status, seq)"
        " values (?, ?, ?, 0, ?, 'node', 'open', ?)",
        (
            event.header.organ,
            received.book,
            received.year,
            event.header.epoch,
            event.header.seq,
        ),
    )
    _lease(db, event, received, "")


def lease_closed(db: Database, event: Event) -> None:
    """The rest of a block is void with its reason (NB15)."""
    closed = body(event, LeaseClosed)
    db.conn.execute("update lease set closed = 1 where id = ?", (closed.id,))
    db.conn.execute(
        "update number set state = 'void', reason = ?, changed_at = ?, changed_by = ?"
        " where lease = ? and state = 'leased' and number between ? and ?",
        (
            closed.reason,
            event.header.at,
            event.header.actor,
            closed.id,
            closed.first,
            closed.last,
        ),
    )


def province_numbers(
    db: Database, event: Event, register: tuple[str, str, int], number: int
) -> None:
    """What lies above the mark up to `number` is leased to the province, and the mark there (NB30).

    A number up to the mark is there already, and waits.
    """
    sql = "select mark from register where organ = ? and book = ? and year = ?"
    (mark,) = db.conn.execute(sql, register).fetchone()
    for each in range(mark + 1, number + 1):
        _insert(db, event, (*register, each), state=NumberState.LEASED, holder=PROVINCE)
    _raise_mark(db, register, number)


def copy_numbered(db: Database, event: Event) -> None:
    """A copy (SY, SL, TrS) with its number in the one series of copies."""
    copy = body(event, CopyNumbered)
    taken = NumberTaken(
        organ=event.header.organ,
        book=Book.COPIES,
        year=copy.year,
        number=copy.number,
        document=copy.id,
        seq=event.header.seq,
    )
    number_row(db, taken)
    row = msgspec.structs.asdict(copy)
    issued_date = copy.issued_date.isoformat()
    known = {"organ": event.header.organ, "issued_date": issued_date, "seq": event.header.seq}
    db.table("copy").insert({**row, **known})


_EMPTY = {"reason": "", "holder": "", "changed_at": "", "changed_by": ""}


def _state(db: Database, taken: NumberTaken) -> str | None:
    row = _row(db, (taken.organ, taken.book, taken.year, taken.number))
    return None if row is None else str(row["state"])


def _row(db: Database, key: Key) -> dict[str, object] | None:
    found = db.conn.execute(
        "select state, document from number where organ = ? and book = ? and year = ?"
        " and number = ?",
        key,
    ).fetchone()
    return None if found is None else {"state": found[0], "document": found[1]}


def _insert(  # noqa: PLR0913 - one row
    db: Database,
    event: Event,
    key: Key,
    *,
    state: str,
    reason: str = "",
    lease: str = "",
    holder: str = "",
) -> None:
    organ, book, year, number = key
    insert(
        db,
        "number",
        {
            "organ": organ,
            "book": book,
            "year": year,
            "number": number,
            "state": state,
            "document": "",
            "reason": reason,
            "lease": lease,
            "holder": holder,
            "seq": event.header.seq,
        },
    )


def _change(db: Database, key: Key, change: Row) -> None:
    update(db, "number", dict(zip(KEY, key, strict=True)), change)


def _fill(db: Database, taken: NumberTaken) -> None:
    key = (taken.organ, taken.book, taken.year, taken.number)
    _change(db, key, {"state": NumberState.ISSUED})
    _set(db, taken)


def _set(db: Database, taken: NumberTaken) -> None:
    """Who has the number, and how it came to it; its state stays, and the lease it is of."""
    row = msgspec.structs.asdict(taken)
    key = {name: row.pop(name) for name in KEY}
    if not taken.lease:
        del row["lease"]
    update(db, "number", key, row)


def _spend(db: Database, taken: NumberTaken) -> None:
    db.conn.execute(
        "update lease set next = max(next, ?) where id = ?", (taken.number + 1, taken.lease)
    )


def _raise_mark(db: Database, register: tuple[str, str, int], number: int) -> None:
    db.conn.execute(
        "update register set mark = max(mark, ?) where organ = ? and book = ? and year = ?",
        (number, *register),
    )


def _lease(db: Database, event: Event, block: LeaseGranted | LeaseReceived, site: str) -> None:
    db.table("lease").insert(
        {
            "id": block.id,
            "organ": event.header.organ,
            "book": block.book,
            "year": block.year,
            "first": block.first,
            "last": block.last,
            "next": block.first,
            "site": site,
            "day": block.day,
            "closed": 0,
            "granted_at": event.header.at,
            "seq": event.header.seq,
        }
    )
