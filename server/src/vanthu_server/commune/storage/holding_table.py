"""Reading numbers, leases, slips, sites and stray entries."""

import sqlite3
from datetime import date
from typing import Final

import msgspec
from sqlite_utils import Database

from vanthu_server.commune.domain.holding import (
    Device,
    LeaseRecord,
    NumberRecord,
    Site,
    SlipDevice,
    Stray,
)
from vanthu_server.commune.storage.rows import one, rows
from vanthu_sync.numbering import Register
from vanthu_sync.vocabulary import Book

REGISTER: Final = "select organ, book, year, mark, epoch, owner, status from register"
NUMBER: Final = (
    "select organ, book, year, number, state, document, slip, captured_at, lease, again,"
    " corrects, origin, holder from number"
)
LEASE: Final = "select id, organ, book, year, first, last, next, site, day, closed from lease"
SITE: Final = (
    "select id, name, kind, mode, block, organ, key, head_seq, head_hash, left_at from site"
)
DEVICE: Final = (
    "select id, organ, name, key, code, enrolled_at, enrolled_by, revoked_at, revoked_by, reason,"
    " lost from device"
)
STRAY: Final = (
    "select origin, organ, kind, document, book, year, number, at, actor, content, settled_as"
    " from stray"
)

ISSUED_ON: Final = {
    Book.OUTGOING: "select issued_date from outgoing join number on number.document = outgoing.id"
    " where outgoing.organ = ? and outgoing.year = ? and number.state = 'issued'"
    " order by outgoing.number desc limit 1",
    Book.COPIES: "select issued_date from copy join number on number.document = copy.id"
    " where copy.organ = ? and copy.year = ? and number.state = 'issued'"
    " order by copy.number desc limit 1",
}
"""The day of the newest number that stands, in the books whose days only grow (NB16)."""


def registers(db: Database, *, organ: str, book: str) -> tuple[Register, ...]:
    """Return the registers of a book, oldest first."""
    found = rows(db, f"{REGISTER} where organ = ? and book = ? order by year", organ, book)
    return tuple(Register(**dict(row)) for row in found)


def open_registers(db: Database) -> tuple[Register, ...]:
    """Return every register of the node that still gives numbers, incoming first."""
    found = rows(db, f"{REGISTER} where status <> 'closed' order by organ, book, year")
    return tuple(Register(**dict(row)) for row in found)


def number(db: Database, *, organ: str, book: str, year: int, number: int) -> NumberRecord | None:
    """Return one number, None where it was never taken."""
    sql = f"{NUMBER} where organ = ? and book = ? and year = ? and number = ?"
    return _number(one(db, sql, organ, book, year, number))


def number_of_slip(db: Database, *, organ: str, slip: str) -> NumberRecord | None:
    """Return the number that a slip got, None for a new one."""
    return _number(one(db, f"{NUMBER} where organ = ? and slip = ?", organ, slip))


def slip_device(db: Database, *, organ: str, code: str) -> SlipDevice | None:
    """Return the device of a code."""
    sql = "select code, name, lost_at from slip_device where organ = ? and code = ?"
    row = one(db, sql, organ, code)
    return None if row is None else SlipDevice(**dict(row))


def slip_devices(db: Database, *, organ: str) -> tuple[SlipDevice, ...]:
    """Return the devices that may write slips, in the order of their codes."""
    sql = "select code, name, lost_at from slip_device where organ = ? order by seq"
    return tuple(SlipDevice(**dict(row)) for row in rows(db, sql, organ))


def devices(db: Database) -> tuple[Device, ...]:
    """Return the devices that are known by a key, newest first."""
    found = rows(db, f"{DEVICE} order by seq desc")
    return tuple(msgspec.convert(dict(row), Device, strict=False) for row in found)


def slips(db: Database, *, organ: str) -> tuple[str, ...]:
    """Return every slip that was redeemed, or waits for the province's number."""
    sql = (
        "select slip from number where organ = ?1 and slip <> ''"
        " union select slip from asked where organ = ?1"
    )
    return tuple(str(row["slip"]) for row in rows(db, sql, organ))


def leases(db: Database, *, organ: str, book: str = "") -> tuple[LeaseRecord, ...]:
    """Return the leases of an organ, oldest first."""
    sql = f"{LEASE} where organ = ? and (? = '' or book = ?) order by seq"
    return tuple(_lease(row) for row in rows(db, sql, organ, book, book))


def lease(db: Database, lease: str) -> LeaseRecord | None:
    """Return a lease by its id."""
    row = one(db, f"{LEASE} where id = ?", lease)
    return None if row is None else _lease(row)


def sites(db: Database) -> tuple[Site, ...]:
    """Return followers and branches, in the order they joined."""
    return tuple(Site(**dict(row)) for row in rows(db, f"{SITE} order by seq"))


def strays(db: Database, *, organ: str) -> tuple[Stray, ...]:
    """Return stray entries, oldest first."""
    found = rows(db, f"{STRAY} where organ = ? order by seq, origin", organ)
    return tuple(Stray(**dict(row)) for row in found)


def stray(db: Database, origin: str) -> Stray | None:
    """Return one stray entry."""
    row = one(db, f"{STRAY} where origin = ?", origin)
    return None if row is None else Stray(**dict(row))


def counts(db: Database, *, organ: str, book: str, year: int) -> dict[str, int]:
    """Return state → how many numbers of a register are in it."""
    sql = (
        "select state, count(*) as count from number"
        " where organ = ? and book = ? and year = ? group by state"
    )
    return {str(row["state"]): int(row["count"]) for row in rows(db, sql, organ, book, year)}


def issued_on(db: Database, *, organ: str, book: str, year: int) -> date | None:
    """Return the day of the newest number that stands, None where there is none."""
    row = one(db, ISSUED_ON[Book(book)], organ, year)
    return None if row is None else date.fromisoformat(row["issued_date"])


def _number(row: sqlite3.Row | None) -> NumberRecord | None:
    return None if row is None else msgspec.convert(dict(row), NumberRecord, strict=False)


def _lease(row: sqlite3.Row) -> LeaseRecord:
    return msgspec.convert(dict(row), LeaseRecord, strict=False)
