"""Target 11: an old backup is restored, and the clerk stamps again.

A node takes entries, is backed up, goes on for a week, and loses its data folder: the backup is
put back, and the node opens, completes itself from the sidecar and gives the next number. Beside
each figure stands its target: two minutes, one question.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import Final

from vanthu_server.commune.node import Node
from vanthu_server.commune.storage.backup import Stage, back_up
from vanthu_server.commune.storage.backup_restore import restore
from vanthu_sync import wire

SECONDS_TARGET: Final = 120
QUESTIONS_TARGET: Final = 1

Stamp = Callable[[Node, wire.IncomingFields], None]
Figures = list[tuple[str, float, float]]


def restore_figures(
    node: Node, shelf: Path, entries: list[wire.IncomingFields], *, count: int, stamp: Stamp
) -> Figures:
    """Return name, figure and target: seconds and questions from the loss to the next stamp.

    `node` is open and new; it takes `count` of the `entries` before the backup and all of them
    after it. Raises AssertionError where a number is lost, doubled or left out.
    """
    node.confirm_today()
    for fields in islice(cycle(entries), count):
        stamp(node, fields)
    began = time.perf_counter()
    kept = back_up(node.config, shelf, now=datetime.now(UTC), tell=_nothing)
    backup_seconds = time.perf_counter() - began
    for fields in entries:
        stamp(node, fields)
    config, world = node.config, node.world
    node.close()

    began = time.perf_counter()
    restore(kept.folder, config, now=datetime.now(UTC), tell=_nothing)
    again = Node(config, world)
    opened = again.open()
    assert opened.open, opened
    stamp(again, entries[0])
    seconds = time.perf_counter() - began
    assert opened.recovered == len(entries), opened
    assert _marks(again) == count + len(entries) + 1
    again.close()
    return [
        (f"backup of {count}, s", backup_seconds, SECONDS_TARGET),
        (f"restore of {count}, s", seconds, SECONDS_TARGET),
        ("restore, questions", float(bool(opened.question)), QUESTIONS_TARGET),
    ]


def _marks(node: Node) -> int:
    with node.ledger.reading() as db:
        found = db.conn.execute("select max(number) from number where book = 'den'").fetchone()
    return int(found[0])


def _nothing(_stage: Stage, _done: int, _of: int) -> None:
    """Say nothing: the figure is what counts."""
