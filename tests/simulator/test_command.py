"""`python -m tools.simulator`: one JSON object at the end, and a failing history in full.

R-IN-15
"""

import json
import subprocess
import sys

from tools.tree import ROOT


def simulate(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tools.simulator", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_last_line_says_what_was_run_and_what_came_of_it() -> None:
    done = simulate("--histories", "40", "--seed", "7", "--jobs", "2")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout.splitlines()[-1])
    assert (result["histories"], result["violations"], result["store"]) == (40, 0, "core")
    assert (result["seed_first"], result["seed_last"]) == (7, 46)
    assert result["registrations"] >= 4000
    assert result["faults"]["crash"] > 0


def test_a_broken_core_exits_with_1_its_seed_and_a_short_history() -> None:
    done = simulate("--histories", "20", "--mutant", "recycle")
    assert done.returncode == 1
    assert json.loads(done.stdout.splitlines()[-1])["violations"] > 0
    assert "seed " in done.stderr
    assert "I1a" in done.stderr


def test_one_seed_is_replayed_alone() -> None:
    good = simulate("--replay", "3")
    assert good.returncode == 0
    assert "registrations" in good.stdout
    again = simulate("--replay", "3")
    assert again.stdout == good.stdout
    seed = next(str(s) for s in range(1, 9) if simulate_fails(str(s)))
    broken = simulate("--replay", seed, "--mutant", "recycle")
    assert broken.returncode == 1
    assert "I1a" in broken.stdout


def simulate_fails(seed: str) -> bool:
    return simulate("--histories", "1", "--seed", seed, "--mutant", "recycle").returncode == 1
