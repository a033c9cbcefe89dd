"""Every other way of numbering is found out: the simulator's own proof (target 9).

R-IN-15
"""

import statistics
from functools import partial

import pytest

from tests.simulator.mutants import MUTANTS
from tools.simulator.history import run
from tools.simulator.runner import core, core_of, first_failure

RANGES = (1, 100_000, 200_000, 300_000, 400_000)
SEEDS_MAX = 1000
MEDIAN_MAX = 50


@pytest.mark.parametrize("name", sorted(MUTANTS))
def test_nb2_nb7_nb14_nb20_a_mutant_is_killed_by_few_seeds(name: str) -> None:
    maker = partial(core_of, MUTANTS[name])
    seeds = [first_failure(range(first, first + SEEDS_MAX), maker=maker) for first in RANGES]
    print(f"{name}: killed after {seeds} histories")
    assert all(seeds), seeds
    assert statistics.median(seeds) <= MEDIAN_MAX


def test_the_gate_lets_the_product_itself_through() -> None:
    assert first_failure(range(1, 60), maker=core) == 0


def test_every_kind_of_mutant_is_told_from_the_product_by_the_same_history() -> None:
    for kind in MUTANTS.values():
        seeds = range(1, SEEDS_MAX)
        broken = next(seed for seed in seeds if run(seed, core_of(kind)).rule)
        assert run(broken, core()).rule == ""
