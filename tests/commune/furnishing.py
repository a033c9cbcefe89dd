"""A furnished node: two organs of one commune with a person of every role, and its world."""

import random
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import argon2
from argon2.exceptions import VerificationError

from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.node import Node, SystemChance, SystemClock, World
from vanthu_server.commune.services.office import NewPerson, OfficeSetup
from vanthu_server.commune.services.passwords import require_strength
from vanthu_server.commune.storage import holder_table
from vanthu_server.commune.storage.database import connect
from vanthu_sync.clock import vietnam_day
from vanthu_sync.events import OrganAdded

PASSWORD: Final = "đồng lúa bên sông"
NODE_NAME: Final = "Máy văn thư xã Đồng Hòa"
UBND: Final = "ubnd-dong-hoa"
HDND: Final = "hdnd-dong-hoa"

ORGANS: Final = (
    OrganAdded(
        id=UBND,
        code="H01.12.34",
        name="Ủy ban nhân dân xã Đồng Hòa",
        parent="",
        place="Đồng Hòa",
        abbreviation="UBND",
        policy="nd30-2020",
    ),
    OrganAdded(
        id=HDND,
        code="H01.12.35",
        name="Hội đồng nhân dân xã Đồng Hòa",
        parent="",
        place="Đồng Hòa",
        abbreviation="HĐND",
        policy="nd30-2020",
    ),
)

PEOPLE: Final = (
    NewPerson(account="vanthu", name="Trần Thị Văn", organ=UBND, roles=("van_thu",)),
    NewPerson(
        account="chutich",
        name="Nguyễn Văn An",
        organ=UBND,
        roles=("lanh_dao",),
        position="Chủ tịch",
    ),
    NewPerson(account="chuyenvien", name="Lê Thị Hoa", organ=UBND, roles=("chuyen_vien",)),
    NewPerson(account="quantri", name="Phạm Văn Máy", organ=UBND, roles=("quan_tri",)),
    NewPerson(account="vanthu-hdnd", name="Đỗ Thị Ngọc", organ=HDND, roles=("van_thu",)),
    NewPerson(account="chutich-hdnd", name="Hồ Văn Bình", organ=HDND, roles=("lanh_dao",)),
)
"""A person of every role in the first organ, and two of the other organ of the commune."""


class HandClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = datetime(2026, 11, 20, 2, 10, tzinfo=UTC)) -> None:
        self.moment = now
        self.began = now
        self.jumped = 0.0

    def now(self) -> datetime:
        """Return the moment it was put to."""
        return self.moment

    def uptime(self) -> float:
        """Return seconds that pass as the moment does, unless it is made to jump."""
        return (self.moment - self.began).total_seconds() - self.jumped

    def move(self, age: timedelta) -> None:
        """Let time pass."""
        self.moment += age

    def jump(self, age: timedelta) -> None:
        """Let the clock jump, forward or back, while no time passes."""
        self.moment += age
        self.jumped += age.total_seconds()

    def move_to_year(self, year: int) -> None:
        """Put it to a morning of another year."""
        self.moment = self.moment.replace(year=year, month=1, day=5)


class SeededChance:
    """The same draws for the same seed."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)

    def draw(self, count: int) -> bytes:
        """Return the next `count` bytes."""
        return self._random.randbytes(count)


class QuickHasher:
    """argon2id at the least cost; a hash of it opens under the real hasher too."""

    def __init__(self) -> None:
        self._hasher = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

    def hash(self, password: str) -> str:
        """Return the hash to keep."""
        return self._hasher.hash(password)

    def matches(self, hashed: str, password: str) -> bool:
        """Tell whether `password` is the one."""
        try:
            return self._hasher.verify(hashed, password)
        except VerificationError:
            return False


def hand_world(*, seed: int = 1) -> World:
    """Return a world whose time and chance are the test's."""
    return World(clock=HandClock(), chance=SeededChance(seed), hasher=QuickHasher())


def present_world() -> World:
    """Return the real time and chance, with passwords that are quick to check."""
    return World(clock=SystemClock(), chance=SystemChance(), hasher=QuickHasher())


def furnish(folder: Path, world: World) -> NodeConfig:
    """Make a node in `folder`, with ORGANS and PEOPLE; everybody's password is PASSWORD."""
    config = NodeConfig(data=folder / "data")
    node = Node(config, world)
    node.open()
    setup = OfficeSetup(node.ledger, clock=node.clock, policies=node.policies)
    setup.start(name=NODE_NAME, key=node.key.public)
    node.confirm_today()
    for organ in ORGANS:
        setup.add_organ(organ)
    sessions = node.sessions()
    for person in PEOPLE:
        setup.add_person(person)
        sessions.set_password(person.account, PASSWORD, check=require_strength)
    node.close()
    return config


def copied(template: NodeConfig, folder: Path) -> NodeConfig:
    """Return a node of one's own in `folder`: a copy of `template`, its sidecar too."""
    config = NodeConfig(data=folder / "data")
    shutil.copytree(template.data, config.data)
    shutil.copytree(template.sidecar.parent, config.sidecar.parent)
    unbind(config)
    return config


def copied_today(template: NodeConfig, folder: Path) -> NodeConfig:
    """Return a copy whose clerk said today which day it is: the template may be of yesterday."""
    config = copied(template, folder)
    db = connect(config.database, writing=True)
    holder_table.confirm_day(db, vietnam_day(present_world().clock.now()))
    db.conn.close()
    return config


def unbind(config: NodeConfig) -> None:
    """Forget which machine the registers are bound to: the copy is a node of its own."""
    db = connect(config.database, writing=True)
    db.table("holder").delete_where()
    db.conn.close()
