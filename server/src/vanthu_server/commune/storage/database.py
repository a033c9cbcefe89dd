"""The SQLite file of the node: one writing connection, a reading one a request.

Rules:
1. WAL and synchronous=FULL: what was committed survives the power cut.
2. Every write is inside an explicit BEGIN IMMEDIATE; the driver never begins one by itself
   (isolation_level None). sqlite-utils is pinned to a version that leaves such a transaction
   open (tests/commune/storage/test_database.py).
3. What is deleted is overwritten (secure_delete): Gỡ nội dung leaves no copy in free pages.
4. The schema is alembic's, additive only.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import sqlalchemy
from alembic import command
from alembic.config import Config
from sqlite_utils import Database

MIGRATIONS: Final = Path(__file__).parent / "migrations"
BUSY_SECONDS: Final = 10
"""A second process on the file waits this long before it is told that the node is busy."""

PRAGMAS: Final = ("journal_mode = wal", "synchronous = full", "secure_delete = on")

READER_MILLISECONDS: Final = 500
"""A reading takes milliseconds; one that takes longer is waited for at the next write."""


def connect(path: Path, *, writing: bool) -> Database:
    """Open the database; a reading connection cannot write; raises sqlite3.Error."""
    connection = sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS
    )
    connection.row_factory = sqlite3.Row
    try:
        for pragma in PRAGMAS:
            connection.execute(f"pragma {pragma}")
        connection.execute(f"pragma query_only = {'off' if writing else 'on'}")
    except sqlite3.Error:
        connection.close()
        raise
    return Database(connection, execute_plugins=False)


def truncate_wal(db: Database) -> bool:
    """Empty the WAL, so that nothing overwritten is left in it; False while a reader is at work."""
    db.conn.execute(f"pragma busy_timeout = {READER_MILLISECONDS}")
    busy, *_ = db.conn.execute("pragma wal_checkpoint(truncate)").fetchone()
    db.conn.execute(f"pragma busy_timeout = {BUSY_SECONDS * 1000}")
    return not busy


def migrate(path: Path) -> None:
    """Bring the file to the newest schema; makes it where there is none."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = sqlalchemy.create_engine(f"sqlite:///{path}")
    try:
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


@contextmanager
def snapshot(db: Database) -> Iterator[None]:
    """One read transaction: all statements in it see the same state."""
    db.conn.execute("begin")
    try:
        yield
    finally:
        db.conn.execute("rollback")
