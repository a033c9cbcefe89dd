"""The world of one history: machines, people's paper, hub, links, and what befell them."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from tools.simulator import invariants
from tools.simulator.disks import PowerCut
from tools.simulator.paper import Paper, Violated
from tools.simulator.port import IN, Ask, Block, Copies, Key, Machine, Shown, sight_of, unwrapped
from tools.simulator.virtual_time import Time
from vanthu_server.commune.services.opening import Source
from vanthu_sync.errors import Refused

Make = Callable[[Time, str, str], Machine]
"""Makes a machine: time, name, binding."""

Maker = Callable[[], Make]
"""Gives each history a factory of machines of its own."""

MASK: Final = (1 << 64) - 1


class Dice:
    """Choices that a step carries in one number."""

    __slots__ = ("_state",)

    def __init__(self, draw: int) -> None:
        self._state = draw

    def roll(self, sides: int) -> int:
        """Return 0 to `sides` - 1."""
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) & MASK
        return (self._state >> 33) % sides

    def one_in(self, sides: int) -> bool:
        """Tell whether the one case in `sides` is here."""
        return self.roll(sides) == 0


class Blindness:
    """A case of I1b: a copy that is older than the paper and that no witness has told so yet."""

    __slots__ = ("kind", "machine", "reported", "twice")

    def __init__(self, kind: str, machine: Machine) -> None:
        self.kind = kind
        self.machine = machine
        self.twice = 0
        self.reported: bool | None = None


class Image:
    """A whole disk as it was: data folder, sidecar, and the hash of its newest event."""

    __slots__ = ("events", "folder", "newest")

    def __init__(self, folder: object, events: list[object], newest: str) -> None:
        self.folder = folder
        self.events = events
        self.newest = newest


class Site:
    """A second office: a branch with a lease, and its copy of the owner's journal."""

    def __init__(self, machine: Machine, mode: str) -> None:
        self.machine = machine
        self.mode = mode
        self.copy = Copies("co-so-2")
        self.closed: set[str] = set()
        self.up = True


