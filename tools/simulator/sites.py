"""The second office (T3): a branch that spends a lease, and what owner and branch tell each other.

The branch's machine has a journal of its own. On contact the owner appends what the branch gave,
closes the blocks that the branch closed, and grants a new one; a block is written into the book
on paper when it is granted, and used only once it is in the branch's journal.
"""

from typing import Final

from tools.simulator import invariants, people
from tools.simulator.port import IN, Ask, Block, Entry, Machine
from tools.simulator.world import Dice, Site, World
from vanthu_sync import numbering, wire
from vanthu_sync.numbering import Lease

SITE: Final = "co-so-2"
MODES: Final = ("huy_cuoi_ngay", "dung_tiep")
LEASE: Final = 12


def site_works(world: World, draw: int, *, new: bool) -> None:
    """Join, or register some documents at the second office; raises Violated."""
    dice = Dice(draw)
    if new:
        _join(world, dice)
    site = world.site
    if site is None:
        return
    _close_outlived(world, site)
    for _ in range(2 + dice.roll(4)):
        op = world.new_op()
        shown = people.register(world, site.machine, Ask(op=op))
        if shown is not None:
            world.stamp(site.machine, shown, op, site=True)


def _join(world: World, dice: Dice) -> None:
    if not people.ready(world, world.desk):
        return
    mode = MODES[dice.roll(2)]
    if world.attempt(world.desk, lambda: world.desk.join(SITE, mode)):
        return
    machine = world.new_machine()
    machine.branch()
    world.site = Site(machine, mode)
    contact_site(world, world.site, dice)


def contact_site(world: World, site: Site, dice: Dice) -> None:
    """Owner and branch meet; raises Violated."""
    desk = world.desk
    if not site.up or not desk.on:
        return
    world.meet(desk, site.copy)
    if not desk.stamping or not people.ready(world, site.machine):
        return
    if invariants.stands_apart(desk, site.copy.held):
        site.copy.held.clear()
    for entry in site.machine.entries(0):
        _take(world, desk, entry)
    _close_outlived(world, site)
    _take_back(world, site)
    _lend(world, dice)
    _tell(world, site)


def _take(world: World, desk: Machine, entry: Entry) -> None:
    """The owner enters what the branch gave, by the state of that number here."""
    if not desk.on:
        return
    state, doc = "", ""
    known = desk.numbers((entry.book, entry.year)).get(entry.number)
    if known is not None:
        state, doc = known[0], known[1]
    if state in {"leased", "content_lost"}:
        again = state == "content_lost"
        if world.attempt(desk, lambda: desk.take_branch_entry(entry, again=again)) == "":
            world.registrations += 1
    elif state == "void" and doc != entry.doc:
        origin = f"{SITE}:{entry.seq}:{entry.number}"
        world.attempt(desk, lambda: desk.stray_branch_entry(entry, origin))


def _close_outlived(world: World, site: Site) -> None:
    """At the branch: blocks of earlier days are spent no more (NB15)."""
    if site.mode != MODES[0] or not people.ready(world, site.machine):
        return
    held = {block.id: block for block in site.machine.blocks()}
    day = site.machine.dated().isoformat()
    for over in numbering.outlived([_lease(block) for block in held.values()], day=day):
        block = held[over.id]
        world.attempt(site.machine, lambda b=block: site.machine.close_block(b, b.next))  # type: ignore[misc]
        site.closed.add(over.id)


def _take_back(world: World, site: Site) -> None:
    """At the owner: the rest of a block that its branch closed is void."""
    desk = world.desk
    theirs = {block.id: block for block in site.machine.blocks() if block.closed}
    for block in world.blocks_out():
        closed = theirs.get(block.id)
        if closed is not None and desk.on:
            first = closed.next
            world.attempt(desk, lambda b=block, f=first: desk.close_block(b, f))  # type: ignore[misc]


def _lend(world: World, dice: Dice) -> None:
    """At the owner: a new block where the branch has no number for today."""
    desk = world.desk
    if not desk.on:
        return
    year, day = world.time.today.year, desk.dated().isoformat()
    usable = [
        block
        for block in world.blocks_out()
        if block.key == (IN, year) and block.next <= block.last and block.day in {"", day}
    ]
    if usable:
        return
    payload = wire.GrantLease(book=IN, site=SITE, count=LEASE + dice.roll(8))
    op = world.new_op()
    world.attempt(desk, lambda: desk.act(op, "lease.grant", payload))


def _tell(world: World, site: Site) -> None:
    """The branch keeps the owner's journal as far as it is exposed, and takes its blocks."""
    desk = world.desk
    if not desk.writing:
        return
    site.copy.held.extend(desk.links(site.copy.last))
    held = {block.id for block in site.machine.blocks()}
    for block in world.blocks_out():
        world.paper.write_block(block.key, block.last)
        if desk.blind:
            numbers = range(block.first, block.last + 1)
            world.blind_numbers.update((block.key, number) for number in numbers)
        if block.id not in held:
            world.attempt(site.machine, lambda b=block: site.machine.receive_lease(b))  # type: ignore[misc]


def _lease(block: Block) -> Lease:
    return Lease(
        id=block.id,
        first=block.first,
        last=block.last,
        next=block.next,
        day=block.day,
        closed=block.closed,
    )
