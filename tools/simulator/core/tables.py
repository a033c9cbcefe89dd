"""Rows of the core level, made from its events alone, with the product's functions and rules.

They mirror `vanthu_server.projection`: a number is inserted once; only a leased or lost one turns
issued; a mark only rises.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec

from tools.simulator.core.notes import Given, Note, Strayed
from tools.simulator.port import ORGAN, Key
from vanthu_server.commune.domain.holding import LeaseRecord, Site, SlipDevice
from vanthu_sync.errors import Refused
from vanthu_sync.numbering import Register, raise_mark
from vanthu_sync.register_events import (
    ClockCorrected,
    DeviceCoded,
    DeviceLost,
    LeaseClosed,
    LeaseGranted,
    LeaseReceived,
    NodeRecovered,
    NodeTakenOver,
    NumberChanged,
    NumbersLost,
    RegisterClosed,
    RegisterDelegated,
    RegisterOpened,
    RegisterWithdrawn,
    SiteJoined,
    SiteReceived,
)

FREED: Final = frozenset({"leased", "content_lost"})

State = tuple[str, str, str]
"""State, document, lease."""


class Tables:
    """What the events so far come to."""

    __slots__ = (
        "blocks",
        "books",
        "correction",
        "devices",
        "holder",
        "issued_on",
        "numbers",
        "ops",
        "sites",
        "slips",
        "strays",
    )

    def __init__(self) -> None:
        self.books: dict[str, tuple[Register, ...]] = {}
        self.numbers: dict[Key, dict[int, State]] = {}
        self.issued_on: dict[Key, tuple[int, Any]] = {}
        self.ops: dict[str, Note] = {}
        self.slips: dict[str, Key] = {}
        self.devices: dict[str, SlipDevice] = {}
        self.blocks: dict[str, LeaseRecord] = {}
        self.sites: dict[str, Site] = {}
        self.strays: dict[str, tuple[Given, int]] = {}
        self.correction = 0
        self.holder = ""

    def apply(self, note: Note) -> None:
        """Bring the rows up to date; raises Refused(STORAGE_FAILED) for a number given twice."""
        if note.op:
            self.ops[note.op] = note
        APPLIERS[type(note.body)](self, note, note.body)

    def register(self, key: Key) -> Register | None:
        """Return a register."""
        for each in self.books.get(key[0], ()):
            if each.year == key[1]:
                return each
        return None

    def put(self, register: Register) -> None:
        """Put a register in its place."""
        known = self.books.get(register.book, ())
        if len(known) == 1 and known[0].year == register.year:
            self.books[register.book] = (register,)
            return
        rest = [each for each in known if each.year != register.year]
        rest.append(register)
        rest.sort(key=lambda each: each.year)
        self.books[register.book] = tuple(rest)

    def raise_mark(self, key: Key, number: int) -> None:
        """Raise a register's mark."""
        known = self.books.get(key[0], ())
        if len(known) == 1 and known[0].year == key[1]:
            if known[0].mark < number:
                self.books[key[0]] = (raise_mark(known[0], number),)
            return
        register = self.register(key)
        if register is not None and register.mark < number:
            self.put(raise_mark(register, number))

    def insert(self, key: Key, number: int, state: State) -> None:
        """Insert a number that was never there."""
        held = self.numbers[key]
        if number in held:
            raise Refused("STORAGE_FAILED", detail=f"{key} {number} is there already")
        held[number] = state


def _given(tables: Tables, _: Note, given: Given) -> None:
    key, number = (given.book, given.year), given.number
    held = tables.numbers.setdefault(key, {})
    known = held.get(number)
    if known is not None and known[0] not in FREED:
        raise Refused("STORAGE_FAILED", detail=f"{key} {number} is there already")
    lease = given.lease if known is None else known[2]
    held[number] = ("issued", given.doc, lease)
    tables.raise_mark(key, number)
    if given.lease:
        block = tables.blocks.get(given.lease)
        if block is not None and block.next <= number:
            tables.blocks[block.id] = msgspec.structs.replace(block, next=number + 1)
    if given.slip:
        tables.slips[given.slip] = key
    if tables.strays:
        _settle(tables, given)
    if given.book != "den" and number > tables.issued_on.get(key, (0, None))[0]:
        tables.issued_on[key] = (number, given.day)


def _changed(tables: Tables, _: Note, body: NumberChanged) -> None:
    held = tables.numbers[body.book, body.year]
    held[body.number] = (body.state, *held[body.number][1:])


def _lost(tables: Tables, _: Note, body: NumbersLost) -> None:
    key = (body.book, body.year)
    held = tables.numbers[key]
    for number in range(body.first, body.last + 1):
        lease = held[number][2] if number in held else ""
        held[number] = ("content_lost", "", lease)
    tables.raise_mark(key, body.last)
    for block in tables.blocks.values():
        whole = block.first <= body.first and body.last <= block.last
        if whole and (block.book, block.year) == key and block.next <= body.last:
            tables.blocks[block.id] = msgspec.structs.replace(block, next=body.last + 1)


def _granted(tables: Tables, _: Note, body: LeaseGranted) -> None:
    key = (body.book, body.year)
    for number in range(body.first, body.last + 1):
        tables.insert(key, number, ("leased", "", body.id))
    tables.raise_mark(key, body.last)
    tables.blocks[body.id] = _block(body, body.site)


def _received(tables: Tables, _: Note, body: LeaseReceived) -> None:
    key = (body.book, body.year)
    if tables.register(key) is None:
        tables.put(Register(organ=ORGAN, book=body.book, year=body.year))
        tables.numbers.setdefault(key, {})
    tables.blocks[body.id] = _block(body, "")


