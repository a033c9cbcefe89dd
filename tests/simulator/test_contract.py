"""Both levels behind the port show the same numbers for the same history.

R-IN-15
"""

import pytest

from tools.simulator.history import STEPS, Step, begin, steps_of
from tools.simulator.port import Key
from tools.simulator.runner import core
from tools.simulator.store.template import stores
from tools.simulator.world import Maker, World

INSIDE = frozenset({"crash", "crash_at_opening", "power"})
"""Steps that end a process at a point which only one of the levels has (before the fsync)."""

Shown = dict[Key, dict[int, list[str]]]


def played(maker: Maker, steps: list[Step]) -> World:
    world = World(maker())
    begin(world)
    for name, draw in steps:
        STEPS[name](world, draw)
    return world


def on_paper(world: World) -> Shown:
    stamps = world.paper.stamps
    return {key: {n: stamp.docs for n, stamp in book.items()} for key, book in stamps.items()}


def known(world: World) -> dict[Key, dict[int, str]]:
    desk = world.desk
    return {key: {n: state[0] for n, state in desk.numbers(key).items()} for key in desk.books()}


@pytest.mark.parametrize("seed", range(1, 13))
def test_nb2_nb3_core_and_store_show_the_same_numbers(seed: int) -> None:
    steps = [step for step in steps_of(seed) if step[0] not in INSIDE]
    light, real = played(core, steps), played(stores, steps)
    assert on_paper(light) == on_paper(real)
    states = {key: held for key, held in known(real).items() if key[0] != "sao"}
    assert known(light) == states
    assert light.faults == real.faults


def test_nb6_both_levels_end_at_the_same_points() -> None:
    steps = [("crash", 5 + 64), ("desk", 9), ("crash", 4), ("crash", 6 + 64), ("pc", 3)]
    light, real = played(core, steps), played(stores, steps)
    assert light.faults["crash"] == real.faults["crash"] == 3
    assert on_paper(light) == on_paper(real)
