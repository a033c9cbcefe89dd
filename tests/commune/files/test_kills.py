"""kill -9 around the commit, often: a forked clerk on real files, killed after some milliseconds.

The same files go on from kill to kill; after some hundred a fresh node keeps the opening short.
The page cache survives a kill: what a power cut takes is in test_power_cuts.py.
"""

import random
import time
from pathlib import Path

import pytest

from tests.commune.files.books import Books
from tests.commune.files.clerk import ClerkAtWork, loaded_process
from tests.commune.node import copied_today
from tests.commune.stores import assert_whole
from vanthu_server.commune.config import NodeConfig

KILLS_PER_NODE = 250
SECONDS_MAX = 0.03
"""A registration takes some milliseconds, so a kill comes in one of the first few."""


# A kill takes a tenth of a second on an idle machine, 10,000 some 17 minutes.
@pytest.mark.parametrize("kills", [200, pytest.param(10_000, marks=pytest.mark.long)])
def test_nb6_no_kill_around_the_commit_loses_or_doubles_a_number_that_was_shown(
    furnished_today: NodeConfig, tmp_path: Path, kills: int
) -> None:
    """NB5, NB6, NB9: 0 shown numbers missing, 0 holes, the sidecar is the journal."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    shown = completed = 0
    with loaded_process(tmp_path / "clerk.log") as process:
        for first in range(0, kills, KILLS_PER_NODE):
            config = copied_today(furnished_today, tmp_path / str(first))
            clerk = ClerkAtWork(process, config)
            books = Books(config)
            completed += killed(clerk, books, chance, min(KILLS_PER_NODE, kills - first))
            shown += len(books.numbers)
            assert clerk.wrong == []
            assert_whole(config)
    print(f"{shown} numbers, {completed} sidecars completed")
    assert shown > kills / 4


def killed(clerk: ClerkAtWork, books: Books, chance: random.Random, kills: int) -> int:
    """Kill the clerk so often, looking at the books after each; return how often one was behind."""
    completed = 0
    for kill in range(kills):
        assert clerk.open(kill), clerk.opened
        completed += not clerk.opened.endswith(" 0")
        assert books.faults(clerk.told) == [], kill
        clerk.told.clear()
        clerk.run()
        time.sleep(chance.uniform(0, SECONDS_MAX))
        clerk.kill()
    assert clerk.open("last"), clerk.opened
    assert books.faults(clerk.told) == []
    clerk.end()
    return completed


@pytest.mark.parametrize("harm", ["number", "line", "told"])
def test_the_books_show_each_harm(furnished_today: NodeConfig, tmp_path: Path, harm: str) -> None:
    config = copied_today(furnished_today, tmp_path / "node")
    with loaded_process(tmp_path / "clerk.log") as process:
        clerk = ClerkAtWork(process, config)
        assert clerk.open("a")
        books = Books(config)
        clerk.register(2)
        clerk.end()
    if harm == "number":
        books.numbers["another"] = 1
    elif harm == "line":
        lines = config.sidecar.read_bytes().splitlines(keepends=True)
        config.sidecar.write_bytes(b"".join(lines[:-1]))
    else:
        clerk.told["never kept"] = 3

    assert len(books.faults(clerk.told)) == (2 if harm == "number" else 1)
