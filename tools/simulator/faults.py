"""Steps that are faults: what happens to machines, disks, wires and clocks."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from tools.simulator import people, work
from tools.simulator.disks import POINTS
from tools.simulator.paper import Violated
from tools.simulator.port import IN, Ask, Machine
from tools.simulator.world import Dice, World, years_of
from vanthu_sync import wire

UNSYNCED: Final = ("written", "sidecar_written")
FAR: Final = 26_480
"""Days to the year 2099."""


def crash(world: World, draw: int) -> None:
    """The process ends between any two durable steps; what was written stays."""
    world.power, world.kept = bool(draw & 64), (draw >> 7) & 1
    if people.ready(world, world.desk):
        world.desk.bomb.set(POINTS[draw % len(POINTS)])
    work.desk(world, draw >> 8)


def power(world: World, draw: int) -> None:
    """The power goes while something was written and not synced."""
    world.power, world.kept = True, 0
    if people.ready(world, world.desk):
        world.desk.bomb.set(UNSYNCED[draw % 2])
    work.desk(world, draw >> 8)


def crash_at_opening(world: World, draw: int) -> None:
    """The process ends while it opens."""
    machine = world.desk
    machine.crash(power=True, kept=0)
    machine.bomb.set(UNSYNCED[draw % 2])
    work.desk(world, draw >> 8)


def restore_folder(world: World, draw: int) -> None:
    """An old backup of the data folder is put back; the sidecar is mostly still there."""
    machine = world.desk
    held = world.backups[machine.name]
    if not held:
        return
    machine.crash(power=False, kept=0)
    machine.restore(held[draw % len(held)])
    world.faults["restore_folder"] += 1
    if (draw >> 8) % 4 == 0:
        _lose_sidecar(world, machine, draw >> 10)
    work.desk(world, draw >> 12)


def lose_sidecar(world: World, draw: int) -> None:
    """The sidecar goes, or turns unreadable."""
    world.desk.crash(power=False, kept=0)
    _lose_sidecar(world, world.desk, draw)
    work.desk(world, draw >> 4)


def _lose_sidecar(world: World, machine: Machine, draw: int) -> None:
    world.faults["sidecar_lost"] += 1
    if draw % 3 == 0:
        machine.side.damaged = True
    else:
        machine.side.lose()


def restore_disk(world: World, draw: int) -> None:
    """An old image of the whole disk is put back: the sidecar goes along unless it lies apart."""
    machine, dice = world.desk, Dice(draw)
    held = world.images[machine.name]
    if not held:
        return
    newest = machine.head().hash
    machine.crash(power=False, kept=0)
    image = held[dice.roll(len(held))]
    machine.restore(image.folder)
    if dice.roll(3):
        machine.side.rewrite(image.events)
        if image.newest != newest and not machine.blind:
            world.blinded(machine, "whole_disk")
    world.faults["restore_disk"] += 1
    world.lies = dice.one_in(3)
    if dice.one_in(2):
        people.boot(world, machine)
        world.ship()
        work.meet_follower(world)
    work.desk(world, draw >> 12)
    world.lies = False


def clone(world: World, draw: int) -> None:
    """The machine's disk is copied to another one, perfectly or onto another PC."""
    original, dice = world.desk, Dice(draw)
    perfect = dice.one_in(2)
    copy = world.new_machine()
    if perfect:
        copy.binding = original.binding
    copy.restore(original.backup())
    copy.side.rewrite(original.side.events)
    world.faults["clone"] += 1
    if perfect:
        _use_both(world, copy)
    elif dice.roll(3):
        _try_clone(world, copy)
    else:
        people.ready(world, copy)


def _try_clone(world: World, copy: Machine) -> None:
    """Somebody types into a copy that nobody took over: it must give no number."""
    people.boot(world, copy)
    if copy.on and world.enter(copy, Ask(op=world.new_op()))[0] is not None:
        raise Violated("I1a", "a copy on another machine gives numbers")
    copy.crash(power=False, kept=0)


def _use_both(world: World, copy: Machine) -> None:
    """Two equal machines are used: nobody can know (I1b)."""
    world.blinded(copy, "clone")
    copy.is_twin = True
    if not world.desk.blind:
        world.blinded(world.desk, "clone")
    desk = world.desk
    for _ in range(3):
        op = world.new_op()
        shown = people.register(world, copy, Ask(op=op))
        if shown is not None:
            world.stamp(copy, shown, op)
    work.desk(world, 0)
    if copy.on and world.hub_up and world.desk is desk:
        world.meet(copy, world.hub)


def take_over(world: World, draw: int) -> None:
    """The desk's machine breaks; the follower, which may be behind, takes over."""
    if world.follower is None:
        work.new_follower(world, draw)
    follower, old = world.follower, world.desk
    if follower is None or not people.ready(world, old):
        return
    if draw & 1:
        work.meet_follower(world)
    work.desk(world, draw >> 4)
    if world.follower is not follower or world.desk is not old:
        return
    old.crash(power=True, kept=0)
    people.boot(world, follower)
    if not follower.on or follower.opened.question != "take_over" or not follower.head().seq:
        world.follower = None  # it cannot take over: it is set up again some day
        return
    people.ready(world, follower)
    work.desk(world, draw >> 8)
    if draw & 16:
        work.contact(world, draw)
    if draw & 6 == 6 and world.desk is follower:  # noqa: PLR2004 - one in four
        _old_owner(world, old, draw)


