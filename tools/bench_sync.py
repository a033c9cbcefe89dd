"""`make bench`: a week, a document and an idle look over a bad link, beside PouchDB and Kinto.

Each side runs as real processes with TLS on a link of its own (tools/link): 64 kbit/s, 300 ms
there and back. Bytes are IP bytes at the link, both directions, counted without loss, so that
they are the same in every run; seconds are those of a week with 5 % loss each way, from the first
packet until the other side has all of it, over seeds that every side shares. All sides have the
same 350 real documents with three acts each; what each keeps of an act stands in tools/peers.

A peer that cannot be installed here is left out, and that is said. Without the right to make
network namespaces a proxy stands in for the link, and its bytes are estimates: `link` says so.

Run alone: python -m tools.bench_sync [--fast]
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from tools.link.certificates import make_tls
from tools.link.link import kind_of_link, open_link
from tools.link.namespaces import FAR, NamespaceLink
from tools.link.profile import COMMUNE, QUIET, Profile
from tools.link.proxy import IN_FRONT
from tools.peers.bare_tls import upload_seconds
from tools.peers.install import kinto, pouch
from tools.peers.ours import Ours
from tools.peers.peer import Running, Side, Spent
from tools.peers.scripted import Kinto, Pouch
from tools.peers.week import documents, write_week

SEEDS: Final = 10
SEEDS_FAST: Final = 1
P95: Final = 0.95
AT_ONCE: Final = 6
"""Runs of peers at one time: they wait for the link most of the time, and have two cores."""

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Found:
    """What one side's runs gave; `weeks` are seconds by seed."""

    week: Spent
    one: Spent
    idle: Spent
    weeks: list[float]

    def values(self) -> dict[str, tuple[float, str]]:
        """Return each figure with its unit."""
        return {
            "week_bytes_per_document": (self.week.octets / len(documents()), "B"),
            "one_document_bytes": (self.one.octets, "B"),
            "one_document_requests": (self.one.requests, "requests"),
            "idle_bytes": (self.idle.octets, "B"),
            "idle_requests": (self.idle.requests, "requests"),
            "week_seconds_p95": (high(self.weeks), "s"),
        }


def main(arguments: list[str] | None = None) -> int:
    """Run the comparison alone and print table and figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fast", action="store_true", help="one seed")
    show(sync_figures(fast=parser.parse_args(arguments).fast))
    return 0


def sync_figures(*, fast: bool) -> list[dict[str, Any]]:
    """Return all figures.

    Runs are made at the same time, each on a link of its own, but ours one after the other, since
    a node's folder has one place. Proxies share the loopback: there all go one by one.
    """
    seeds = range(1, 1 + (SEEDS_FAST if fast else SEEDS))
    with tempfile.TemporaryDirectory(prefix="vanthu-bench-sync-") as name:
        folder = Path(name)
        tls = make_tls(folder / "tls", hosts=(FAR, IN_FRONT))
        week = write_week(folder / "week.json")
        ours = Ours(folder=folder, tls=tls)
        peers: list[Side] = []
        if _installed(pouch):
            peers.append(Pouch(folder=folder, week=week, tls=tls))
        if _installed(kinto):
            peers.append(Kinto(folder=folder, week=week, tls=tls))
        with ThreadPoolExecutor(1) as one_by_one, ThreadPoolExecutor(AT_ONCE) as at_once:
            pool = at_once if kind_of_link() == NamespaceLink.kind else one_by_one
            theirs = [_begun(pool, peer, seeds) for peer in peers]
            size = one_by_one.submit(ours.prepare).result()
            mine = _begun(one_by_one, ours, seeds)
            bare = [pool.submit(_bare_seconds, ours, size, seed) for seed in seeds]
            found, others = mine.found(), [each.found() for each in theirs]
            least = [each.result() for each in bare]
    rows = [
        line
        for peer, other in zip(peers, others, strict=True)
        for line in compared(found, peer.name, other)
    ]
    return [*(rows or alone(found)), over_bare(found.weeks, least)]


@dataclass(frozen=True)
class _Begun:
    """One side's runs under way: the one that counts bytes, and a week a seed."""

    counted: Future[tuple[Spent, Spent, Spent]]
    weeks: list[Future[float]]

    def found(self) -> Found:
        week, one, idle = self.counted.result()
        return Found(week=week, one=one, idle=idle, weeks=[each.result() for each in self.weeks])


