"""One row in one statement: what every number writes.

sqlite_utils reads the schema and opens a savepoint for each insert, and reads the row before each
update: five statements and more for one, which was the larger half of a stamp and of a recovery.
Rows of numbers come with columns of our own inside a transaction that is open, so their statement
is made once and sqlite3 keeps it prepared. Rows that few events write stay with sqlite_utils.
"""

from collections.abc import Mapping
from functools import cache

from sqlite_utils import Database

Row = Mapping[str, str | int | bytes | None]
"""Column → value. Table and columns are names in our code, never what somebody sent."""


def insert(db: Database, table: str, row: Row, *, ignore: bool = False) -> None:
    """Insert a row; one that is there already raises sqlite3.IntegrityError, or stays."""
    db.conn.execute(_insert(table, tuple(row), ignore=ignore), tuple(row.values()))


def update(db: Database, table: str, key: Row, change: Row) -> None:
    """Change the row of a primary key; raises LookupError where there is none."""
    sql = _update(table, tuple(key), tuple(change))
    if db.conn.execute(sql, (*change.values(), *key.values())).rowcount == 0:
        raise LookupError(table, *key.values())


@cache
def _insert(table: str, columns: tuple[str, ...], *, ignore: bool) -> str:
    verb = "insert or ignore" if ignore else "insert"
    values = ", ".join("?" for _ in columns)
    return f"{verb} into {table} ({', '.join(columns)}) values ({values})"


@cache
def _update(table: str, key: tuple[str, ...], columns: tuple[str, ...]) -> str:
    change = ", ".join(f"{column} = ?" for column in columns)
    where = " and ".join(f"{column} = ?" for column in key)
    return f"update {table} set {change} where {where}"  # noqa: S608 - names of our own
