"""The power goes at any point, and the disk forgets what was not synced (numbering's target 10).

A real node is traced while it registers; its system calls are played again onto a disk that
forgets. At each point: every number whose answer had begun to leave is in the database alone and
in the sidecar alone, and a node that opens on what is left has it, without hole or double.
"""

import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

import pytest

from tests.commune.files.power_cut import Disk
from tests.commune.files.write_log import Reply, Request, Step, SyncOver, Write, spy, steps
from tests.commune.node import UBND, RealNode, copied_today, operation, present_world
from tests.commune.stores import assert_whole, numbers_in_order, operations_of
from tools.world.process import vanthu
from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.node import Node
from vanthu_sync import sidecar

DATABASE: Final = "vanthu.sqlite"
WAL: Final = "vanthu.sqlite-wal"
SIDECAR: Final = "journal.jsonl"
FILES: Final = frozenset({DATABASE, WAL, SIDECAR})
REGISTRATIONS: Final = 90
"""Enough for SQLite to carry its log over into the database in between."""


@dataclass(frozen=True)
class Traced:
    """A node's files at rest, and what it did from then on; `ops` in the order of asking."""

    config: NodeConfig
    files: dict[str, bytes]
    steps: tuple[Step, ...]
    ops: tuple[str, ...]


@pytest.fixture(scope="module")
def traced(furnished_today: NodeConfig, tmp_path_factory: pytest.TempPathFactory) -> Traced:
    folder = tmp_path_factory.mktemp("traced")
    trace = folder / "trace"
    config = copied_today(furnished_today, folder)
    node = RealNode(config, command=lambda: [*spy(trace), *vanthu("commune", "run")])
    ops = tuple(operation(place) for place in range(REGISTRATIONS))
    try:
        clerk = node.start().person("vanthu")
        clerk.http.get("/api/session?from-here-on")
        places = (config.database, config.database.with_name(WAL), config.sidecar)
        files = {place.name: place.read_bytes() for place in places}
        given = [clerk.register(f"Văn bản {op}", op=op)["number"] for op in ops]
    finally:
        node.stop()
    assert given == list(range(1, REGISTRATIONS + 1))
    seen = steps(trace.read_text(encoding="ascii"), FILES)
    for step in seen:
        if isinstance(step, Request) and b"from-here-on" in step.data:
            break
    return Traced(config, files, tuple(until_the_last_answer(seen)), ops)


def until_the_last_answer(seen: Iterator[Step]) -> Iterator[Step]:
    """Yield the steps of the registrations alone, answers to nothing else among them."""
    left, asked = REGISTRATIONS, False
    for step in seen:
        if isinstance(step, Request):
            asked = asked or step.data.startswith(b"POST /api/commands")
        elif not isinstance(step, Reply):
            yield step
        elif asked:
            yield step
            asked, left = False, left - 1
            if not left:
                return
    message = "answers are missing in the trace"
    raise AssertionError(message)


def cuts(traced: Traced, left_out: frozenset[str] = frozenset()) -> Iterator[tuple[Disk, int]]:
    """Yield the disk after each step, with how many numbers had been shown.

    `left_out` names files whose syncs did not happen: it shows that the checks can fail.
    """
    disk, shown = Disk(traced.files), 0
    for step in traced.steps:
        if not isinstance(step, SyncOver) or step.file not in left_out:
            disk.take(step)
        shown += isinstance(step, Reply)
        yield disk, shown


def at_answers(
    traced: Traced, left_out: frozenset[str] = frozenset()
) -> Iterator[tuple[Disk, int]]:
    """Yield the disk at each first byte of an answer."""
    before = 0
    for disk, shown in cuts(traced, left_out):
        if shown != before:
            yield disk, shown
        before = shown


def written(traced: Traced, files: dict[str, bytes]) -> NodeConfig:
    """Put the files into the node's own folder, as they lie there when the power is back."""
    config = traced.config
    for path in config.data.glob(f"{DATABASE}*"):
        path.unlink()
    for name in (DATABASE, WAL):
        (config.data / name).write_bytes(files[name])
    config.sidecar.write_bytes(files[SIDECAR])
    return config


def in_database(config: NodeConfig) -> list[str]:
    """Return the registered operations of the database alone, in the order of numbers.

    Empty where SQLite refuses the file.
    """
    try:
        kept = operations_of(config)
    except sqlite3.DatabaseError:
        return []
    return sorted(kept, key=kept.__getitem__)


def in_sidecar(files: dict[str, bytes]) -> list[str]:
    """Return the registered operations of the sidecar alone."""
    return [
        event.header.op
        for event in sidecar.read(files[SIDECAR]).events
        if event.header.kind == "incoming.registered"
    ]


def happens(chance: random.Random, share: float) -> bool:
    return chance.random() < share


def nothing() -> bool:
    return False


def missing(traced: Traced, left_out: frozenset[str] = frozenset()) -> set[str]:
    """Return which of database and sidecar lack a shown number at some answer, each alone."""
    found = set()
    for disk, shown in at_answers(traced, left_out):
        files, due = disk.after_a_cut(nothing), list(traced.ops[:shown])
        if in_sidecar(files)[:shown] != due:
            found.add("sidecar")
        if in_database(written(traced, files))[:shown] != due:
            found.add("database")
    return found


def test_nb6_at_each_answer_database_and_sidecar_each_hold_the_number_through_a_power_cut(
    traced: Traced,
) -> None:
    """NB6: whatever the disk forgets that no sync covered."""
    assert len(list(at_answers(traced))) == REGISTRATIONS
    assert missing(traced) == set()


@pytest.mark.parametrize(("file", "place"), [(WAL, "database"), (SIDECAR, "sidecar")])
def test_the_check_sees_a_sync_that_did_not_happen(traced: Traced, file: str, place: str) -> None:
    assert missing(traced, frozenset({file})) == {place}


def test_the_trace_holds_a_carrying_over_of_the_log(traced: Traced) -> None:
    """Otherwise the most delicate moment of the database would not be cut."""
    assert any(isinstance(step, Write) and step.file == DATABASE for step in traced.steps)


@pytest.mark.parametrize("points", [60, pytest.param(3000, marks=pytest.mark.long)])
def test_nb9_a_node_opens_on_whatever_a_power_cut_left(traced: Traced, points: int) -> None:
    """NB6, NB9: at any step, with any part of what was not synced: nothing shown is missing."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    chosen = set(chance.sample(range(len(traced.steps)), min(points, len(traced.steps))))
    for place, (disk, shown) in enumerate(cuts(traced)):
        if place not in chosen:
            continue
        share = chance.choice((0.0, 0.5, 0.9))
        files = disk.after_a_cut(partial(happens, chance, share))
        config = written(traced, files)
        node = Node(config, present_world())
        opened = node.open()
        node.close()
        assert opened.open, (place, opened)
        kept = in_database(config)
        assert kept in (list(traced.ops[:shown]), list(traced.ops[: shown + 1])), place
        assert numbers_in_order(config, UBND) == list(range(1, len(kept) + 1)), place
        assert_whole(config)
