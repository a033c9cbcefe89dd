"""Databases to begin with, made once a process: a furnished node, and a branch of it."""

import random
from functools import cache
from typing import Final, NamedTuple

from tools.simulator.port import CLERK, JOURNAL, LEADER, ORGAN
from tools.simulator.store.linked import Linked
from tools.simulator.store.machine import POLICIES, Chance, StoreMachine
from tools.simulator.store.memory import empty
from tools.simulator.virtual_time import Time
from tools.simulator.world import Make
from vanthu_server.commune.domain.holding import Holder
from vanthu_server.commune.domain.ports import NODE
from vanthu_server.commune.services.office import NewPerson, OfficeSetup
from vanthu_sync.events import OrganAdded

OFFICE: Final = OrganAdded(
    id=ORGAN,
    code="H01.12.34",
    name="Ủy ban nhân dân xã Đồng Hòa",
    parent="",
    place="Đồng Hòa",
    abbreviation="UBND",
    policy="nd30-2020",
)
PEOPLE: Final = (
    NewPerson(account=CLERK.account, name=CLERK.name, organ=ORGAN, roles=("van_thu",)),
    NewPerson(account=LEADER.account, name=LEADER.name, organ=ORGAN, roles=("lanh_dao",)),
)


class Furnished(NamedTuple):
    """A data folder and its sidecar."""

    image: bytes
    side: tuple[Linked, ...]


@cache
def furnished() -> Furnished:
    """Return a node with an organ, its books of the year and two people."""
    return _made(JOURNAL, branch=False)


@cache
def branch() -> Furnished:
    """Return a branch: the organ without books, a journal of its own."""
    return _made("b" * 16, branch=True)


def _made(journal: str, *, branch: bool) -> Furnished:
    machine = StoreMachine(Time(), "mau", binding="", chance=Chance(random.Random(0)))
    machine.disk.replace(empty())
    machine.on = True
    machine.assemble()
    machine.ledger.name(journal)
    machine.boot()
    setup = OfficeSetup(machine.ledger, clock=machine.trusted, policies=POLICIES())
    setup.start(name="Máy văn thư xã Đồng Hòa", key=b"k" * 32)
    if branch:
        machine.holders.keep(Holder(standing="branch"))
        with machine.ledger.write() as unit:
            unit.record(OFFICE, organ=ORGAN, policy="", by=NODE)
    else:
        machine.holders.confirm_day(machine.time.today)
        machine.door.check()
        setup.add_organ(OFFICE)
        for person in PEOPLE:
            setup.add_person(person)
    machine.holders.keep(Holder(standing="branch" if branch else "owner", machine=""))
    return Furnished(machine.disk.image(), tuple(machine.side.events))


def stores() -> Make:
    """Return a factory of machines of the store level, of one world."""
    chance = Chance(random.Random(1))

    def make(time: Time, name: str, binding: str) -> StoreMachine:
        return StoreMachine(
            time,
            name,
            binding=binding,
            chance=chance,
            furnished=furnished,
            branched=branch,
        )

    return make