def _begun(pool: ThreadPoolExecutor, side: Side, seeds: range) -> _Begun:
    counted = pool.submit(_on_a_link, side, QUIET, 0, _all_three)
    weeks = [pool.submit(_on_a_link, side, COMMUNE, seed, _week_seconds) for seed in seeds]
    return _Begun(counted, weeks)


def _on_a_link(side: Side, profile: Profile, seed: int, work: Callable[[Running], T]) -> T:
    link = open_link(profile, seed=seed)
    try:
        running = side.begin(link)
        try:
            done = work(running)
        finally:
            running.stop()
    finally:
        link.close()
    _say(f"{side.name}: {profile.name}, seed {seed}: done")
    return done


def _all_three(running: Running) -> tuple[Spent, Spent, Spent]:
    return running.week(), running.one(), running.idle()


def _week_seconds(running: Running) -> float:
    return running.week().seconds


def _bare_seconds(ours: Ours, size: int, seed: int) -> float:
    link = open_link(COMMUNE, seed=seed)
    try:
        return upload_seconds(link, ours.tls, size=size)
    finally:
        link.close()


def compared(mine: Found, name: str, peer: Found) -> list[dict[str, Any]]:
    """Return the rows beside one peer."""
    theirs = peer.values()
    return [
        {**_row(what, ours, unit), "peer": name, **_beside(ours, theirs[what][0])}
        for what, (ours, unit) in mine.values().items()
    ]


def alone(mine: Found) -> list[dict[str, Any]]:
    """Return our rows where no peer could be installed."""
    return [_row(what, ours, unit) for what, (ours, unit) in mine.values().items()]


def over_bare(weeks: list[float], bare: list[float]) -> dict[str, Any]:
    """Return how much longer a week takes than a bare upload of its bytes, seed by seed."""
    ours = high([week / least for week, least in zip(weeks, bare, strict=True)])
    row = _row("week_over_bare_tls", ours, "ratio")
    return {**row, "peer": "bare TLS", "theirs": 1.0, "ratio": round(ours, 2)}


def high(values: list[float]) -> float:
    """Return the 95th percentile by nearest rank: of fewer than twenty the largest."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(P95 * len(ordered)))]


def show(figures: list[dict[str, Any]]) -> None:
    """Print the table on stderr and one JSON object a figure on stdout."""
    line = "{:<38}{:>10}{:>10}{:>10}{:>8}"
    print(line.format("figure", "ours", "peer", "theirs", "ratio"), file=sys.stderr)
    for row in figures:
        beside = [row.get(key, "-") for key in ("peer", "theirs", "ratio")]
        said = f"{row['figure']}, {row['unit']}"
        print(line.format(said, row["ours"], *beside), file=sys.stderr)
        print(json.dumps(row, ensure_ascii=False))


def _installed(peer: Callable[[], Path]) -> bool:
    try:
        peer()
    except (OSError, subprocess.CalledProcessError) as error:
        _say(f"a peer is left out, it cannot be installed here: {error}")
        return False
    return True


def _row(what: str, ours: float, unit: str) -> dict[str, Any]:
    return {"figure": what, "ours": round(ours, 2), "unit": unit, "link": kind_of_link()}


def _beside(ours: float, theirs: float) -> dict[str, Any]:
    return {"theirs": round(theirs, 2), "ratio": round(ours / theirs, 2)}


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
