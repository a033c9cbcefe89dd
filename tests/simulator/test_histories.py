"""Histories by the thousand; each one that fails prints its seed (`python -m tools.simulator`).

R-IN-15
"""

import os
from functools import partial

import pytest

from tools.simulator.runner import Tally, core, run_all, tally
from tools.simulator.store.template import stores
from tools.simulator.world import Maker

FAULTS = {
    "clock_back",
    "clock_forward",
    "clock_there_and_back",
    "clone",
    "crash",
    "duplication",
    "full_disk",
    "loss",
    "lost_device",
    "lost_unsynced",
    "old_client",
    "partition",
    "reordering",
    "restore_disk",
    "restore_folder",
    "sidecar_lost",
    "take_over",
    "year_end",
}


def histories(first: int, count: int, maker: Maker) -> Tally:
    jobs = min(2, os.cpu_count() or 1)
    total = run_all(range(first, first + count), partial(tally, maker=maker), jobs=jobs)
    for kind, case in sorted(total.i1b.items()):
        print(f"I1b {kind}: {case.cases} cases, {case.duplicates} with a number given twice")
    return total


def require_good(total: Tally, count: int) -> None:
    assert total.failed == []
    assert total.histories == count
    assert total.fewest_registrations >= 100
    assert set(total.faults) == FAULTS
    assert all(seen >= 0.05 * count for seen in total.faults.values()), total.faults
    met = sum(case.met for case in total.i1b.values())
    assert met > 0
    assert sum(case.reported_at_first_contact for case in total.i1b.values()) == met


def test_nb2_nb3_nb21_i1_to_i8_hold_in_thousands_of_histories_of_the_core() -> None:
    require_good(histories(1, 2500, core), 2500)


def test_nb2_nb3_nb21_i1_to_i8_hold_in_histories_of_the_real_store() -> None:
    total = histories(1, 60, stores)
    assert total.failed == []
    assert total.fewest_registrations >= 100


@pytest.mark.long
def test_nb2_nb3_nb21_i1_to_i8_hold_in_many_more_histories_of_the_core() -> None:
    require_good(histories(1_000_000, 30_000, core), 30_000)


@pytest.mark.long
def test_nb2_nb3_nb21_i1_to_i8_hold_in_many_more_histories_of_the_real_store() -> None:
    require_good(histories(1_000_000, 1000, stores), 1000)
