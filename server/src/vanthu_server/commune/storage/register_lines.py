"""Reading a register for print: every number with its fate, and what its entry says.

Rules:
1. All of it comes from one snapshot whose head is exposed (NB6): while a write is on its way to
   the sidecar, the reading waits for it and begins again.
2. Numbers are read up to the register's own mark, never up to the highest row (NB2).
3. A number that is issued without an entry is missing: the book says so instead of hiding it.
"""

import sqlite3
from datetime import date
from typing import Final

import msgspec
from sqlite_utils import Database

from vanthu_server.commune.services.register_print import PrintAsked
from vanthu_server.commune.storage import holder_table, journal_table, office_table
from vanthu_server.commune.storage.ledger import SqliteLedger
from vanthu_server.commune.storage.rows import one, rows
from vanthu_server.projection.numbers import PROVINCE
from vanthu_server.typesetting.register_book_line import (
    BookEntry,
    BookLine,
    Fate,
    RegisterBook,
)
from vanthu_sync.errors import Refused
from vanthu_sync.events import ContentRemoved, read
from vanthu_sync.journal import Head
from vanthu_sync.vocabulary import Book
from vanthu_sync.wire import OutgoingFields

TRIES_MAX: Final = 20
"""Snapshots until one is wholly exposed: a clerk writes a few times a minute, not a second."""

REGISTER: Final = """
select mark, journal.at as opened_at from register join journal using (seq)
where register.organ = ? and book = ? and year = ?
"""

NUMBERS: Final = """
select number.*, journal.at as taken_at,
  coalesce(person.name, number.changed_by) as changed_name,
  coalesce(site.name, nullif(number.holder, 'province'), '') as site_name
from number join journal on journal.seq = number.seq
  left join person on person.account = number.changed_by
  left join lease on lease.id = number.lease
  left join site on site.id = coalesce(nullif(number.holder, ''), lease.site)
where number.organ = ? and number.book = ? and number.year = ? and number between ? and ?
order by number
"""

CORRECTIONS: Final = """
select corrects, max(number) as number, origin <> '' as stray from number
where organ = ? and book = ? and year = ? and corrects between ? and ? group by corrects, stray
"""

REMOVALS: Final = """
select document, body from journal join document_event using (seq)
where kind = 'content.removed' and organ = ? order by seq
"""

ENTRIES: Final = {
    Book.INCOMING: "select * from incoming where organ = ? and year = ? and number between ? and ?",
    Book.OUTGOING: "select * from outgoing where organ = ? and year = ? and number between ? and ?",
}


class RegisterLines:
    """See `services.register_print.Books`."""

    def __init__(self, ledger: SqliteLedger) -> None:
        self._ledger = ledger

    def book(self, asked: PrintAsked) -> RegisterBook:
        """See `services.register_print.Books.book`."""
        for _ in range(TRIES_MAX):
            self._ledger.head()  # waits for a write that is on its way to the sidecar
            with self._ledger.reading() as db:
                head = journal_table.head(db)
                if head.seq <= self._ledger.exposed:
                    return _book(db, asked, head)
        raise Refused("PRINT_WAITS")


class _Closed(msgspec.Struct, frozen=True):
    """Of a `register.closed`, which book it closed."""

    book: str
    year: int


class _Context(msgspec.Struct, frozen=True):
    """What lines need beside their own row: entries by number, corrections, removals."""

    entries: dict[int, sqlite3.Row]
    corrected: dict[tuple[int, bool], int]
    removals: dict[str, str]


def _book(db: Database, asked: PrintAsked, head: Head) -> RegisterBook:
    if holder_table.standing(db) == "branch":
        raise Refused("REGISTER_NOT_HERE")
    key = (asked.organ, asked.book, asked.year)
    register = one(db, REGISTER, *key)
    if register is None:
        raise Refused("NOT_FOUND")
    first, last = asked.within(register["mark"])
    organ = office_table.organ(db, asked.organ)
    return RegisterBook(
        book=asked.book,
        organ_name=organ.name,
        organ_parent=organ.parent,
        place=organ.place,
        year=asked.year,
        first=first,
        last=last,
        mark=register["mark"],
        opened_at=register["opened_at"],
        closed_at=_closed_at(db, asked),
        journal_seq=head.seq,
        journal_hash=head.hash,
        lines=_lines(db, asked, first=first, last=last),
    )


