"""From events to rows: rules that hold below any service."""

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from vanthu_server.commune.storage.database import connect, migrate
from vanthu_server.projection import APPLIERS, TABLES, apply
from vanthu_server.projection.symbol import join, outgoing, search_words
from vanthu_sync import events, journal
from vanthu_sync.body import Body
from vanthu_sync.events import IncomingRegistered
from vanthu_sync.journal import Draft, Event, Head
from vanthu_sync.register_events import NumberChanged, RegisterOpened
from vanthu_sync.wire import IncomingFields


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    migrate(tmp_path / "a.sqlite")
    found = connect(tmp_path / "a.sqlite", writing=True)
    yield found
    found.conn.close()


class Chain:
    """Makes events of the product's own types and applies them."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._head = journal.start("j")

    def add(self, body: Body) -> Event:
        """Apply an event with this body."""
        draft = Draft(
            kind=events.kind_of(body),
            organ="ubnd",
            policy="p",
            actor="vanthu",
            op="",
            body=events.write(body),
        )
        event = journal.append(self._head, draft, nonce=b"n" * 16, at="2026-11-20T02:10:00.000Z")
        apply(self._db, event)
        self._head = Head(journal="j", epoch=1, seq=event.header.seq, hash=event.hash)
        return event


def registered(number: int, *, id: str = "") -> IncomingRegistered:  # noqa: A002 - the field's name
    fields = IncomingFields(subject="Về việc đất đai", organ_name="Sở Nội vụ")
    return IncomingRegistered(
        id=id or f"d{number}",
        year=2026,
        number=number,
        arrival_date=date(2026, 11, 20),
        fields=fields,
    )


def counts(db: Database) -> dict[str, int]:
    return {table: db.table(table).count for table in TABLES}


def test_nb2_a_number_that_is_taken_is_an_error_whoever_asks(db: Database) -> None:
    chain = Chain(db)
    chain.add(RegisterOpened(book="den", year=2026))
    chain.add(registered(1))

    with pytest.raises(sqlite3.IntegrityError, match="number"):
        chain.add(registered(1, id="other"))


def test_nb2_the_mark_never_falls(db: Database) -> None:
    chain = Chain(db)
    chain.add(RegisterOpened(book="den", year=2026))
    for number in (1, 5, 3):
        chain.add(registered(number))

    assert db.execute("select mark from register").fetchone()[0] == 5


def test_nb3_a_void_number_keeps_its_reason_and_its_place(db: Database) -> None:
    chain = Chain(db)
    chain.add(RegisterOpened(book="den", year=2026))
    chain.add(registered(1))

    chain.add(NumberChanged(book="den", year=2026, number=1, state="void", reason="Nhập trùng"))

    sql = "select number, state, reason from number"
    assert [tuple(row) for row in db.execute(sql)] == [(1, "void", "Nhập trùng")]


def test_an_event_of_an_unknown_kind_touches_no_row(db: Database) -> None:
    before = counts(db)
    draft = Draft(kind="x.new", organ="", policy="", actor="", op="", body={"a": 1})

    apply(db, journal.append(journal.start("j"), draft, nonce=b"n" * 16, at="x"))

    assert counts(db) == before


def test_an_event_without_its_body_touches_no_row_but_its_operation(db: Database) -> None:
    body = events.write(registered(1))
    draft = Draft(
        kind="incoming.registered", organ="o", policy="", actor="", op="a" * 32, body=body
    )
    event = journal.append(journal.start("j"), draft, nonce=b"n" * 16, at="x")
    before = counts(db)

    apply(db, event.without_body())

    assert counts(db) == {**before, "operation": 1}


def test_every_applier_is_for_a_kind_that_exists() -> None:
    assert set(APPLIERS) <= set(events.KINDS)


@pytest.mark.parametrize(
    ("number", "notation", "symbol"),
    [
        ("45", "UBND-NV", "45/UBND-NV"),
        ("07", "-KH/ĐU", "07-KH/ĐU"),
        ("45", "", "45"),
        ("", "UBND", "UBND"),
        ("", "", ""),
    ],
)
def test_number_and_notation_join_as_they_are_printed(
    number: str, notation: str, symbol: str
) -> None:
    assert join(number, notation) == symbol


def test_an_outgoing_number_below_ten_has_a_zero() -> None:
    """NĐ 30/2020 Phụ lục I."""
    assert (outgoing(7, "TB-UBND"), outgoing(125, "TB-UBND")) == ("07/TB-UBND", "125/TB-UBND")
    assert search_words("07/TB-UBND") == "07/TB-UBND 07tbubnd"
