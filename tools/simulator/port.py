"""The port: what a history does with a machine, whatever the machine is made of."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, Protocol

import msgspec

from tools.simulator.disks import Bomb, SidecarDisk
from tools.simulator.virtual_time import MachineClock, Time
from vanthu_server.commune.domain.person import Person
from vanthu_server.commune.services.opening import Opened, OpeningDesk, Source
from vanthu_server.commune.services.opening_answers import Answers, Seizure
from vanthu_server.commune.services.trusted_clock import TrustedClock
from vanthu_sync import wire
from vanthu_sync.journal import Head
from vanthu_sync.opening import Sight, Trail
from vanthu_sync.register_events import ClockCorrected

ORGAN: Final = "ubnd-dong-hoa"
JOURNAL: Final = "0123456789abcdef"
IN, OUT = "den", "di"
BOOKS: Final = (IN, OUT)

Key = tuple[str, int]
"""Book and year."""

CLERK: Final = Person(account="vanthu", name="Trần Thị Văn", roles={ORGAN: ("van_thu",)})
LEADER: Final = Person(account="chutich", name="Nguyễn Văn An", roles={ORGAN: ("lanh_dao",)})


class Shown(msgspec.Struct, frozen=True):
    """A number as it was exposed: which event gave it, `fresh` False for a repeated command."""

    book: str
    year: int
    number: int
    seq: int
    fresh: bool


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """A document that wants a number; `op` is its operation id and the document's name."""

    op: str
    book: str = IN
    slip: str = ""
    captured_at: str = ""
    slip_ok: bool = False


