"""A history is its seed: it runs the same again, and is made short where it fails."""

from functools import partial

from tests.simulator.mutants import MUTANTS
from tools.simulator.history import Outcome, run, shrink, steps_of
from tools.simulator.runner import core, core_of
from tools.simulator.world import Maker

RECYCLING = partial(core_of, MUTANTS["recycle"])


def failing(maker: Maker) -> Outcome:
    return next(outcome for seed in range(1, 1000) if (outcome := run(seed, maker())).rule)


def test_a_seed_gives_the_same_history_twice() -> None:
    assert steps_of(7) == steps_of(7)
    assert run(7, core()) == run(7, core())
    assert steps_of(7) != steps_of(8)


def test_a_failing_history_is_shrunk_to_steps_of_which_none_can_go() -> None:
    whole = failing(RECYCLING)
    short = shrink(RECYCLING, whole)
    assert short.rule == whole.rule
    assert 1 <= len(short.steps) < len(whole.steps)
    assert [step for step in whole.steps if step in short.steps] == short.steps
    for place in range(len(short.steps)):
        fewer = short.steps[:place] + short.steps[place + 1 :]
        assert run(short.seed, RECYCLING(), steps=fewer).rule != short.rule


def test_a_shrunk_history_replays_from_its_steps() -> None:
    short = shrink(RECYCLING, failing(RECYCLING))
    again = run(short.seed, RECYCLING(), steps=short.steps)
    assert (again.rule, again.text) == (short.rule, short.text)
    assert run(short.seed, core(), steps=short.steps).rule == ""
