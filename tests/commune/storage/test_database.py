"""What rule 1 to 4 of `database.py` promise, asked of the libraries themselves."""

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from vanthu_server.commune.storage.database import connect, migrate, snapshot, truncate_wal


def values(db: Database) -> list[int]:
    return [row[0] for row in db.conn.execute("select value from probe order by value")]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "a.sqlite"
    db = connect(place, writing=True)
    db.conn.execute("create table probe (value integer primary key, text text)")
    db.conn.close()
    return place


def test_what_is_committed_is_synced_before_the_commit_returns(path: Path) -> None:
    db = connect(path, writing=True)
    try:
        assert db.conn.execute("pragma journal_mode").fetchone()[0] == "wal"
        assert db.conn.execute("pragma synchronous").fetchone()[0] == 2
        assert db.conn.execute("pragma secure_delete").fetchone()[0] == 1
    finally:
        db.conn.close()


@pytest.mark.parametrize("way", ["insert", "update", "delete", "upsert", "insert_all"])
def test_sqlite_utils_leaves_an_open_transaction_open(path: Path, way: str) -> None:
    """An older version commits it: then a number could be durable before its journal event."""
    db = connect(path, writing=True)
    db.table("probe").insert({"value": 1, "text": "a"})
    db.conn.execute("begin immediate")
    table = db.table("probe", pk="value")
    match way:
        case "insert":
            table.insert({"value": 2, "text": "b"})
        case "update":
            table.update(1, {"text": "b"})
        case "delete":
            table.delete_where("value = ?", [1])
        case "upsert":
            table.upsert({"value": 1, "text": "b"})
        case _:
            table.insert_all([{"value": 2, "text": "b"}, {"value": 3, "text": "c"}])

    assert db.conn.in_transaction
    db.conn.execute("rollback")

    assert [tuple(row) for row in db.conn.execute("select * from probe")] == [(1, "a")]
    db.conn.close()


def test_a_reading_connection_cannot_write(path: Path) -> None:
    db = connect(path, writing=False)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.table("probe").insert({"value": 1})
    db.conn.close()


def test_a_snapshot_does_not_see_what_is_written_meanwhile(path: Path) -> None:
    writer, reader = connect(path, writing=True), connect(path, writing=False)
    writer.table("probe").insert({"value": 1})
    with snapshot(reader):
        assert values(reader) == [1]
        writer.table("probe").insert({"value": 2})
        assert values(reader) == [1]
    assert values(reader) == [1, 2]
    writer.conn.close()
    reader.conn.close()


def test_a_reader_at_work_keeps_the_wal_and_its_end_lets_it_go(path: Path) -> None:
    writer, reader = connect(path, writing=True), connect(path, writing=False)
    wal = path.with_name(path.name + "-wal")
    with snapshot(reader):
        values(reader)
        writer.table("probe").insert({"value": 1})
        assert truncate_wal(writer) is False
    assert truncate_wal(writer) is True
    assert wal.stat().st_size == 0
    writer.conn.close()
    reader.conn.close()


def test_what_is_no_database_is_an_error_and_leaves_no_connection(tmp_path: Path) -> None:
    place = tmp_path / "a.sqlite"
    place.write_bytes(b"something else entirely" * 100)

    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        connect(place, writing=True)


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    place = tmp_path / "a.sqlite"
    migrate(place)
    before = schema(place)

    migrate(place)

    assert schema(place) == before
    assert "journal" in before


def schema(place: Path) -> dict[str, str]:
    db = connect(place, writing=False)
    try:
        sql = "select name, coalesce(sql, '') from sqlite_master order by name"
        return dict(db.conn.execute(sql))
    finally:
        db.conn.close()


def test_every_table_is_strict_so_that_a_wrong_type_is_an_error_at_once(tmp_path: Path) -> None:
    place = tmp_path / "a.sqlite"
    migrate(place)

    loose = [
        name
        for name, sql in schema(place).items()
        if sql.startswith(("CREATE TABLE", "create table"))
        if "strict" not in sql.lower() and "_search" not in name and name != "alembic_version"
    ]

    assert loose == []
