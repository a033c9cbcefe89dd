"""Who may do what: one table, checked in one place (R-ACC-07).

A quản trị sees to accounts and machines and touches no document (R-SEC-11).
"""

from typing import Final

from vanthu_server.commune.domain.person import Person
from vanthu_sync.errors import Refused
from vanthu_sync.vocabulary import Role

CLERK, LEADER, OFFICER = Role.CLERK, Role.LEADER, Role.OFFICER

RIGHTS: Final[dict[str, frozenset[Role]]] = {
    "read": frozenset({CLERK, LEADER, OFFICER}),
    "read.state": frozenset({CLERK, LEADER, OFFICER, Role.ADMINISTRATOR}),
    "read.inbox": frozenset({CLERK}),
    "office.manage": frozenset({Role.ADMINISTRATOR}),
    "upload": frozenset({CLERK, LEADER, OFFICER}),
    "register.open": frozenset({CLERK}),
    "incoming.register": frozenset({CLERK}),
    "document.attach": frozenset({CLERK}),
    "content.remove": frozenset({CLERK, LEADER}),
    "inbox.check": frozenset({CLERK}),
    "inbox.accept": frozenset({CLERK}),
    "inbox.return": frozenset({CLERK}),
    "number.void": frozenset({CLERK, LEADER}),
    "number.take_back": frozenset({CLERK}),
    "incoming.reenter": frozenset({CLERK}),
    "outgoing.reenter": frozenset({CLERK}),
    "paper.attach": frozenset({CLERK}),
    "register.close": frozenset({CLERK}),
    "register.withdraw": frozenset({CLERK}),
    "copy.number": frozenset({CLERK}),
    "lease.grant": frozenset({CLERK, LEADER}),
    "lease.close": frozenset({CLERK, LEADER}),
    "device.code": frozenset({CLERK, Role.ADMINISTRATOR}),
    "device.lose": frozenset({CLERK, LEADER, Role.ADMINISTRATOR}),
    "device.enrol": frozenset({CLERK, Role.ADMINISTRATOR}),
    "device.read": frozenset({CLERK, LEADER, Role.ADMINISTRATOR}),
    "device.revoke": frozenset({CLERK, LEADER, Role.ADMINISTRATOR}),
    "site.leave": frozenset({CLERK, LEADER, Role.ADMINISTRATOR}),
    "stray.settle": frozenset({CLERK}),
    "site.code": frozenset({CLERK, Role.ADMINISTRATOR}),
    "witness.forget": frozenset({LEADER, Role.ADMINISTRATOR}),
    "opening.answer": frozenset({CLERK}),
    "outgoing.draft": frozenset({CLERK, LEADER, OFFICER}),
    "outgoing.submit": frozenset({CLERK, LEADER, OFFICER}),
    "outgoing.send_back": frozenset({CLERK, LEADER}),
    "outgoing.sign": frozenset({LEADER}),
    "outgoing.number": frozenset({CLERK}),
    "outgoing.seal": frozenset({CLERK}),
    "outgoing.issue": frozenset({CLERK}),
}
"""Right or command → the roles that carry it."""


def may(person: Person, right: str, organ: str) -> bool:
    """Tell whether `person` holds `right` in `organ`."""
    return not RIGHTS[right].isdisjoint(person.roles_in(organ))


def require(person: Person, right: str, organ: str) -> None:
    """Raise Refused(RIGHT_MISSING) unless `person` holds `right` in `organ`."""
    if not may(person, right, organ):
        raise Refused("RIGHT_MISSING")
