"""Reading the office: organs, people, registers, certificates."""

import msgspec
from sqlite_utils import Database

from vanthu_server.commune.domain.organ import Organ
from vanthu_server.commune.domain.person import Person
from vanthu_server.commune.storage.rows import Value, one, rows
from vanthu_sync import wire
from vanthu_sync.errors import Refused
from vanthu_sync.events import CertificateBound
from vanthu_sync.numbering import Register

ORGAN = "select id, code, name, parent, place, abbreviation, policy from organ"
REGISTER = "select organ, book, year, mark, epoch, owner, status from register"


def organs(db: Database) -> tuple[Organ, ...]:
    """Return the organs of the node, in the order they were added."""
    return tuple(Organ(**dict(row)) for row in rows(db, f"{ORGAN} order by seq, id"))


def organ(db: Database, organ: str) -> Organ:
    """Return one organ; raises Refused(NOT_FOUND)."""
    row = one(db, f"{ORGAN} where id = ?", organ)
    if row is None:
        raise Refused("NOT_FOUND", detail=organ)
    return Organ(**dict(row))


def person(db: Database, account: str) -> Person | None:
    """Return a person with all roles."""
    row = one(db, "select account, name, position from person where account = ?", account)
    if row is None:
        return None
    roles: dict[str, tuple[str, ...]] = {}
    for held in rows(db, "select organ, role from role where account = ? order by role", account):
        roles[held["organ"]] = (*roles.get(held["organ"], ()), held["role"])
    return Person(**dict(row), roles=roles)


def members(db: Database, *, organ: str) -> tuple[Person, ...]:
    """Return everybody with a role in an organ, by account."""
    sql = "select distinct account from role where organ = ? order by account"
    found = (person(db, row["account"]) for row in rows(db, sql, organ))
    return tuple(each for each in found if each is not None)


def people(db: Database, *, organ: str, role: str) -> tuple[wire.PersonRef, ...]:
    """Return who has a role in an organ (any role for ""), by name."""
    accounts = rows(
        db,
        "select distinct account from role where organ = ? and (? = '' or role = ?)",
        organ,
        role,
        role,
    )
    found = (person(db, row["account"]) for row in accounts)
    refs = (
        wire.PersonRef(
            account=each.account,
            name=each.name,
            position=each.position,
            roles=each.roles_in(organ),
        )
        for each in found
        if each is not None
    )
    return tuple(sorted(refs, key=lambda ref: (ref.name, ref.account)))


def register(db: Database, *, organ: str, book: str) -> Register | None:
    """Return the newest register of a book."""
    sql = f"{REGISTER} where organ = ? and book = ? order by year desc limit 1"
    row = one(db, sql, organ, book)
    return None if row is None else Register(**dict(row))


def registers(db: Database, *, organ: str, exposed: int) -> tuple[Register, ...]:
    """Return all registers of an organ, newest first, their mark as far as it is exposed."""
    found = rows(db, f"{REGISTER} where organ = ? order by year desc, book", organ)
    return tuple(_as_exposed(db, Register(**dict(row)), exposed) for row in found)


def certificate(db: Database, *, holder: str, role: str) -> CertificateBound | None:
    """Return the certificate that signs for a holder in a role."""
    row = one(db, "select body from certificate where holder = ? and role = ?", holder, role)
    return None if row is None else msgspec.json.decode(row["body"], type=CertificateBound)


def certificates(db: Database, *, organ: str) -> tuple[CertificateBound, ...]:
    """Return every certificate bound in an organ."""
    bound = (
        msgspec.json.decode(row["body"], type=CertificateBound)
        for row in rows(db, "select body from certificate order by seq")
    )
    return tuple(each for each in bound if each.organ == organ)


def _as_exposed(db: Database, register: Register, exposed: int) -> Register:
    values: tuple[Value, ...] = (register.organ, register.book, register.year, exposed)
    row = one(
        db,
        "select max(number) as mark from number"
        " where organ = ? and book = ? and year = ? and seq <= ?",
        *values,
    )
    mark = 0 if row is None or row["mark"] is None else int(row["mark"])
    return msgspec.structs.replace(register, mark=mark)
