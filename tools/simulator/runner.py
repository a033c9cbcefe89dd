"""Many histories: a range of seeds, one or more processes, what came of them as one JSON object."""

import sys
import time
from collections.abc import Callable
from multiprocessing import get_context
from typing import Final

import msgspec

from tools.simulator.core.machine import CoreMachine
from tools.simulator.core.notes import Names
from tools.simulator.history import Outcome, run
from tools.simulator.virtual_time import Time
from tools.simulator.world import Make, Maker

REPORT_SECONDS: Final = 10.0
CHUNK: Final = 200
"""Histories that a process does before it reports."""


class I1b(msgspec.Struct, kw_only=True):
    """Copies that nobody could know to be old: cases, with a duplicate, reported at contact.

    `met` are the cases that met a witness with another history before the end.
    """

    cases: int = 0
    duplicates: int = 0
    met: int = 0
    reported_at_first_contact: int = 0


class Tally(msgspec.Struct, kw_only=True):
    """What came of a range of seeds."""

    histories: int = 0
    events: int = 0
    registrations: int = 0
    fewest_registrations: int = 0
    faults: dict[str, int] = {}
    violations: int = 0
    i1b: dict[str, I1b] = {}
    failed: list[tuple[int, str]] = []

    def add(self, outcome: Outcome) -> None:
        """Count a history."""
        fewest = outcome.registrations
        if self.histories:
            fewest = min(fewest, self.fewest_registrations)
        self.fewest_registrations = fewest
        self.histories += 1
        self.events += outcome.events
        self.registrations += outcome.registrations
        for name in outcome.faults:
            self.faults[name] = self.faults.get(name, 0) + 1
        for kind, twice, reported in outcome.cases:
            case = self.i1b.setdefault(kind, I1b())
            case.cases += 1
            case.duplicates += twice > 0
            case.met += reported is not None
            case.reported_at_first_contact += bool(reported)
        if outcome.rule:
            self.violations += 1
            self.failed.append((outcome.seed, outcome.text))

    def merge(self, other: "Tally") -> None:
        """Count what another process counted."""
        counts = [t.fewest_registrations for t in (self, other) if t.histories]
        self.fewest_registrations = min(counts, default=0)
        self.histories += other.histories
        self.events += other.events
        self.registrations += other.registrations
        self.violations += other.violations
        self.failed += other.failed
        for name, count in other.faults.items():
            self.faults[name] = self.faults.get(name, 0) + count
        for kind, case in other.i1b.items():
            known = self.i1b.setdefault(kind, I1b())
            known.cases += case.cases
            known.duplicates += case.duplicates
            known.met += case.met
            known.reported_at_first_contact += case.reported_at_first_contact


def core() -> Make:
    """Return a factory of core machines of one world."""
    return core_of(CoreMachine)


def core_of(kind: type[CoreMachine]) -> Make:
    """Return a factory of core machines of a kind: a mutant's, in the gate."""
    names = Names()

    def make(moment: Time, name: str, binding: str) -> CoreMachine:
        return kind(moment, name, binding=binding, names=names)

    return make


def tally(seeds: range, *, maker: Maker) -> Tally:
    """Run the histories of these seeds in this process."""
    counted = Tally()
    for seed in seeds:
        counted.add(run(seed, maker()))
    return counted


def first_failure(seeds: range, *, maker: Maker) -> int:
    """Return how many histories it takes until one fails, 0 where none does."""
    for count, seed in enumerate(seeds, start=1):
        if run(seed, maker()).rule:
            return count
    return 0


def chunks(seeds: range) -> list[range]:
    """Return the range in parts of CHUNK seeds."""
    return [seeds[at : at + CHUNK] for at in range(0, len(seeds), CHUNK)]


def run_all(seeds: range, part: Callable[[range], Tally], *, jobs: int) -> Tally:
    """Run all seeds in `jobs` processes; progress goes to stderr."""
    total, started = Tally(), time.monotonic()
    reported = started
    with get_context("fork").Pool(jobs) as pool:
        for counted in pool.imap_unordered(part, chunks(seeds)):
            total.merge(counted)
            for seed, text in counted.failed:
                print(f"seed {seed}: {text}", file=sys.stderr, flush=True)
            if time.monotonic() - reported > REPORT_SECONDS:
                reported = time.monotonic()
                _say(total, len(seeds), reported - started)
    return total


def _say(total: Tally, wanted: int, seconds: float) -> None:
    rate = total.histories / seconds
    print(
        f"{total.histories} of {wanted} histories, {rate:.0f}/s, {total.violations} violations",
        file=sys.stderr,
        flush=True,
    )
