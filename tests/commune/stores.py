"""What lies on a node's disk, read beside the node: journal, sidecar, rows, numbers.

`assert_whole` is the checker of every crash and recovery test; tests/commune/test_stores.py
shows that it can fail.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database

from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.storage.database import connect
from vanthu_server.commune.storage.rebuild import dump, verify_chain
from vanthu_server.commune.storage.rows import rows
from vanthu_server.commune.storage.rows_again import all_events
from vanthu_server.projection import TABLES, apply
from vanthu_sync import sidecar
from vanthu_sync.events import IncomingRegistered, read
from vanthu_sync.journal import Event


@contextmanager
def database(config: NodeConfig, *, writing: bool = False) -> Iterator[Database]:
    """Open the node's database beside it."""
    db = connect(config.database, writing=writing)
    try:
        yield db
    finally:
        db.conn.close()


def journal(config: NodeConfig) -> tuple[Event, ...]:
    """Return all events of the database."""
    with database(config) as db:
        return tuple(all_events(db))


def sidecar_events(config: NodeConfig) -> tuple[Event, ...]:
    """Return all events of the sidecar; raises SidecarDamaged."""
    return sidecar.read(config.sidecar.read_bytes()).events


def numbers_in_order(config: NodeConfig, organ: str) -> list[int]:
    """Return the arrival numbers of an organ in the order of their commits."""
    return [
        read(event.body, IncomingRegistered).number
        for event in journal(config)
        if event.header.kind == "incoming.registered"
        and event.header.organ == organ
        and event.body is not None
    ]


def operations_of(config: NodeConfig) -> dict[str, int]:
    """Return operation id → arrival number of every registration with content."""
    return {
        event.header.op: read(event.body, IncomingRegistered).number
        for event in journal(config)
        if event.header.kind == "incoming.registered" and event.body is not None
    }


def tables(config: NodeConfig) -> dict[str, tuple[str, ...]]:
    """Return all projection rows as text."""
    with database(config) as db:
        return dump(db)


def tables_made_again(config: NodeConfig) -> dict[str, tuple[str, ...]]:
    """Return the rows that the journal gives when applied again; the node's are not touched."""
    with database(config, writing=True) as db:
        db.conn.execute("begin immediate")
        try:
            for table in TABLES:
                db.conn.execute(f"delete from {table}")  # noqa: S608 - a name of our own
            for event in all_events(db):
                apply(db, event)
            return dump(db)
        finally:
            db.conn.execute("rollback")


def gaps(config: NodeConfig) -> list[str]:
    """Return what is wrong with the numbers: holes, doubles, inversions, a mark elsewhere."""
    found = []
    sql = "select organ, book, year, mark from register order by 1, 2, 3"
    with database(config) as db:
        for register in rows(db, sql):
            place = (register["organ"], register["book"], register["year"])
            taken = rows(
                db,
                "select number, again or lease <> '' or holder <> '' as late from number"
                " where organ = ? and book = ? and year = ? order by seq, number",
                *place,
            )
            numbers = [row["number"] for row in taken]
            in_order = [row["number"] for row in taken if not row["late"]]
            whole = sorted(numbers) == list(range(1, register["mark"] + 1))
            if not whole or in_order != sorted(in_order):
                found.append(f"{place}: {numbers}, mark {register['mark']}")
    return found


def assert_whole(config: NodeConfig) -> None:
    """Assert that chain, sidecar, rows and numbers of a stopped node fit together."""
    with database(config) as db:
        verify_chain(db)
    assert sidecar_events(config) == journal(config)
    assert gaps(config) == []
    assert tables(config) == tables_made_again(config)
