"""Rows of who holds the registers: books of a year, sites, take-overs, stray entries."""

import msgspec
from sqlite_utils import Database

from vanthu_server.projection.bodies import body, touch
from vanthu_server.projection.numbers import begun_on_paper
from vanthu_sync.journal import Event
from vanthu_sync.register_events import (
    ClockCorrected,
    EntryStrayed,
    NodeTakenOver,
    RegisterClosed,
    RegisterDelegated,
    RegisterOpened,
    RegisterWithdrawn,
    SiteJoined,
    SiteLeft,
    SiteReceived,
    TakeOverRatified,
)


def register_opened(db: Database, event: Event) -> None:
    """A new book of a year; the ones before it are closing (NB17).

    Its mark is 0, or the last number that it has on paper already (NB22).
    """
    opened = body(event, RegisterOpened)
    _turn(db, event, opened.book, opened.year, old="open", new="closing")
    db.table("register").insert(
        {
            "organ": event.header.organ,
            "book": opened.book,
            "year": opened.year,
            "mark": 0,
            "epoch": event.header.epoch,
            "owner": opened.owner,
            "status": "open",
            "seq": event.header.seq,
        }
    )
    begun_on_paper(db, event, opened)


def register_withdrawn(db: Database, event: Event) -> None:
    """A book opened by mistake goes, since it has no number; the newest before it is open."""
    gone = body(event, RegisterWithdrawn)
    key = (event.header.organ, gone.book, gone.year)
    db.conn.execute(
        "delete from register where organ = ? and book = ? and year = ? and mark = 0", key
    )
    db.conn.execute(
        "update register set status = 'open' where organ = ? and book = ? and status = 'closing'"
        " and year = (select max(year) from register where organ = ? and book = ?)",
        (*key[:2], *key[:2]),
    )


def register_closed(db: Database, event: Event) -> None:
    """Khóa sổ: no number comes from it any more."""
    closed = body(event, RegisterClosed)
    key = (event.header.organ, closed.book, closed.year)
    db.table("register").update(key, {"status": "closed"})


def register_delegated(db: Database, event: Event) -> None:
    """Who numbers a book of a year, as the province says (NB18).

    Of a book that is not open yet the journal alone keeps it: opening it says the owner.
    """
    said = body(event, RegisterDelegated)
    db.conn.execute(
        "update register set owner = ? where organ = ? and book = ? and year = ?",
        (said.owner, event.header.organ, said.book, said.year),
    )


def site_joined(db: Database, event: Event) -> None:
    """A follower or branch of this journal."""
    site = body(event, SiteJoined)
    row = msgspec.structs.asdict(site)
    fresh = {"head_seq": 0, "head_hash": "", "left_at": "", "reason": "", "seq": event.header.seq}
    db.table("site").insert({**row, **fresh})


def site_left(db: Database, event: Event) -> None:
    """A site that is none any more; its leases stay leased until they are closed."""
    left = body(event, SiteLeft)
    db.conn.execute(
        "update site set left_at = ?, reason = ? where id = ?",
        (event.header.at, left.reason, left.id),
    )


def site_received(db: Database, event: Event) -> None:
    """How far a branch's journal is taken in."""
    received = body(event, SiteReceived)
    db.conn.execute(
        "update site set head_seq = ?, head_hash = ? where id = ?",
        (received.seq, received.head, received.id),
    )


def taken_over(db: Database, event: Event) -> None:
    """Another machine holds the registers, under a new epoch (NB25)."""
    over = body(event, NodeTakenOver)
    db.table("take_over").insert(
        {
            "epoch": over.epoch,
            "at": event.header.at,
            "reason": over.reason,
            "clerk": over.clerk,
            "leader": over.leader,
            "machine": over.machine,
            "key": over.key,
            "ratified_at": "",
            "ratified_by": "",
            "seq": event.header.seq,
        }
    )
    db.conn.execute("update register set epoch = ? where status <> 'closed'", (event.header.epoch,))


def ratified(db: Database, event: Event) -> None:
    """The province approved a take-over."""
    approved = body(event, TakeOverRatified)
    db.conn.execute(
        "update take_over set ratified_at = ?, ratified_by = ? where epoch = ?",
        (approved.at, approved.by, approved.epoch),
    )


def strayed(db: Database, event: Event) -> None:
    """An entry of a branch of the chain that lost: kept whole until it is settled (NB27).

    What waited there for the province's number and got it is settled by the entry with its number.
    """
    stray = body(event, EntryStrayed)
    if stray.number:
        db.conn.execute(
            "update stray set settled_as = ? where document = ? and kind = 'number.asked'",
            (stray.number, stray.id),
        )
    row = msgspec.structs.asdict(stray)
    row["document"] = row.pop("id")
    held = "select number from incoming where id = ?"
    settled = db.conn.execute(held, (stray.id,)).fetchone()
    known = {"organ": event.header.organ, "seq": event.header.seq}
    known["settled_as"] = None if settled is None else settled[0]
    db.table("stray").insert({**row, **known}, ignore=True)
    touch(db, event, stray.id)


def clock_corrected(db: Database, event: Event) -> None:
    """How far the machine's clock is off, from here on (CK4)."""
    corrected = body(event, ClockCorrected)
    db.table("clock_correction").insert(
        {
            "one": 1,
            "seconds": corrected.seconds,
            "basis": corrected.basis,
            "seq": event.header.seq,
        },
        replace=True,
    )


def _turn(db: Database, event: Event, book: str, year: int, *, old: str, new: str) -> None:
    db.conn.execute(
        "update register set status = ? where organ = ? and book = ? and year < ? and status = ?",
        (new, event.header.organ, book, year, old),
    )
