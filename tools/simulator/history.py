"""Histories: made from a seed, run step by step, made shorter while they still fail."""

import random
from collections.abc import Sequence
from typing import Final

import msgspec

from tools.simulator import invariants, people, work
from tools.simulator.faults import FAULTS
from tools.simulator.paper import Violated
from tools.simulator.work import WORK
from tools.simulator.world import Make, Maker, World
from vanthu_sync import wire

Step = tuple[str, int]
"""What happens, and all choices in it as one number."""

STEPS: Final = {**WORK, **FAULTS}
REGISTRATIONS: Final = 100
FILLERS_MAX: Final = 60
DEVICES: Final = ("Điện thoại 1", "Điện thoại 2")

ALWAYS: Final = ("desk", "desk", "pc", "contact", "night", "desk", "contact", "phone", "desk")
CHANCES: Final[tuple[tuple[str, float], ...]] = (
    ("crash", 0.45),
    ("crash", 0.25),
    ("power", 0.3),
    ("crash_at_opening", 0.15),
    ("restore_folder", 0.3),
    ("restore_folder", 0.1),
    ("lose_sidecar", 0.12),
    ("restore_disk", 0.12),
    ("clone", 0.16),
    ("take_over", 0.18),
    ("follow", 0.15),
    ("partition", 0.3),
    ("heal", 0.35),
    ("bad_wire", 0.3),
    ("clock", 0.3),
    ("lost_device", 0.15),
    ("full_disk", 0.2),
    ("old_client", 0.25),
    ("new_year", 0.18),
    ("close_year", 0.1),
    ("join_site", 0.25),
    ("site", 0.3),
    ("site", 0.2),
    ("void", 0.5),
    ("reenter", 0.3),
    ("reenter", 0.15),
    ("delegate", 0.12),
    ("phone", 0.4),
    ("night", 0.4),
    ("contact", 0.4),
)
"""Steps that a history has with this chance."""


class Outcome(msgspec.Struct, kw_only=True):
    """How a history went: what ran, what befell it, and which rule it broke ("" for none)."""

    seed: int
    steps: list[Step]
    rule: str = ""
    text: str = ""
    registrations: int = 0
    events: int = 0
    faults: dict[str, int] = {}
    cases: list[tuple[str, int, bool | None]] = []


def steps_of(seed: int) -> list[Step]:
    """Return the history of a seed."""
    rng = random.Random(seed)
    names = [*ALWAYS, *(name for name, chance in CHANCES if rng.random() < chance)]
    rng.shuffle(names)
    draw = rng.getrandbits
    return [(name, draw(40)) for name in names]


def run(seed: int, make: Make, *, steps: Sequence[Step] | None = None) -> Outcome:
    """Run a history, or these steps alone; an unexpected error ends it like a broken rule."""
    outcome = Outcome(seed=seed, steps=[])
    world = World(make)
    try:
        begin(world)
        for step in steps_of(seed) if steps is None else steps:
            _step(world, outcome, step)
        if steps is None:
            _fill(world, outcome, seed)
        _finish(world)
    except Violated as violated:
        outcome.rule, outcome.text = violated.rule, str(violated)
    except Exception as error:  # noqa: BLE001 - a fault of the product is a finding with a seed
        outcome.rule, outcome.text = type(error).__name__, f"{type(error).__name__}: {error}"
    _sum_up(world, outcome)
    return outcome


def begin(world: World) -> None:
    """Give the phones of the office their codes."""
    for name in DEVICES:
        work.act(world, "device.code", wire.CodeDevice(name=name))


def _step(world: World, outcome: Outcome, step: Step) -> None:
    outcome.steps.append(step)
    STEPS[step[0]](world, step[1])


def _fill(world: World, outcome: Outcome, seed: int) -> None:
    """Add work until there are enough registrations; raises Violated where the office is stuck.

    No fault may stop an office for good: people answer, connect machines and make room.
    """
    draw = seed * 2_654_435_761
    for _ in range(FILLERS_MAX):
        if world.registrations >= REGISTRATIONS:
            return
        draw = (draw * 1_103_515_245 + 12_345) % (1 << 40)
        _step(world, outcome, ("desk", draw))
    if world.registrations < REGISTRATIONS:
        stopped = world.desk.opened
        text = f"{world.desk.name} gives no numbers any more: {stopped.cause} {stopped.witness}"
        raise Violated("STUCK", text)


def _finish(world: World) -> None:
    """All links up: everything meets the hub once, then every chain is looked at as a whole."""
    world.hub_up = True
    if people.ready(world, world.desk):
        world.ship()
    for case in world.blindness:
        other = case.machine is not world.desk and not case.machine.is_branch
        if other and case.machine.on:
            world.meet(case.machine, world.hub)
    for machine in world.machines:
        if machine.writing:
            invariants.at_end(machine)
    if world.desk.on:
        world.look(world.desk)


def _sum_up(world: World, outcome: Outcome) -> None:
    outcome.registrations = world.registrations
    outcome.events = sum(machine.head().seq for machine in world.machines)
    outcome.faults = dict(world.faults)
    outcome.cases = [(case.kind, case.twice, case.reported) for case in world.blindness]


def shrink(maker: Maker, outcome: Outcome) -> Outcome:
    """Return a shorter history that breaks the same rule: no step of it can be left out."""
    best = outcome
    size = max(1, len(best.steps) // 2)
    while True:
        shorter = _without(maker, best, size)
        if shorter is not None:
            best = shorter
        elif size == 1:
            return best
        else:
            size //= 2


def _without(maker: Maker, best: Outcome, size: int) -> Outcome | None:
    for start in range(0, len(best.steps), size):
        steps = best.steps[:start] + best.steps[start + size :]
        tried = run(best.seed, maker(), steps=steps)
        if tried.rule == best.rule:
            return tried
    return None