def _block(body: LeaseGranted | LeaseReceived, site: str) -> LeaseRecord:
    return LeaseRecord(
        id=body.id,
        organ=ORGAN,
        book=body.book,
        year=body.year,
        first=body.first,
        last=body.last,
        next=body.first,
        site=site,
        day=body.day,
        closed=False,
    )


def _lease_closed(tables: Tables, _: Note, body: LeaseClosed) -> None:
    block = tables.blocks.get(body.id)
    if block is None:
        return
    tables.blocks[body.id] = msgspec.structs.replace(block, closed=True)
    held = tables.numbers.get((body.book, body.year), {})
    for number in range(body.first, body.last + 1):
        state = held.get(number)
        if state is not None and state[0] == "leased" and state[2] == body.id:
            held[number] = ("void", "", body.id)


def _opened(tables: Tables, note: Note, body: RegisterOpened) -> None:
    for each in tables.books.get(body.book, ()):
        if each.year < body.year and each.status == "open":
            tables.put(msgspec.structs.replace(each, status="closing"))
    key = (body.book, body.year)
    if tables.register(key) is not None:
        raise Refused("STORAGE_FAILED", detail=f"{key} is there already")
    tables.put(
        Register(
            organ=ORGAN,
            book=body.book,
            year=body.year,
            epoch=note.epoch,
            owner="province" if body.owner == "province" else "node",
        )
    )
    tables.numbers[key] = dict.fromkeys(range(1, body.paper + 1), ("content_lost", "", ""))
    tables.raise_mark(key, body.paper)


def _withdrawn(tables: Tables, _: Note, body: RegisterWithdrawn) -> None:
    rest = [each for each in tables.books[body.book] if each.year != body.year]
    tables.books[body.book] = tuple(rest)
    del tables.numbers[body.book, body.year]
    if rest and rest[-1].status == "closing":
        tables.put(msgspec.structs.replace(rest[-1], status="open"))


def _closed(tables: Tables, _: Note, body: RegisterClosed) -> None:
    register = tables.register((body.book, body.year))
    assert register is not None
    tables.put(msgspec.structs.replace(register, status="closed"))


def _delegated(tables: Tables, _: Note, body: RegisterDelegated) -> None:
    register = tables.register((body.book, body.year))
    if register is not None:
        owner = "province" if body.owner == "province" else "node"
        tables.put(msgspec.structs.replace(register, owner=owner))


def _taken_over(tables: Tables, note: Note, body: NodeTakenOver) -> None:
    tables.holder = body.machine
    for registers in list(tables.books.values()):
        for each in registers:
            if each.status != "closed":
                tables.put(msgspec.structs.replace(each, epoch=note.epoch))


def _settle(tables: Tables, given: Given) -> None:
    """The document may be stray twice, or come by itself from its own site."""
    docs = {given.doc}
    if given.origin:
        docs.add(tables.strays[given.origin][0].doc)
    for origin, (stray, _) in tables.strays.items():
        if origin == given.origin or stray.doc in docs:
            tables.strays[origin] = (stray, given.number)


def _strayed(tables: Tables, _: Note, body: Strayed) -> None:
    issued = (
        number
        for numbers in tables.numbers.values()
        for number, known in numbers.items()
        if known[1] == body.given.doc
    )
    tables.strays.setdefault(body.origin, (body.given, next(issued, 0)))


def _coded(tables: Tables, _: Note, body: DeviceCoded) -> None:
    tables.devices[body.code] = SlipDevice(code=body.code, name=body.name, lost_at="")


def _device_lost(tables: Tables, _: Note, body: DeviceLost) -> None:
    device = tables.devices[body.code]
    tables.devices[body.code] = msgspec.structs.replace(device, lost_at="now")


def _joined(tables: Tables, _: Note, body: SiteJoined) -> None:
    tables.sites[body.id] = Site(
        organ=ORGAN,
        id=body.id,
        name=body.name,
        kind=body.kind,
        mode=body.mode,
        block=body.block,
        key=body.key,
        head_seq=0,
        head_hash="",
        left_at="",
    )


def _site_received(tables: Tables, _: Note, body: SiteReceived) -> None:
    site = tables.sites[body.id]
    tables.sites[body.id] = msgspec.structs.replace(site, head_seq=body.seq)


def _corrected(tables: Tables, _: Note, body: ClockCorrected) -> None:
    tables.correction = body.seconds


def _nothing(_tables: Tables, _note: Note, _body: NodeRecovered) -> None:
    """A new incarnation changes no row."""


APPLIERS: Final[dict[type, Callable[[Tables, Note, Any], None]]] = {
    Given: _given,
    Strayed: _strayed,
    NumberChanged: _changed,
    NumbersLost: _lost,
    LeaseGranted: _granted,
    LeaseReceived: _received,
    LeaseClosed: _lease_closed,
    RegisterOpened: _opened,
    RegisterWithdrawn: _withdrawn,
    RegisterClosed: _closed,
    RegisterDelegated: _delegated,
    NodeTakenOver: _taken_over,
    NodeRecovered: _nothing,
    DeviceCoded: _coded,
    DeviceLost: _device_lost,
    SiteJoined: _joined,
    SiteReceived: _site_received,
    ClockCorrected: _corrected,
}


def tables_of(notes: Iterable[Note]) -> Tables:
    """Return the rows that these events make."""
    tables = Tables()
    for note in notes:
        tables.apply(note)
    return tables
