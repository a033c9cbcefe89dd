"""Copying a database as people do: file by file, piece by piece, while the node writes."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Final

from vanthu_server.commune.config import NodeConfig

ENDINGS: Final = ("", "-wal", "-shm")
PIECE_BYTES: Final = 4096
WRITES: Final = (5, 80)
"""How many times the node writes during a copy, at least and at most, about."""


def copy_plainly(
    config: NodeConfig, into: Path, *, chance: random.Random, between: Callable[[], None]
) -> tuple[str, ...]:
    """Copy database, WAL and index in an order drawn from `chance`; return the order.

    `between` is called after some pieces: there the node writes. What is missing is left out.
    """
    order = tuple(chance.sample(ENDINGS, len(ENDINGS)))
    pieces = sum(path.stat().st_size for path in config.data.glob("*.sqlite*")) / PIECE_BYTES
    busy = chance.randint(*WRITES) / pieces
    into.mkdir()
    for ending in order:
        source = config.database.with_name(config.database.name + ending)
        if source.exists():
            _copy(source, into / source.name, lambda: between() if chance.random() < busy else None)
    return order


def put_in_place(copy: Path, config: NodeConfig) -> None:
    """Put the copied files in the place of the node's own; all else stays."""
    for ending in ENDINGS:
        name = config.database.name + ending
        (config.data / name).unlink(missing_ok=True)
        if (copy / name).exists():
            (copy / name).rename(config.data / name)


def _copy(source: Path, target: Path, between: Callable[[], None]) -> None:
    with source.open("rb") as old, target.open("wb") as new:
        while piece := old.read(PIECE_BYTES):
            new.write(piece)
            between()
