"""Rows of the office: organs, people, roles, certificates."""

from sqlite_utils import Database

from vanthu_server.projection.bodies import body
from vanthu_sync.events import (
    CertificateBound,
    OrganAdded,
    PersonAdded,
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
