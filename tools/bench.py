"""`make bench`: what the parts cost beside a peer in the same run, as ratios.

- *stamp*: one registration (entry, mark, journal, rows, search, the sidecar's fsync), beside one
  bare SQLite commit of the same JSON into one table with the same synchronous=FULL.
- *wire*: bytes of the week's 350 entries as the link ships them, beside the same entries as plain
  JSON deflated in one piece, which is the least that a log without hashes, nonces and ids can take.
- *restore*: an old backup put back until the next number is given (tools/bench_restore.py), beside
  its target of two minutes and one question.
- *take-over*: the holder is killed, clerk and leader take over at its follower, until the next
  number is given (tools/bench_follower.py), beside its target of five minutes, people included.

Last lines of stdout: one JSON object a figure, with its unit. Machines are shared and noisy: read
the ratios, and those only beside others of the same machine: a slow disk makes both sides wait.
"""

import argparse
import json
import secrets
import sqlite3
import statistics
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from typing import Final

import msgspec

from tools.bench_follower import TAKE_OVER_TARGET, take_over
from tools.bench_restore import restore_figures
from tools.bench_sync import show, sync_figures
from tools.peers.packed import packed_bytes
from tools.story import entry_of
from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.node import Node
from vanthu_server.commune.services.command import Desk
from vanthu_server.commune.services.office import NewPerson, OfficeSetup
from vanthu_server.commune.services.registering import Entry, enter
from vanthu_server.samples.week import week_intake
from vanthu_sync import wire
from vanthu_sync.events import OrganAdded

ORGAN: Final = "ubnd"


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmarks and print table and figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fast", action="store_true", help="a tenth of the numbers")
    fast = parser.parse_args(arguments).fast
    entries = [
        msgspec.convert(entry_of(document), wire.IncomingFields) for document in week_intake()
    ]
    entries = entries[: 35 if fast else 350]
    with tempfile.TemporaryDirectory(prefix="vanthu-bench-") as folder:
        figures = measure(Path(folder), entries)
        many = 1_000 if fast else 10_000
        figures += restored(Path(folder), entries, count=many)
        figures += followed(Path(folder) / "followed", entries, count=many)
    print(f"{'figure':<28}{'ours':>12}{'peer':>12}{'ratio':>8}", file=sys.stderr)
    for figure in figures:
        said = f"{figure['name']}, {figure['unit']}"
        print(
            f"{said:<28}{figure['ours']:>12}{figure['peer']:>12}{figure['ratio']:>8}",
            file=sys.stderr,
        )
        print(json.dumps(figure))
    show(sync_figures(fast=fast))
    return 0


def measure(folder: Path, entries: list[wire.IncomingFields]) -> list[dict[str, object]]:
    """Return all figures."""
    node = prepared_node(folder / "node")
    ours = times(lambda fields: stamp(node, fields), entries)
    bare = bare_database(folder / "bare.sqlite")
    peer = times(lambda fields: commit(bare, msgspec.json.encode(fields)), entries)
    bytes_ours = shipped_bytes(node)
    bytes_peer = len(zlib.compress(msgspec.json.encode(entries), level=9))
    node.close()
    bare.close()
    count = len(entries)
    return [
        figure("stamp p50, ms", statistics.median(ours), statistics.median(peer)),
        figure("stamp p99, ms", high(ours), high(peer)),
        figure("wire, bytes a document", bytes_ours / count, bytes_peer / count),
    ]


def restored(
    folder: Path, entries: list[wire.IncomingFields], *, count: int
) -> list[dict[str, object]]:
    """Return the figures of a restore after `count` entries, each beside its target."""
    node = prepared_node(folder / "restored")
    found = restore_figures(node, folder / "shelf", entries, count=count, stamp=stamp)
    return [figure(name, ours, target) for name, ours, target in found]


def followed(
    folder: Path, entries: list[wire.IncomingFields], *, count: int
) -> list[dict[str, object]]:
    """Return the figure of a follower's take-over after `count` entries, beside its target."""
    folder.mkdir()
    fields = list(islice(cycle(entries), count))
    found = take_over(folder, fields, prepare=prepared_node, stamp=stamp)
    return [figure("take-over by a follower, s", found["taken_over"], TAKE_OVER_TARGET)]


def prepared_node(folder: Path) -> Node:
    """Return an open node with one organ and one clerk."""
    node = Node(NodeConfig(data=folder))
    node.open()
    setup = OfficeSetup(node.ledger, clock=node.clock, policies=node.policies)
    setup.start(name="bench", key=node.key.public)
    node.confirm_today()
    setup.add_organ(OrganAdded(id=ORGAN, code="H99", name="UBND"))
    setup.add_person(NewPerson(account="lan", name="Lan", organ=ORGAN, roles=("van_thu",)))
    return node


def stamp(node: Node, fields: wire.IncomingFields) -> None:
    """Register one document through the ledger."""
    with node.ledger.write() as unit:
        person = unit.person("lan")
        assert person is not None
        now = node.clock.now()
        desk = Desk(
            unit=unit,
            person=person,
            organ=ORGAN,
            op=secrets.token_hex(16),
            fingerprint="0" * 16,
            now=now,
            policy=node.policies.version("nd30-2020", date.today()),  # noqa: DTZ011 - any day
            require_stamping=node.door.require_stamping,
        )
        enter(desk, Entry(fields=fields, duplicate_ok=True, not_secret=True))


def bare_database(path: Path) -> sqlite3.Connection:
    """Return a database with one table, as durable as ours."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    connection.execute("create table entry (id integer primary key, body blob)")
    return connection


def commit(connection: sqlite3.Connection, body: bytes) -> None:
    """Insert one row in a transaction of its own."""
    connection.execute("insert into entry (body) values (?)", (body,))


def times(
    work: Callable[[wire.IncomingFields], None], entries: list[wire.IncomingFields]
) -> list[float]:
    """Return milliseconds of each piece of work."""
    found = []
    for entry in entries:
        began = time.perf_counter()
        work(entry)
        found.append((time.perf_counter() - began) * 1000)
    return found


def shipped_bytes(node: Node) -> int:
    """Return what the registrations weigh as packed batches."""
    events = tuple(
        event
        for event in node.hub.events(after=0, limit=10_000)
        if event.header.kind == "incoming.registered"
    )
    return packed_bytes(node, events)


def high(values: list[float]) -> float:
    """Return the 99th percentile."""
    return statistics.quantiles(values, n=100)[98]


def figure(name: str, ours: float, peer: float) -> dict[str, object]:
    """Return one figure; `name` ends in a comma and its unit."""
    what, unit = name.rsplit(", ", 1)
    return {
        "name": what,
        "unit": unit,
        "ours": round(ours, 2),
        "peer": round(peer, 2),
        "ratio": round(ours / peer, 2),
    }


if __name__ == "__main__":
    sys.exit(main())
