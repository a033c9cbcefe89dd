"""`python -m tools.simulator`: many histories; the last line is their result as JSON."""

import argparse
import importlib
import sys
import time
from functools import partial
from typing import Final

import msgspec

from tools.simulator.core.machine import CoreMachine
from tools.simulator.history import run, shrink
from tools.simulator.runner import Tally, core, core_of, run_all, tally
from tools.simulator.world import Maker

MUTANTS: Final = "tests.simulator.mutants"
SHOWN_MAX: Final = 3
"""Violations that are shrunk and printed; one bug mostly shows in many histories."""


def main() -> int:
    """Run; exit code 1 where an invariant was violated."""
    asked = _arguments()
    maker = _maker(asked.store, asked.mutant)
    if asked.replay is not None:
        return replay(asked.replay, maker)
    seeds = range(asked.seed, asked.seed + asked.histories)
    started = time.monotonic()
    total = run_all(seeds, partial(tally, maker=maker), jobs=asked.jobs)
    for seed, text in sorted(total.failed)[:SHOWN_MAX]:
        print(f"seed {seed}: {text}", file=sys.stderr)
        _print_steps(seed, maker)
    print(_result(total, asked, time.monotonic() - started))
    return 1 if total.violations else 0


def replay(seed: int, maker: Maker) -> int:
    """Run one history and print its steps, shrunk where it fails."""
    outcome = run(seed, maker())
    for name, draw in outcome.steps:
        print(f"{name} {draw}")
    print(f"{outcome.registrations} registrations, {outcome.events} events, {outcome.faults}")
    if not outcome.rule:
        return 0
    print(outcome.text)
    _print_steps(seed, maker)
    return 1


def _print_steps(seed: int, maker: Maker) -> None:
    shrunk = shrink(maker, run(seed, maker()))
    print(f"  {shrunk.text}, after:", file=sys.stderr)
    for name, draw in shrunk.steps:
        print(f"    {name} {draw}", file=sys.stderr)


def _maker(store: str, mutant: str) -> Maker:
    if mutant:
        mutants: dict[str, type[CoreMachine]] = importlib.import_module(MUTANTS).MUTANTS
        kind: type[CoreMachine] = mutants[mutant]
        return partial(core_of, kind)
    if store == "sqlite":
        from tools.simulator.store.template import stores  # noqa: PLC0415 - it takes a second

        return stores
    return core


def _result(total: Tally, asked: argparse.Namespace, seconds: float) -> str:
    value = {
        "histories": total.histories,
        "events": total.events,
        "registrations": total.registrations,
        "fewest_registrations": total.fewest_registrations,
        "faults": dict(sorted(total.faults.items())),
        "violations": total.violations,
        "i1b": total.i1b,
        "seconds": round(seconds, 1),
        "store": asked.store,
        "seed_first": asked.seed,
        "seed_last": asked.seed + asked.histories - 1,
    }
    return msgspec.json.encode(value).decode()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.simulator", description=__doc__)
    parser.add_argument("--histories", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1, help="the first one")
    parser.add_argument("--store", choices=("core", "sqlite"), default="core")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--mutant", default="", help="a broken core; it must be found out")
    parser.add_argument("--replay", type=int, help="one history alone, step by step")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
