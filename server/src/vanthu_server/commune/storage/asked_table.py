"""Reading what waits for the province's numbers, and what it gave (PROTOCOL.md NB30)."""

import sqlite3
from typing import Final

import msgspec
from sqlite_utils import Database

from vanthu_server.commune.domain.asking import Ask
from vanthu_server.commune.storage.rows import Value, one, rows, scalar
from vanthu_sync import events
from vanthu_sync.register_events import RegisterDelegated

ASK: Final = (
    "select organ, slip, book, year, document, day, state, number, origin, seq from asked"
    " where organ = ?"
)

SLIPS_PASSED_OVER: Final = 200
"""Slips that a new incarnation leaves out: the last ones before it may stand on paper alone."""


def ask(db: Database, *, organ: str, slip: str) -> Ask | None:
    """Return the ask of a slip."""
    return _one(db, f"{ASK} and slip = ?", organ, slip)


def ask_of(db: Database, *, organ: str, document: str) -> Ask | None:
    """Return the ask of a document that was not taken back."""
    sql = f"{ASK} and document = ? and state <> 'taken_back' order by seq desc"
    return _one(db, sql, organ, document)


def ask_like(db: Database, *, organ: str, key: str, origin: str) -> Ask | None:
    """Return one that waits with this duplicate key, or for this stray entry; "" finds none."""
    sql = (
        f"{ASK} and state = 'waiting' and ((duplicate_key = ? and duplicate_key <> '')"
        " or (origin = ? and origin <> '')) order by seq"
    )
    return _one(db, sql, organ, key, origin)


def waiting(db: Database, *, organ: str, book: str, year: int) -> int:
    """Return how many documents of a book wait for their number."""
    sql = (
        "select count(*) from asked where organ = ? and book = ? and year = ? and state = 'waiting'"
    )
    return scalar(db, sql, organ, book, year)


def next_counter(db: Database, *, organ: str) -> int:
    """Return the counter of the node's next slip, by headers alone: a removal frees none."""
    asked = "select count(*) from journal where kind = 'number.asked' and organ = ?"
    anew = "select count(*) from journal where kind in ('node.recovered', 'node.taken_over')"
    return 1 + scalar(db, asked, organ) + SLIPS_PASSED_OVER * scalar(db, anew)


def was_given(db: Database, *, organ: str, slip: str, number: int) -> bool:
    """Tell whether the journal has this word of the province."""
    sql = "select 1 from given where organ = ? and slip = ? and number = ?"
    return one(db, sql, organ, slip, number) is not None


def delegated_owner(db: Database, *, organ: str, book: str, year: int) -> str:
    """Return who numbers a book of a year by the province's newest word on it, "" for none."""
    sql = "select body from journal where kind = 'register.delegated' and organ = ?"
    said = (events.read(row["body"], RegisterDelegated) for row in rows(db, sql, organ))
    found = [each for each in said if (each.book, each.year) == (book, year)]
    return max(found, key=lambda each: each.signed_at).owner if found else ""


def _one(db: Database, sql: str, *values: Value) -> Ask | None:
    row = one(db, sql, *values)
    return None if row is None else _ask(row)


def _ask(row: sqlite3.Row) -> Ask:
    return msgspec.convert(dict(row), Ask, strict=False)
