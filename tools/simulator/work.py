"""Steps of work: what an office does all day."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from tools.simulator import people
from tools.simulator.paper import Violated
from tools.simulator.port import IN, OUT, Ask, Shown
from tools.simulator.sites import contact_site, site_works
from tools.simulator.world import Dice, World, years_of
from vanthu_sync import slip, wire
from vanthu_sync.clock import VIETNAM, instant

MORNING: Final = 8
BURST: Final = 4
"""The least number of documents of one step at the desk; the most is twice that and one."""


def desk(world: World, draw: int) -> None:
    """T0: some documents at the desk, a quarter of them going out."""
    count = BURST + draw % (BURST + 2)
    years = years_of(world)
    for place in range(count):
        book = OUT if (draw >> place) & 3 == 3 else IN  # noqa: PLR2004 - two bits
        write_one(world, Ask(op=world.new_op(), book=book), years)
    world.time.move(minutes=5 * count)


def write_one(world: World, ask: Ask, years: frozenset[int]) -> Shown | None:
    """Register and stamp one document at the desk; raises Violated."""
    machine = world.desk
    shown = people.register(world, machine, ask)
    if shown is None:
        return None
    machine = world.desk
    if not ask.slip and machine.vouched and shown.fresh and shown.year not in years:
        raise Violated("I6", f"{machine.name} numbers in {shown.year}, it is {sorted(years)}")
    world.stamp(machine, shown, ask.op)
    world.attempt(machine, lambda: machine.bomb.passed("answered"))
    return shown


def pc(world: World, draw: int) -> None:
    """T1: another PC of the office sends commands over a wire that may lose, double, reorder."""
    dice = Dice(draw)
    world.waiting += [world.new_op() for _ in range(3 + dice.roll(4))]
    if not world.wire_up:
        return
    if world.reordering and len(world.waiting) > 1:
        world.waiting.insert(0, world.waiting.pop())
        world.faults["reordering"] += 1
    for op in list(world.waiting):
        if world.loss and dice.one_in(4):
            world.faults["loss"] += 1
            continue
        send(world, op, dice)
    late, world.flying = world.flying, []
    for op in late:
        people.register(world, world.desk, Ask(op=op))
    world.time.move(minutes=10)


def send(world: World, op: str, dice: Dice) -> None:
    """One command there, and perhaps its answer back; raises Violated."""
    shown = people.register(world, world.desk, Ask(op=op))
    if shown is None:
        return
    if world.doubling and dice.one_in(3):
        world.faults["duplication"] += 1
        again = people.register(world, world.desk, Ask(op=op))
        if again is not None and again.number != shown.number:
            raise Violated("I5", f"{op} got {shown.number} and {again.number}")
    if world.reordering and dice.one_in(3):
        world.flying.append(op)
    if world.loss and dice.one_in(3):
        world.faults["loss"] += 1
        return
    world.stamp(world.desk, shown, op)
    world.waiting.remove(op)


def phone(world: World, draw: int) -> None:
    """T2: devices out of reach write slips, and bring them, some days later or twice."""
    dice = Dice(draw)
    for code in ("01", "02"):
        held = world.slips[code]
        for _ in range(dice.roll(3)):
            counter = world.count + 1
            text = slip.make(code, counter).text
            held.append(Ask(op=world.new_op(), slip=text, captured_at=instant(world.time.now)))
        if dice.one_in(2):
            world.slips[code] = [ask for ask in held if not bring(world, ask, dice)]


def bring(world: World, ask: Ask, dice: Dice) -> bool:
    """Bring one slip to the desk; tell whether it is done; raises Violated."""
    shown = write_one(world, ask, frozenset())
    if shown is None:
        return False
    if dice.one_in(4):
        typed = Ask(op=world.new_op(), slip=ask.slip.lower(), captured_at=ask.captured_at)
        again = people.register(world, world.desk, typed)
        if again is not None and not world.lossy and not world.desk.blind:
            raise Violated("I5", f"the slip {ask.slip} got {shown.number} and {again.number}")
    return True


def contact(world: World, draw: int) -> None:
    """The desk meets hub, follower and site, as far as the links are up."""
    dice = Dice(draw)
    if not people.ready(world, world.desk):
        return
    world.ship()
    meet_follower(world)
    if world.site is not None:
        contact_site(world, world.site, dice)
    if dice.one_in(3):
        reenter(world, draw)
    world.time.move(minutes=10)


def meet_follower(world: World) -> None:
    """The follower hears the desk, and the desk the follower; raises Violated."""
    follower, desk = world.follower, world.desk
    if follower is None or not world.lan_up or not (desk.on and follower.on):
        return
    world.meet(desk, follower)
    if not desk.writing:
        return
    links = desk.links(follower.head().seq)
    ours = follower.head()
    if links and links[0].prev == ours.hash:
        world.attempt(follower, lambda: follower.replicate(links))
    elif links or desk.head().hash != ours.hash:
        world.meet(follower, desk)
        world.follower = None


def new_follower(world: World, draw: int) -> None:
    """Another office PC begins to follow the desk."""
    del draw
    if not people.ready(world, world.desk):
        return
    follower = world.new_machine()
    follower.follow()
    follower.boot()
    follower.side.mend()
    world.follower = follower
    meet_follower(world)


def night(world: World, draw: int) -> None:
    """The next working day; mostly the machines were off."""
    days = 1 + draw % 3
    tomorrow = (world.time.now + timedelta(days=days)).astimezone(VIETNAM)
    world.time.move_to(tomorrow.replace(hour=MORNING, minute=0, second=0))
    if world.desk.on:
        world.remember(world.desk)
    if (draw >> 8) % 4:
        for machine in world.machines:
            machine.crash(power=False, kept=0)
        if world.follower is not None:
            people.boot(world, world.follower)


def new_year(world: World, draw: int) -> None:
    """Some days into the next year: new books; the slips of the old year come late."""
    next_year = world.time.today.year + 1
    begin = datetime(next_year, 1, 2 + draw % 3, MORNING, tzinfo=VIETNAM)
    world.time.move_to(begin)
    for machine in world.machines:
        machine.crash(power=False, kept=0)
    if world.follower is not None:
        people.boot(world, world.follower)
    world.faults["year_end"] += 1
    desk(world, draw >> 4)
    for code, held in world.slips.items():
        dice = Dice(draw)
        world.slips[code] = [ask for ask in held if not bring(world, ask, dice)]


def close_year(world: World, draw: int) -> None:
    """Khóa sổ of the year before, if nothing of it is out."""
    del draw
    machine, year = world.desk, world.time.today.year - 1
    if not people.ready(world, machine) or machine.status((OUT, year)) != "closing":
        return
    for book in (OUT, IN):
        paper = world.paper.last.get((book, year), 0)
        world.lossy = world.lossy or paper > machine.mark((book, year))
        act(world, "register.close", wire.CloseRegister(book=book, year=year, paper=paper))


def act(world: World, kind: str, payload: wire.Wire) -> str:
    """Do a command at the desk; return "" or why not."""
    machine, op = world.desk, world.new_op()
    return world.attempt(machine, lambda: machine.act(op, kind, payload))


def void(world: World, draw: int) -> None:
    """HỦY a number that is on paper."""
    machine = world.desk
    if not people.ready(world, machine):
        return
    machine = world.desk
    year = world.time.today.year
    held = world.paper.stamps.get((IN, year), {})
    if held:
        number = list(held)[draw % len(held)]
        payload = wire.VoidNumber(book=IN, year=year, number=number, reason="Vào nhầm.")
        held[number].void = True
        act(world, "number.void", payload)


def reenter(world: World, draw: int) -> None:
    """Enter lost contents again from paper, and settle stray entries."""
    del draw
    if not people.ready(world, world.desk):
        return
    machine = world.desk
    for key in machine.books():
        held = machine.numbers(key).items()
        for number in [number for number, known in held if known[0] == "content_lost"][:3]:
            _enter_again(world, (key, number))
    for origin in list(machine.strays())[:4]:
        _settle(world, origin)


def _enter_again(world: World, place: tuple[tuple[str, int], int]) -> None:
    (key, number), machine, op = place, world.desk, world.new_op()
    held = world.paper.stamps.get(key, {}).get(number)
    if held is None or held.site or key[0] != IN or not machine.on:
        return
    shown: list[Shown] = []
    world.attempt(machine, lambda: shown.append(machine.reenter(op, key, number)))
    if shown:
        world.paper.rename(key, number, op)
        world.exposed(machine, shown[0])


def _settle(world: World, origin: str) -> None:
    machine, op = world.desk, world.new_op()
    if not machine.on:
        return
    shown: list[Shown] = []
    before = {key: machine.mark(key) for key in machine.books()}
    world.attempt(machine, lambda: shown.append(machine.settle(op, origin)))
    if not shown:
        return
    world.exposed(machine, shown[0])
    key = (shown[0].book, shown[0].year)
    if shown[0].number <= before.get(key, 0):
        world.paper.rename(key, shown[0].number, op)
    else:
        world.stamp(machine, shown[0], op)


def delegate(world: World, draw: int) -> None:
    """The province numbers the outgoing book for an hour: the node must not."""
    if not people.ready(world, world.desk):
        return
    machine, key = world.desk, (OUT, world.time.today.year)
    if machine.status(key) != "open":
        return
    if world.attempt(machine, lambda: machine.delegate(key, "province")):
        return
    if draw % 4 and people.register(world, machine, Ask(op=world.new_op(), book=OUT)):
        raise Violated("NB18", f"{machine.name} numbers what the province numbers")
    for _ in range(people.TRIES):
        if not people.ready(world, world.desk) or world.desk is not machine:
            return
        if world.attempt(machine, lambda: machine.delegate(key, "node")) == "":
            return


def join_site(world: World, draw: int) -> None:
    """A second office joins with an order of leases; later it works on its own."""
    if world.site is None:
        site_works(world, draw, new=True)


def site(world: World, draw: int) -> None:
    """T3: the second office registers from its lease."""
    if world.site is not None:
        site_works(world, draw, new=False)


WORK: Final[dict[str, Callable[[World, int], None]]] = {
    "desk": desk,
    "pc": pc,
    "phone": phone,
    "contact": contact,
    "follow": new_follower,
    "night": night,
    "new_year": new_year,
    "close_year": close_year,
    "void": void,
    "reenter": reenter,
    "delegate": delegate,
    "join_site": join_site,
    "site": site,
}
"""Steps by name."""
