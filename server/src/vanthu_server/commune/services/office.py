"""Setting the office up: organs, registers, people, certificates (R-GEN-02, R-ACC-06, R-SIG-02).

These are the administrator's acts, by the command line or by the administrator's requests.
"""

import base64
import re
from typing import Final

import msgspec

from vanthu_server.commune.domain import rights
from vanthu_server.commune.domain.ports import NODE, Author, Clock, Ledger, Unit
from vanthu_server.commune.services.command import Policies
from vanthu_sync.body import Body
from vanthu_sync.clock import vietnam_day
from vanthu_sync.errors import Refused
from vanthu_sync.events import (
    CertificateBound,
    NodeStarted,
    OrganAdded,
    PersonAdded,
    RolesGiven,
)
from vanthu_sync.register_events import RegisterOpened
from vanthu_sync.text import mend
from vanthu_sync.vocabulary import Book, Role
from vanthu_sync.wire import Notice

ACCOUNT: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


class NewPerson(msgspec.Struct, frozen=True, kw_only=True):
    """A person of an organ, as the administrator enters them."""

    account: str
    name: str
    organ: str
    roles: tuple[str, ...]
    position: str = ""


class OfficeSetup:
    """The administrator's acts; `actor` is the account that does them, "" at the command line."""

    def __init__(self, ledger: Ledger, *, clock: Clock, policies: Policies) -> None:
        self._ledger = ledger
        self._clock = clock
        self._policies = policies

    def start(self, *, name: str, key: bytes) -> None:
        """Write the journal's first event."""
        with self._ledger.write() as unit:
            if unit.head().seq == 0:
                text = base64.b64encode(key).decode("ascii")
                self._record(unit, NodeStarted(name=mend(name), key=text), organ="", policy="")

    def add_organ(self, organ: OrganAdded) -> None:
        """Add an organ and open this year's two registers for it."""
        today = vietnam_day(self._clock.now())
        policy = self._policies.version(organ.policy, today)
        with self._ledger.write() as unit:
            self._record(unit, organ, organ=organ.id, policy=policy)
            for book in Book:
                if unit.register(organ.id, book) is None:
                    opened = RegisterOpened(book=book, year=today.year)
                    self._record(unit, opened, organ=organ.id, policy=policy)

    def add_person(self, person: NewPerson, *, actor: str = "") -> None:
        """Add a person, or give an existing one new roles.

        Raises Refused: FIELDS_INVALID; RIGHT_MISSING for an account that also belongs to an
        organ of which `actor` is no administrator.
        """
        problems = _problems(person)
        if problems:
            raise Refused("FIELDS_INVALID", fields=problems)
        with self._ledger.write() as unit:
            organ = unit.organ(person.organ)
            if actor:
                _require_own(unit, person.account, actor)
            policy = self._policies.version(organ.policy, vietnam_day(self._clock.now()))
            added = PersonAdded(
                account=person.account, name=mend(person.name), position=mend(person.position)
            )
            given = RolesGiven(account=person.account, organ=person.organ, roles=person.roles)
            for body in (added, given):
                unit.record(body, organ=person.organ, policy=policy, by=Author(account=actor))

    def bind_certificate(self, bound: CertificateBound, *, actor: str = "") -> None:
        """Say which certificate signs for a person of an organ, or for the organ itself.

        Raises Refused: NOT_FOUND for a person who has no part in the organ; RIGHT_MISSING for
        one who also belongs to an organ of which `actor` is no administrator.
        """
        with self._ledger.write() as unit:
            organ = unit.organ(bound.organ)
            if bound.role == "person":
                _require_member(unit, bound.holder, bound.organ)
                if actor:
                    _require_own(unit, bound.holder, actor)
            policy = self._policies.version(organ.policy, vietnam_day(self._clock.now()))
            unit.record(bound, organ=bound.organ, policy=policy, by=Author(account=actor))

    def _record(self, unit: Unit, body: Body, *, organ: str, policy: str) -> None:
        unit.record(body, organ=organ, policy=policy, by=NODE)


def _require_own(unit: Unit, account: str, actor: str) -> None:
    known, administrator = unit.person(account), unit.person(actor)
    if known is None:
        return
    for organ in known.roles:
        if administrator is None or not rights.may(administrator, "office.manage", organ):
            detail = "Tài khoản này còn thuộc cơ quan khác trên máy xã."
            raise Refused("RIGHT_MISSING", detail=detail)


def _require_member(unit: Unit, account: str, organ: str) -> None:
    person = unit.person(account)
    if person is None or not person.roles_in(organ):
        raise Refused("NOT_FOUND", detail=account)


def _problems(person: NewPerson) -> tuple[Notice, ...]:
    checks = (
        (
            "account",
            ACCOUNT.fullmatch(person.account) is not None,
            "Tên đăng nhập: 2-40 chữ thường không dấu, số, dấu chấm hoặc gạch.",
        ),
        ("name", bool(person.name.strip()), "Nhập họ và tên."),
        (
            "roles",
            bool(person.roles) and set(person.roles) <= set(Role),
            "Vai trò là van_thu, lanh_dao, chuyen_vien hoặc quan_tri.",
        ),
    )
    return tuple(
        Notice(code="FIELD_INVALID", text=text, field=field)
        for field, good, text in checks
        if not good
    )
