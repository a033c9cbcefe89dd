"""Reading rows by name from the database."""

import sqlite3
from typing import Final

from sqlite_utils import Database

Value = str | int | bytes | None

EVERYTHING: Final = 2**62
"""As the exposed seq, where no event is hidden: inside a write, or where no number is shown."""


def rows(db: Database, sql: str, *values: Value) -> list[sqlite3.Row]:
    """Return all rows of a query."""
    found: list[sqlite3.Row] = db.conn.execute(sql, values).fetchall()
    return found


def one(db: Database, sql: str, *values: Value) -> sqlite3.Row | None:
    """Return the first row of a query, None where there is none."""
    row: sqlite3.Row | None = db.conn.execute(sql, values).fetchone()
    return row


def scalar(db: Database, sql: str, *values: Value) -> int:
    """Return the single integer of a query, 0 where it is null."""
    row = one(db, sql, *values)
    return int(row[0] or 0) if row is not None else 0