class Chain:
    """A machine as a witness for others (`services.opening.Source`)."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def events(self, after: int) -> tuple[Any, ...]:
        """Return its exposed events after `after`."""
        return tuple(unwrapped(link) for link in self._machine.links(after))


class World:
    """See the module."""

    def __init__(self, make: Make) -> None:
        self.time = Time()
        self.paper = Paper()
        self.hub = Copies("hub")
        self.make = make
        self.count = 0
        self.registrations = 0
        self.faults: Counter[str] = Counter()
        self.blindness: list[Blindness] = []
        self.blind_docs: set[str] = set()
        self.blind_numbers: set[tuple[Key, int]] = set()
        self.given: dict[Key, int] = {}
        self.machines: list[Machine] = []
        self.backups: dict[str, list[object]] = {}
        self.images: dict[str, list[Image]] = {}
        self.desk = self.new_machine()
        self.follower: Machine | None = None
        self.site: Site | None = None
        self.slips: dict[str, list[Ask]] = {"01": [], "02": []}
        self.redeemed: dict[str, tuple[Key, int]] = {}
        self.waiting: list[str] = []
        self.flying: list[str] = []
        self.hub_up = self.lan_up = self.wire_up = True
        self.loss = self.doubling = self.reordering = False
        self.power = False
        self.kept = 0
        self.lies = False
        self.lossy = False
        self.desk.furnish()
        self.remember(self.desk)

    def new_machine(self) -> Machine:
        """Return another computer."""
        number = len(self.machines) + 1
        machine = self.make(self.time, f"may-{number}", f"vo-may-{number}")
        self.machines.append(machine)
        self.backups[machine.name], self.images[machine.name] = [], []
        return machine

    def new_op(self) -> str:
        """Return an operation id; it names the document, too."""
        self.count += 1
        return f"{self.count:032x}"

    def remember(self, machine: Machine) -> None:
        """Make a backup of the data folder, and an image of the whole disk."""
        copy = machine.backup()
        self.backups[machine.name].append(copy)
        held = list(machine.side.events[: machine.side.synced])
        self.images[machine.name].append(Image(copy, held, machine.head().hash))

    # A process ends.

    def end(self, machine: Machine) -> None:
        """The process of a machine ended where its bomb was."""
        self.faults["crash"] += 1
        if machine.crash(power=self.power, kept=self.kept):
            self.faults["lost_unsynced"] += 1
        self.power = False

    def attempt(self, machine: Machine, act: Callable[[], None]) -> str:
        """Do something at a machine; return "" or why it did not work (a code, or "crash")."""
        try:
            act()
        except PowerCut:
            self.end(machine)
            return "crash"
        except Refused as refused:
            return refused.code
        return ""

    # What is exposed.

    def enter(self, machine: Machine, ask: Ask) -> tuple[Shown | None, str]:
        """Ask a machine for a number; return it, or None and why not; raises Violated (I4)."""
        if machine.blind:
            self.blind_docs.add(ask.op)
        shown: list[Shown] = []
        code = self.attempt(machine, lambda: shown.append(machine.enter(ask)))
        if not shown:
            return None, code
        self.exposed(machine, shown[0])
        return shown[0], ""

    def exposed(self, machine: Machine, shown: Shown) -> None:
        """A machine answered with a number; raises Violated (I4)."""
        if shown.fresh:
            self.registrations += 1
            key = (shown.book, shown.year)
            if not machine.is_branch and shown.number > self.given.get(key, 0):
                self.given[key] = shown.number
            if shown.seq > machine.durable():
                text = f"{machine.name} shows {shown.number} at {shown.seq} before it is durable"
                raise Violated("I4", text)

    def stamp(self, machine: Machine, shown: Shown, doc: str, *, site: bool = False) -> None:
        """Somebody stamps the number that a machine answered with; raises Violated."""
        key = (shown.book, shown.year)
        known = self.paper.numbers.get(doc)
        if known is not None and known != (key, shown.number):
            invariants.require_one_number(self, machine, doc, known)
        blind = machine.blind or doc in self.blind_docs or (key, shown.number) in self.blind_numbers
        if not self.paper.stamp(key, shown.number, doc, blind=blind, site=site):
            for case in self.blindness:
                case.twice += case.machine is machine

    def blinded(self, machine: Machine, kind: str) -> None:
        """From here on nobody could know that this machine's copy is old (I1b)."""
        machine.blind = self.lossy = True
        self.blindness.append(Blindness(kind, machine))

    def is_behind(self, machine: Machine) -> bool:
        """Tell whether the paper is ahead of a machine."""
        if not self.paper.last or machine.is_branch:
            return False
        return self.paper.is_ahead({key: machine.mark(key) for key in machine.books()})

    def told(self, machine: Machine) -> None:
        """A witness or a person told a machine something, so its copy may be old no more."""
        if machine.blind and not machine.is_twin and not self.is_behind(machine):
            machine.blind = False

    def answered(self, machine: Machine) -> None:
        """The paper was read: what was answered to a device and never stamped is not on it (I1b).

        Such a number may be given once more; it shows when the journal's other branch is met.
        """
        self.told(machine)
        unstamped = {
            (key, number)
            for key in machine.books()
            for number in range(machine.mark(key) + 1, self.given.get(key, 0) + 1)
        }
        if unstamped and not machine.blind:
            self.blind_numbers |= unstamped
            self.blindness.append(Blindness("answered_unstamped", machine))

    def look(self, machine: Machine) -> None:
        """Compare an open machine with the paper; raises Violated."""
        if machine.opened.stamping and not machine.blind:
            invariants.at_opening(self, machine)

    # Contact.

    def meet(self, machine: Machine, witness: Copies | Machine) -> None:
        """A machine hears what a witness knows; raises Violated (I8)."""
        if witness is not self.hub and self._brings_home(machine, witness):
            return
        ours = machine.head()
        if isinstance(witness, Machine):
            sight = sight_of(witness.name, witness.links(0), ours)
            source: Source = Chain(witness)
        else:
            sight, source = witness.sight(ours), witness
        if sight.head.seq == 0:
            return
        parted = invariants.is_parted(machine, sight)
        was_blind = machine.blind
        if self.attempt(machine, lambda: machine.sighted(sight, source)):
            return
        if was_blind and sight.head.seq > ours.seq and not parted and self.is_behind(machine):
            self._late(machine)
        if parted and machine.opened.open:
            raise Violated("I8", f"{machine.name} stays open beside another history")
        if self.blindness:
            self._report(machine, parted=parted)
        self.told(machine)
        self.look(machine)

    def _brings_home(self, machine: Machine, witness: Copies | Machine) -> bool:
        """Tell whether a site ended in what a former holder did: that is brought home (NB27)."""
        held = witness.links(0) if isinstance(witness, Machine) else witness.held
        if not held or not machine.writing or not invariants.is_of_former(machine, held):
            return False
        if machine.is_rival(held):
            return False
        agreed: list[int] = []
        if self.attempt(machine, lambda: agreed.append(machine.bring_home(held))):
            return True
        if isinstance(witness, Machine):
            self.attempt(witness, lambda: witness.rewind(agreed[0]))
        else:
            del witness.held[agreed[0] :]
        for case in self.blindness:
            if case.machine is machine and case.reported is None:
                case.reported = True
        self.told(machine)
        self.look(machine)
        return True

    def _late(self, machine: Machine) -> None:
        """The witness knew more than the copy, less than the paper: the paper must be asked."""
        if machine.opened.stamping:
            raise Violated("I1a", f"{machine.name} stamps on a witness that knows less than paper")
        for case in self.blindness:
            if case.machine is machine and case.reported is None:
                case.reported = True

    def _report(self, machine: Machine, *, parted: bool) -> None:
        for case in self.blindness:
            if case.machine is machine and case.reported is None and parted:
                case.reported = not machine.opened.open

    def ship(self) -> None:
        """The desk and the hub meet; the hub keeps what it did not have."""
        desk = self.desk
        if not self.hub_up or not desk.on:
            return
        self.meet(desk, self.hub)
        if desk.writing:
            if self.attempt(desk, lambda: desk.told_by_hub(self.time.now)) == "crash":
                return
            if not invariants.stands_apart(desk, self.hub.held):
                self.hub.held.extend(desk.links(self.hub.last))

    def blocks_out(self) -> list[Block]:
        """Return the blocks that the desk's machine holds open."""
        return [block for block in self.desk.blocks() if not block.closed]


def years_of(world: World) -> frozenset[int]:
    """Return the years that an entry of now may be dated with."""
    day = timedelta(days=1)
    today = world.time.today
    return frozenset({(today - day).year, today.year, (today + day).year})


def incoming(op: str) -> Ask:
    """Return a plain document that came in."""
    return Ask(op=op, book=IN)
