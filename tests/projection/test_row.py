"""One row in one statement: what the tables refuse stays refused."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from vanthu_server.commune.storage.database import connect
from vanthu_server.projection.row import insert, update


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    found = connect(tmp_path / "a.sqlite", writing=True)
    found.conn.execute("create table probe (one integer primary key, two text not null) strict")
    yield found
    found.conn.close()


def probes(db: Database) -> list[tuple[object, ...]]:
    return [tuple(row) for row in db.conn.execute("select one, two from probe order by one")]


def test_a_row_takes_one_statement(db: Database) -> None:
    said: list[str] = []
    db.conn.set_trace_callback(said.append)

    insert(db, "probe", {"one": 1, "two": "a"})
    update(db, "probe", {"one": 1}, {"two": "b"})

    assert said == [
        "insert into probe (one, two) values (1, 'a')",
        "update probe set two = 'b' where one = 1",
    ]


def test_a_key_that_is_taken_is_an_error_and_its_row_stays(db: Database) -> None:
    insert(db, "probe", {"one": 1, "two": "a"})

    with pytest.raises(sqlite3.IntegrityError):
        insert(db, "probe", {"one": 1, "two": "b"})

    insert(db, "probe", {"two": "c", "one": 1}, ignore=True)
    assert probes(db) == [(1, "a")]


def test_changing_a_row_that_is_not_there_is_an_error(db: Database) -> None:
    insert(db, "probe", {"one": 1, "two": "a"})

    with pytest.raises(LookupError, match="2"):
        update(db, "probe", {"one": 2}, {"two": "b"})

    assert probes(db) == [(1, "a")]