def _closed_at(db: Database, asked: PrintAsked) -> str:
    sql = "select at, body from journal where kind = 'register.closed' and organ = ? order by seq"
    wanted, closed_at = _Closed(asked.book, asked.year), ""
    for row in rows(db, sql, asked.organ):
        if msgspec.json.decode(row["body"], type=_Closed) == wanted:
            closed_at = row["at"]
    return closed_at


def _lines(db: Database, asked: PrintAsked, *, first: int, last: int) -> tuple[BookLine, ...]:
    key = (asked.organ, asked.book, asked.year, first, last)
    entries = rows(db, ENTRIES[Book(asked.book)], asked.organ, asked.year, first, last)
    context = _Context(
        {row["number"]: row for row in entries},
        {
            (row["corrects"], bool(row["stray"])): row["number"]
            for row in rows(db, CORRECTIONS, *key)
        },
        _removals(db, asked.organ) if any(row["removed"] for row in entries) else {},
    )
    return tuple(_line(row, context) for row in rows(db, NUMBERS, *key))


def _removals(db: Database, organ: str) -> dict[str, str]:
    """Return document → why its content was taken out."""
    return {
        row["document"]: read(row["body"], ContentRemoved).reason
        for row in rows(db, REMOVALS, organ)
        if row["body"] is not None
    }


def _line(row: sqlite3.Row, context: _Context) -> BookLine:
    found = context.entries.get(row["number"])
    entry = None if found is None else _entry(found)
    return BookLine(number=row["number"], fate=_fate(row, found, context), entry=entry)


def _fate(row: sqlite3.Row, found: sqlite3.Row | None, context: _Context) -> Fate:
    number, entry = row["number"], {} if found is None else dict(found)
    removed = bool(entry.get("removed"))
    return Fate(
        state="missing" if row["state"] == "issued" and found is None else row["state"],
        reason=row["reason"],
        changed_at=row["changed_at"],
        changed_by=row["changed_name"],
        registered_at=entry.get("registered_at", row["taken_at"]),
        site=row["site_name"],
        from_lease=row["lease"] != "",
        from_province=row["holder"] == PROVINCE,
        slip=row["slip"],
        captured_at=row["captured_at"],
        again_at=row["taken_at"] if row["again"] else "",
        corrects=row["corrects"],
        corrected_by=context.corrected.get((number, False), 0),
        stray=row["origin"] != "",
        doubled_by=context.corrected.get((number, True), 0),
        paper_on=_day(entry.get("paper_on")),
        removed=removed,
        removal_reason=context.removals.get(row["document"], "") if removed else "",
    )


def _entry(row: sqlite3.Row) -> BookEntry:
    shared = BookEntry(
        symbol=row["symbol"],
        issued_date=_day(row["issued_date"]),
        type_name=row["type_name"],
        subject=row["subject"],
    )
    if "arrival_date" in row.keys():  # noqa: SIM118 - a row is no mapping
        return msgspec.structs.replace(
            shared,
            arrival_date=_day(row["arrival_date"]),
            author=row["organ_name"],
            receivers=row["to_places"],
            description=row["description"],
        )
    written = msgspec.structs.replace(
        shared, signer=row["signer_name"], receivers=row["recipients"]
    )
    return _with_draft(written, msgspec.json.decode(row["fields"], type=OutgoingFields))


def _with_draft(entry: BookEntry, fields: OutgoingFields) -> BookEntry:
    """Add what only the draft says; one entered from paper, or removed, has an empty draft."""
    if not fields.subject:
        return entry
    return msgspec.structs.replace(
        entry, keeper=fields.keep, copies=fields.issued_amount, description=fields.description
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
