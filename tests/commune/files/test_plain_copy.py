"""A data folder copied file by file while the node writes, and started in place of the original.

Such a copy is torn: pages of different moments. With the sidecar that survives it opens with
everything that was shown, or does not open at all; it never gives a number twice.
"""

import random
from pathlib import Path

import pytest

from tests.commune.files.clerk import ClerkAtWork, loaded_process
from tests.commune.files.plain_copy import copy_plainly, put_in_place
from tests.commune.node import UBND, copied_today
from tests.commune.stores import assert_whole, numbers_in_order, operations_of
from vanthu_server.commune.config import NodeConfig


@pytest.mark.parametrize("copies", [12, pytest.param(500, marks=pytest.mark.long)])
def test_nb8_a_copy_of_a_node_at_work_loses_nothing_that_was_shown_and_doubles_nothing(
    furnished_today: NodeConfig, tmp_path: Path, copies: int
) -> None:
    """NB8, NB10: most open by themselves; a few are so torn that SQLite or we refuse them."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    opened = 0
    with loaded_process(tmp_path / "clerk.log") as process:
        for place in range(copies):
            clerk = ClerkAtWork(process, copied_today(furnished_today, tmp_path / str(place)))
            opened += copied_and_started(clerk, tmp_path / f"copy{place}", chance)
    assert opened > copies / 2


def copied_and_started(clerk: ClerkAtWork, copy: Path, chance: random.Random) -> bool:
    """Let a clerk work, copy meanwhile, start the copy; tell whether it opened."""
    assert clerk.open("before")
    clerk.register(chance.randrange(120))
    order = copy_plainly(clerk.config, copy, chance=chance, between=clerk.register)
    clerk.register(chance.randrange(40))
    clerk.kill()
    put_in_place(copy, clerk.config)
    if not clerk.open("after"):
        print(order, clerk.opened)
        return False
    clerk.register(3)
    clerk.end()
    assert clerk.wrong == []
    assert operations_of(clerk.config) == clerk.told, order
    assert numbers_in_order(clerk.config, UBND) == list(range(1, len(clerk.told) + 1))
    assert_whole(clerk.config)
    return True
