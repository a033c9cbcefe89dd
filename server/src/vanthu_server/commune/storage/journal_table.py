"""The journal in the database: append, read, take bodies out."""

import sqlite3
from typing import Final

from sqlite_utils import Database

from vanthu_server.commune.storage.rows import one, rows
from vanthu_server.projection.row import insert
from vanthu_sync.journal import Event, Head, Header, start

HEAD: Final = (
    "select (select journal from node) as name, epoch, seq, hash from journal"
    " order by seq desc limit 1"
)


def make(db: Database, journal: str) -> None:
    """Name the journal of a new database."""
    db.table("node").insert({"one": 1, "journal": journal})


def journal_name(db: Database) -> str | None:
    """Return the journal's id, None before the node was set up."""
    row = one(db, "select journal from node")
    return None if row is None else str(row["journal"])


def head(db: Database) -> Head:
    """Return the head of the journal."""
    row = one(db, HEAD)
    if row is None:
        return start(journal_name(db) or "")
    return Head(journal=row["name"] or "", epoch=row["epoch"], seq=row["seq"], hash=row["hash"])


def head_at(db: Database, seq: int) -> Head:
    """Return the head after the event `seq`; 0 is the start."""
    name = journal_name(db) or ""
    row = one(db, "select epoch, seq, hash from journal where seq = ?", seq)
    if row is None:
        return start(name)
    return Head(journal=name, epoch=row["epoch"], seq=row["seq"], hash=row["hash"])


def append(db: Database, event: Event) -> None:
    """Write one event; its place is taken once only (primary key)."""
    header = event.header
    insert(
        db,
        "journal",
        {
            "seq": header.seq,
            "v": header.v,
            "epoch": header.epoch,
            "kind": header.kind,
            "organ": header.organ,
            "policy": header.policy,
            "at": header.at,
            "actor": header.actor,
            "op": header.op,
            "body_hash": header.body,
            "prev": header.prev,
            "hash": event.hash,
            "nonce": event.nonce,
            "body": event.body,
        },
    )


def cut(db: Database, *, after: int) -> None:
    """Take out all events after `after`: a branch of the chain that lost."""
    db.table("journal").delete_where("seq > ?", [after])


def events(db: Database, *, after: int, limit: int) -> tuple[Event, ...]:
    """Return up to `limit` events after the seq `after`, in order."""
    name = journal_name(db) or ""
    found = rows(db, "select * from journal where seq > ? order by seq limit ?", after, limit)
    return tuple(_event(name, row) for row in found)


def event(db: Database, seq: int) -> Event:
    """Return the event at `seq`; raises LookupError."""
    row = one(db, "select * from journal where seq = ?", seq)
    if row is None:
        raise LookupError(seq)
    return _event(journal_name(db) or "", row)


def hashes(db: Database, *, first: int) -> dict[int, str]:
    """Return seq → chain hash from `first` on."""
    found = rows(db, "select seq, hash from journal where seq >= ?", first)
    return {row["seq"]: row["hash"] for row in found}


def _event(journal: str, row: sqlite3.Row) -> Event:
    header = Header(
        v=row["v"],
        journal=journal,
        epoch=row["epoch"],
        seq=row["seq"],
        kind=row["kind"],
        organ=row["organ"],
        policy=row["policy"],
        at=row["at"],
        actor=row["actor"],
        op=row["op"],
        body=row["body_hash"],
        prev=row["prev"],
    )
    return Event(header=header, nonce=row["nonce"], body=row["body"])