class Link(Protocol):
    """An event as every witness can hold it."""

    @property
    def seq(self) -> int:
        """Its place."""
        ...

    @property
    def epoch(self) -> int:
        """Its epoch."""
        ...

    @property
    def hash(self) -> str:
        """Its chain hash."""
        ...

    @property
    def prev(self) -> str:
        """The chain hash before it."""
        ...


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What a chain says of a number that was given: for the invariants and for owners."""

    book: str
    year: int
    number: int
    doc: str
    seq: int
    slip: str = ""
    lease: str = ""
    again: bool = False
    corrects: int = 0
    origin: str = ""


class Machine(ABC):
    """A computer with a data folder, a sidecar and a clock; see the package's docstring.

    `blind` says that its copy is older than the paper and that nobody has told it so; `is_twin`
    that an equal machine is in use beside it, so that no answer can help it.
    """

    def __init__(self, time: Time, name: str, *, binding: str) -> None:
        self.name = name
        self.binding = binding
        self.time = time
        self.clock = MachineClock(time)
        self.bomb = Bomb()
        self.side: SidecarDisk[Any] = SidecarDisk(self.bomb.passed)
        self.on = False
        self.blind = False
        self.vouched = False
        self.is_branch = False
        self.is_twin = False
        self.trusted: TrustedClock
        self.door: OpeningDesk
        self.answers: Answers

    @property
    def opened(self) -> Opened:
        """How its registers stand."""
        return self.door.opened

    @property
    def writing(self) -> bool:
        """Whether it is on and its registers are open for writing."""
        return self.on and self.door.opened.open

    @property
    def stamping(self) -> bool:
        """Whether it is on and gives numbers."""
        return self.on and self.door.opened.stamping

    def boot(self) -> None:
        """Start the process: it looks at its own disks, and opens or asks."""
        self.clock.start()
        self.vouched = False
        self.on = True
        self.trusted = TrustedClock(self.clock, uptime=self.clock.uptime)
        self.assemble()
        self.door.check()

    def crash(self, *, power: bool, kept: int) -> int:
        """End the process; with the power go all unsynced writes but `kept`; return how many."""
        self.on = False
        self.bomb.set("")
        self.drop_process()
        return self.lose_unsynced(kept) if power else 0

    def sighted(self, sight: Sight, source: Source) -> None:
        """Hear what a witness outside says."""
        self.door.sighted(sight, source)

    def say_paper(self, question: str, paper: tuple[wire.PaperSaid, ...]) -> None:
        """Answer the last numbers on paper; raises Refused."""
        said = wire.OpeningAnswer(question=question, paper=paper, day=self.time.today)
        self.answers.answer(said, actor=CLERK.account)
        self.vouched = True

    def say_day(self, day: date) -> None:
        """Answer which day it is; raises Refused."""
        said = wire.OpeningAnswer(question="day", day=day)
        self.answers.answer(said, actor=CLERK.account)
        self.vouched = True

    def take_over(self, paper: tuple[wire.PaperSaid, ...]) -> None:
        """Clerk and leader take the registers over at this machine; raises Refused."""
        self.answers.take_over(
            Seizure(
                reason="Máy cũ hỏng.",
                clerk=CLERK,
                leader=LEADER,
                paper=paper,
                day=self.time.today,
            )
        )
        self.vouched = True

    def told_by_hub(self, at: datetime) -> None:
        """The hub names the instant; raises Refused."""
        self.trusted.told_by_hub(at, record=self.record_clock)
        self.vouched = True

    # What differs between the two kinds of machine.

    @abstractmethod
    def assemble(self) -> None:
        """Put ledger, door and answers of a fresh process together over the disks."""

    @abstractmethod
    def drop_process(self) -> None:
        """Let go of what only the process held."""

    @abstractmethod
    def lose_unsynced(self, kept: int) -> int:
        """Lose what was not synced but `kept` events of each disk; return how many went."""

    @abstractmethod
    def record_clock(self, corrected: ClockCorrected) -> None:
        """Journal a correction of the clock."""

    @abstractmethod
    def furnish(self) -> None:
        """Make a new node: an organ and the books of this year."""

    @abstractmethod
    def enter(self, ask: Ask) -> Shown:
        """Give a document its number, or the one it has; raises Refused, PowerCut."""

    @abstractmethod
    def reenter(self, op: str, key: Key, number: int) -> Shown:
        """Enter a lost content again from paper; raises Refused."""

    @abstractmethod
    def settle(self, op: str, origin: str) -> Shown:
        """Bring a stray entry in; raises Refused."""

    @abstractmethod
    def act(self, op: str, kind: str, payload: wire.Wire) -> None:
        """Do any other command; raises Refused."""

    @abstractmethod
    def join(self, site: str, mode: str) -> None:
        """Journal that a branch joined with an order of leases."""

    @abstractmethod
    def delegate(self, key: Key, owner: str) -> None:
        """Journal that the province says who numbers a book."""

    @abstractmethod
    def receive_lease(self, block: "Block") -> None:
        """At a branch: journal the block that its owner granted."""

    @abstractmethod
    def close_block(self, block: "Block", first: int) -> None:
        """Journal that nothing more is spent of a block from `first` on."""

    @abstractmethod
    def take_branch_entry(self, entry: Entry, *, again: bool) -> None:
        """At the owner: enter what a branch gave from its lease."""

    @abstractmethod
    def stray_branch_entry(self, entry: Entry, origin: str) -> None:
        """At the owner: keep an entry whose number is void here."""

    @abstractmethod
    def is_rival(self, held: Sequence[Link]) -> bool:
        """At the owner: tell whether somebody took over on that branch of the chain, too."""

    @abstractmethod
    def bring_home(self, held: Sequence[Link]) -> int:
        """At the owner: keep what a former one entered; return the last place both agree on."""

    @abstractmethod
    def rewind(self, after: int) -> None:
        """As a follower: drop the events after that place."""

    @abstractmethod
    def head(self) -> Head:
        """Return the head of its journal."""

    @abstractmethod
    def exposed(self) -> int:
        """Return the seq up to which its events may be shown or sent."""

    @abstractmethod
    def durable(self) -> int:
        """Return the seq up to which both database and sidecar are on their disks."""

    @abstractmethod
    def links(self, after: int) -> Sequence[Link]:
        """Return its exposed events after `after`."""

    @abstractmethod
    def replicate(self, links: Sequence[Link]) -> None:
        """As a follower: take the owner's events in."""

    @abstractmethod
    def follow(self) -> None:
        """Become a follower of the journal."""

    @abstractmethod
    def branch(self) -> None:
        """Become a branch with a journal of its own."""

    @abstractmethod
    def backup(self) -> object:
        """Return a copy of the data folder."""

    @abstractmethod
    def restore(self, copy: object) -> None:
        """Put a copy of the data folder in its place."""

    @abstractmethod
    def fill(self, *, full: bool) -> None:
        """Fill the disk of the data folder, or make room again."""

    @abstractmethod
    def mark(self, key: Key) -> int:
        """Return the mark of a register, 0 where it is not known."""

    @abstractmethod
    def numbers(self, key: Key) -> Mapping[int, Sequence[str]]:
        """Return number → state, document, and what else the machine knows of it."""

    @abstractmethod
    def books(self) -> Sequence[Key]:
        """Return the registers that it knows."""

    @abstractmethod
    def blocks(self) -> Sequence["Block"]:
        """Return the leases that it knows."""

    @abstractmethod
    def strays(self) -> Sequence[str]:
        """Return the origins of stray entries that are not settled."""

    @abstractmethod
    def entries(self, after: int) -> Sequence[Entry]:
        """Return what its chain says of numbers given after the seq `after`."""

    @abstractmethod
    def years(self) -> Sequence[tuple[str, int]]:
        """Return (book, year) of each opening of a book in its chain, in order."""

    @abstractmethod
    def status(self, key: Key) -> str:
        """Return open, closing, closed, or "" for a book that it does not know."""

    @abstractmethod
    def dated(self) -> date:
        """Return the day that it would write on an entry now."""

    @abstractmethod
    def rebuilt(self) -> tuple[str, ...]:
        """Make all rows again from the journal; return what differs."""


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A lease as the machine that asks knows it."""

    id: str
    key: Key
    first: int
    last: int
    next: int
    day: str
    closed: bool


class Copies:
    """A witness: the exposed events of a journal that it was given, and nothing else."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.held: list[Link] = []

    @property
    def last(self) -> int:
        """The seq of its newest event."""
        return self.held[-1].seq if self.held else 0

    def sight(self, ours: Head) -> Sight:
        """Return what it says to a machine with that head."""
        return sight_of(self.name, self.held, ours)

    def events(self, after: int) -> tuple[Any, ...]:
        """Return its events after `after` (`services.opening.Source`)."""
        return tuple(unwrapped(link) for link in self.held[after:])


def unwrapped(link: Link) -> object:
    """Return the product's event in a link that carries one, else the link itself."""
    return getattr(link, "event", link)


def sight_of(witness: str, held: Sequence[Link], ours: Head) -> Sight:
    """Return what a witness with `held` (from seq 1 on) says to a machine with the head `ours`."""
    if not held:
        return Sight(witness=witness, head=Head(journal=JOURNAL, epoch=0, seq=0, hash=""))
    last = held[-1]
    head = Head(journal=JOURNAL, epoch=last.epoch, seq=last.seq, hash=last.hash)
    if last.seq <= ours.seq:
        return Sight(witness=witness, head=head)
    rest = held[ours.seq :]
    after = Trail(
        journal=JOURNAL,
        epoch=last.epoch,
        first=ours.seq + 1,
        before=rest[0].prev,
        hashes=tuple(link.hash for link in rest),
    )
    return Sight(witness=witness, head=head, trail=after)