def _old_owner(world: World, old: Machine, draw: int) -> None:
    """The old machine is switched on again: it hears of the new epoch, or stands alone."""
    if draw & 8:
        world.attempt(old, old.boot)
        if old.on:
            world.meet(old, world.desk)
            if old.opened.open:
                raise Violated("I8", f"{old.name} stays open beside a later epoch")
            old.crash(power=False, kept=0)
        return
    world.blinded(old, "split")
    old.is_twin = True
    desk = world.desk
    if not desk.blind:
        world.blinded(desk, "split")
    for _ in range(2):
        op = world.new_op()
        shown = people.register(world, old, Ask(op=op))
        if shown is not None:
            world.stamp(old, shown, op)
    if old.on:
        world.meet(old, desk)
        old.crash(power=False, kept=0)


def partition(world: World, draw: int) -> None:
    """Links go down, or come back."""
    world.hub_up, world.lan_up, world.wire_up = not draw & 1, not draw & 2, not draw & 4
    if world.site is not None:
        world.site.up = not draw & 8
    if draw & 15:
        world.faults["partition"] += 1
    work.desk(world, draw >> 4)
    work.pc(world, draw >> 8)


def heal(world: World, draw: int) -> None:
    """All links are up again."""
    world.hub_up = world.lan_up = world.wire_up = True
    if world.site is not None:
        world.site.up = True
    work.contact(world, draw)
    work.pc(world, draw)


def bad_wire(world: World, draw: int) -> None:
    """From here on the wire to the other PC loses, doubles and reorders, or one of these."""
    kinds = draw % 7 + 1
    world.loss, world.doubling, world.reordering = bool(kinds & 1), bool(kinds & 2), bool(kinds & 4)
    work.pc(world, draw >> 3)
    work.pc(world, draw >> 6)


def clock(world: World, draw: int) -> None:
    """The desk's clock jumps, forward or back, and perhaps returns later."""
    machine, dice = world.desk, Dice(draw)
    days = FAR if dice.one_in(4) else 1 + dice.roll(400)
    back = dice.one_in(2)
    jump = timedelta(days=-days if back else days, minutes=dice.roll(60))
    world.faults["clock_back" if back else "clock_forward"] += 1
    machine.clock.error += jump
    if dice.one_in(3):
        machine.crash(power=False, kept=0)
    work.desk(world, draw >> 12)
    if dice.one_in(2):
        machine.clock.error -= jump
        world.faults["clock_there_and_back"] += 1
        work.desk(world, draw >> 16)
    _require_date(world, world.desk)


def _require_date(world: World, machine: Machine) -> None:
    """Where somebody vouched for the day, an entry is dated with it (CK3)."""
    if machine.on and machine.vouched and machine.trusted.is_sure():
        away = abs((machine.dated() - world.time.today).days)
        if away > 1:
            raise Violated("CK3", f"{machine.name} dates entries {away} days off")


def lost_device(world: World, draw: int) -> None:
    """A phone is lost: its slips are on paper, and the clerk types them in."""
    dice, code = Dice(draw), ("01", "02")[draw % 2]
    work.phone(world, draw)
    if not people.ready(world, world.desk):
        return
    work.act(world, "device.lose", wire.LoseDevice(code=code, reason="Mất điện thoại."))
    world.faults["lost_device"] += 1
    held, world.slips[code] = world.slips[code], []
    for ask in held:
        typed = Ask(op=world.new_op(), slip=ask.slip, captured_at=ask.captured_at, slip_ok=True)
        work.bring(world, typed, dice)


def full_disk(world: World, draw: int) -> None:
    """A disk is full, that of the data or that of the sidecar."""
    machine = world.desk
    if not people.ready(world, machine):
        return
    machine = world.desk
    if draw & 1:
        machine.side.full = True
    else:
        machine.fill(full=True)
    world.faults["full_disk"] += 1
    op = world.new_op()
    if machine.blind:
        world.blind_docs.add(op)
    for _ in range(2):
        if world.enter(machine, Ask(op=op, book=IN))[0] is not None:
            raise Violated("I4", f"{machine.name} shows a number though a disk is full")
    if draw & 2:
        machine.crash(power=bool(draw & 4), kept=0)
    people.make_room(machine)
    work.write_one(world, Ask(op=op), years_of(world))
    work.desk(world, draw >> 4)


def old_client(world: World, draw: int) -> None:
    """A client of an earlier protocol repeats commands that were answered long ago."""
    done = list(world.paper.numbers.items())
    if not done or not people.ready(world, world.desk):
        return
    world.faults["old_client"] += 1
    for place in range(3):
        doc, (key, number) = done[(draw >> place) % len(done)]
        held = world.desk.numbers(key).get(number)
        if key[0] != IN or held is None or held[0] != "issued" or held[1] != doc:
            continue
        shown = people.register(world, world.desk, Ask(op=doc))
        if shown is not None and (shown.number, shown.fresh) != (number, False):
            raise Violated("I5", f"{doc} has {number} and got {shown.number}")


FAULTS: Final[dict[str, Callable[[World, int], None]]] = {
    "crash": crash,
    "power": power,
    "crash_at_opening": crash_at_opening,
    "restore_folder": restore_folder,
    "lose_sidecar": lose_sidecar,
    "restore_disk": restore_disk,
    "clone": clone,
    "take_over": take_over,
    "partition": partition,
    "heal": heal,
    "bad_wire": bad_wire,
    "clock": clock,
    "lost_device": lost_device,
    "full_disk": full_disk,
    "old_client": old_client,
}
"""Steps by name."""
