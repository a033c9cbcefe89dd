"""Rows of the office: organs, people, roles, certificates, registers and their numbers."""

import msgspec
from sqlite_utils import Database

from vanthu_server.projection.bodies import body
from vanthu_sync.events import (
    CertificateBound,
    NumberChanged,
    OrganAdded,
    PersonAdded,
    RegisterOpened,
    RolesGiven,
)
from vanthu_sync.journal import Event


def organ_added(db: Database, event: Event) -> None:
    """An organ, or its newer data."""
    organ = body(event, OrganAdded)
    db.table("organ").insert(
        {
            "id": organ.id,
            "code": organ.code,
            "name": organ.name,
            "parent": organ.parent,
            "place": organ.place,
            "abbreviation": organ.abbreviation,
            "policy": organ.policy,
            "seq": event.header.seq,
        },
        replace=True,
    )


def person_added(db: Database, event: Event) -> None:
    """A person, or the newer name and position."""
    person = body(event, PersonAdded)
    db.table("person").insert(
        {
            "account": person.account,
            "name": person.name,
            "position": person.position,
            "seq": event.header.seq,
        },
        replace=True,
    )


def roles_given(db: Database, event: Event) -> None:
    """The roles of a person in an organ replace the earlier ones."""
    given = body(event, RolesGiven)
    db.table("role").delete_where("account = ? and organ = ?", [given.account, given.organ])
    for role in given.roles:
        db.table("role").insert(
            {"account": given.account, "organ": given.organ, "role": role}, ignore=True
        )


def certificate_bound(db: Database, event: Event) -> None:
    """The certificate that signs for a holder replaces the earlier one."""
    bound = body(event, CertificateBound)
    db.table("certificate").insert(
        {
            "holder": bound.holder,
            "role": bound.role,
            "seq": event.header.seq,
            "body": event.body,
        },
        replace=True,
    )


def register_opened(db: Database, event: Event) -> None:
    """A new book of a year, its mark at 0."""
    opened = body(event, RegisterOpened)
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


def number_row(db: Database, taken: "NumberTaken") -> None:
    """Note a number as issued and raise the mark to it; a number taken before is an error.

    Raises sqlite3.IntegrityError (NB2: a number is never given to another entry).
    """
    row = msgspec.structs.asdict(taken)
    db.table("number").insert({**row, "state": "issued", "reason": ""})
    db.conn.execute(
        "update register set mark = max(mark, ?) where organ = ? and book = ? and year = ?",
        (taken.number, taken.organ, taken.book, taken.year),
    )


class NumberTaken(msgspec.Struct, frozen=True, kw_only=True):
    """A number that the event at `seq` gave to a document."""

    organ: str
    book: str
    year: int
    number: int
    document: str
    seq: int


def number_changed(db: Database, event: Event) -> None:
    """A number's new state with its reason."""
    changed = body(event, NumberChanged)
    db.conn.execute(
        "update number set state = ?, reason = ?"
        " where organ = ? and book = ? and year = ? and number = ?",
        (
            changed.state,
            changed.reason,
            event.header.organ,
            changed.book,
            changed.year,
            changed.number,
        ),
    )
