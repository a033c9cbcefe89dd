"""The people at the desk: they start the machine, answer what it asks, and stamp.

They answer with what is on paper, unless the history makes them say something else.
"""

from typing import Final

from tools.simulator.port import BOOKS, ORGAN, Ask, Machine, Shown
from tools.simulator.world import World
from vanthu_sync import wire
from vanthu_sync.opening import PAPER

TRIES: Final = 8
"""Each try answers one question or starts the machine once."""

GIVEN_UP: Final = frozenset(
    {
        "DATE_WENT_BACK",
        "FIELDS_INVALID",
        "LEASE_SPENT",
        "REGISTER_CLOSED",
        "REGISTER_NOT_HERE",
        "SLIP_REDEEMED",
    }
)
"""Refusals after which the document waits; nothing can be done about it now."""


def ready(world: World, machine: Machine) -> bool:
    """Bring a machine to where it gives numbers; tell whether it does."""
    for _ in range(TRIES):
        if not machine.on:
            boot(world, machine)
            continue
        opened = machine.opened
        if opened.stamping and machine.trusted.is_sure():
            return True
        _help(world, machine)
    return False


def boot(world: World, machine: Machine) -> None:
    """Start a machine; raises Violated."""
    if world.attempt(machine, machine.boot) == "":
        world.look(machine)


def _help(world: World, machine: Machine) -> None:
    opened = machine.opened
    question = opened.question
    if opened.stamping:
        day = world.time.today
        world.attempt(machine, lambda: machine.say_day(day))
    elif question in PAPER:
        answer(world, machine)
    elif question == "take_over":
        take_over(world, machine)
    elif opened.cause == "witness_unread":
        _connect(world, machine)
    else:
        make_room(machine)
        world.attempt(machine, lambda: _check(machine))
    if machine.on:
        world.look(machine)


def _check(machine: Machine) -> None:
    machine.door.check()


def answer(world: World, machine: Machine) -> None:
    """Say the last numbers on paper; raises Violated."""
    question = machine.opened.question
    lies = world.lies and not machine.is_branch
    world.lies = world.lies and machine.is_branch
    paper = said(world, machine, lies=lies)
    if lies and world.is_behind(machine) and not machine.blind:
        world.blinded(machine, "wrong_answer")
    if question == "paper_lost" or world.is_behind(machine):
        world.lossy = True
    if world.attempt(machine, lambda: machine.say_paper(question, paper)) == "":
        world.answered(machine)


def said(world: World, machine: Machine, *, lies: bool = False) -> tuple[wire.PaperSaid, ...]:
    """Return what people say of every book: what is on paper, or what the screen shows."""
    last = world.paper.site_last if machine.is_branch else world.paper.last
    return tuple(
        wire.PaperSaid(
            organ=ORGAN,
            book=key[0],
            year=key[1],
            number=machine.mark(key) if lies else last.get(key, 0),
        )
        for key in machine.books()
    )


def take_over(world: World, machine: Machine) -> None:
    """Clerk and leader take the registers over at this machine; raises Violated."""
    world.lossy = True
    paper = said(world, machine)
    code = world.attempt(machine, lambda: machine.take_over(paper))
    if code == "WITNESS_AWAY":
        _connect(world, machine)
    if not code:
        world.faults["take_over"] += 1
        machine.is_twin = False
        world.answered(machine)
        if world.follower is machine:
            world.follower = None
        world.desk = machine


def _connect(world: World, machine: Machine) -> None:
    """Switch the machine on that is needed for a take-over, and connect both; raises Violated."""
    witness = machine.opened.witness
    other = next((each for each in world.machines if each.name == witness), None)
    if other is None:
        site = world.site
        at_site = site is not None and site.copy.name == witness
        world.meet(machine, site.copy if site is not None and at_site else world.hub)
        return
    if not other.on:
        world.attempt(other, other.boot)
    if other.on:
        world.meet(machine, other)


def make_room(machine: Machine) -> None:
    """Make room on all disks."""
    machine.fill(full=False)
    machine.side.full = False


def register(world: World, machine: Machine, ask: Ask) -> Shown | None:
    """Get a number for a document, with as many tries as a patient clerk makes; raises Violated."""
    for _ in range(TRIES):
        if not machine.stamping and not ready(world, machine):
            return None
        shown, code = world.enter(machine, ask)
        if shown is not None:
            return shown
        if code in GIVEN_UP or not _helped(world, machine, code):
            return None
    return None


def _helped(world: World, machine: Machine, code: str) -> bool:
    if code == "YEAR_NOT_OPEN" and machine.trusted.is_sure():
        return open_year(world, machine)
    if code in {"DISK_FULL", "STORAGE_FAILED"}:
        make_room(machine)
        return True
    return code == "crash" or ready(world, machine)


def open_year(world: World, machine: Machine) -> bool:
    """Open the books of the true year, as a person who reads the day does; raises Violated."""
    year = world.time.today.year
    for book in BOOKS:
        if machine.status((book, year)):
            continue
        op = world.new_op()
        paper = world.paper.last.get((book, year), 0)
        payload = wire.OpenRegister(book=book, year=year, confirmed=True, paper=paper)
        if world.attempt(machine, lambda p=payload, o=op: machine.act(o, "register.open", p)):  # type: ignore[misc]
            return machine.on and machine.dated().year != year and _say_day(world, machine)
    if machine.on:
        world.answered(machine)
        world.look(machine)
    return True


def _say_day(world: World, machine: Machine) -> bool:
    day = world.time.today
    return world.attempt(machine, lambda: machine.say_day(day)) == ""
