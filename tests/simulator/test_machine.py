"""The same steps, chosen by Hypothesis: it looks for the shortest history that breaks a rule.

R-IN-15
"""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.simulator.mutants import MUTANTS
from tools.simulator import invariants
from tools.simulator.faults import FAULTS
from tools.simulator.history import begin
from tools.simulator.paper import Violated
from tools.simulator.runner import core, core_of
from tools.simulator.work import WORK
from tools.simulator.world import Make, World
from vanthu_sync.errors import Refused

DRAWS = st.integers(min_value=0, max_value=(1 << 40) - 1)


class Office(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.world = World(self.machines())
        begin(self.world)

    def machines(self) -> Make:
        return core()

    @rule(name=st.sampled_from(sorted(WORK)), draw=DRAWS)
    def work(self, name: str, draw: int) -> None:
        WORK[name](self.world, draw)

    @rule(name=st.sampled_from(sorted(FAULTS)), draw=DRAWS)
    def befall(self, name: str, draw: int) -> None:
        FAULTS[name](self.world, draw)

    @invariant()
    def chain_and_paper_agree(self) -> None:
        desk = self.world.desk
        if desk.writing:
            invariants.at_end(desk)
            self.world.look(desk)


class Recycling(Office):
    def machines(self) -> Make:
        return core_of(MUTANTS["recycle"])


def examples(count: int) -> settings:
    return settings(
        max_examples=count,
        stateful_step_count=25,
        deadline=None,
        derandomize=True,
        database=None,
        report_multiple_bugs=False,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow],
    )


def test_nb2_nb3_nb21_no_sequence_of_steps_breaks_an_invariant() -> None:
    run_state_machine_as_test(Office, settings=examples(60))


def test_the_machine_finds_a_node_that_gives_a_struck_out_number_again() -> None:
    with pytest.raises((Violated, Refused)):
        run_state_machine_as_test(Recycling, settings=examples(500))
