"""The courier's thread: woken at once, stopped at once, never silenced by a fault."""

import logging
import threading

import pytest

from vanthu_server.commune.runner import Runner


class Rounds:
    """Counts rounds; waits long between them; may fail."""

    def __init__(self, *, faults: int = 0, busy: int = 0) -> None:
        self.done = 0
        self.changed = threading.Condition()
        self._faults = faults
        self._busy = busy

    def round(self) -> bool:
        """Do one."""
        with self.changed:
            self.done += 1
            self.changed.notify_all()
        if self.done <= self._faults:
            message = "a fault of ours"
            raise LookupError(message)
        return self.done < self._busy

    def wait_seconds(self) -> float:
        """Wait long, but not after a fault."""
        return 0.0 if self.done <= self._faults else 60.0

    def reached(self, count: int) -> bool:
        """Wait until so many rounds are done."""
        with self.changed:
            return self.changed.wait_for(lambda: self.done >= count, timeout=10)


def test_a_wake_brings_the_next_round_at_once() -> None:
    rounds = Rounds()
    runner = Runner(rounds)
    runner.start()
    assert rounds.reached(1)

    runner.wake()

    assert rounds.reached(2)
    runner.stop(seconds=10)
    assert rounds.done == 2


def test_rounds_follow_each_other_while_there_is_more() -> None:
    rounds = Rounds(busy=5)
    runner = Runner(rounds)
    runner.start()

    assert rounds.reached(5)
    runner.stop(seconds=10)


def test_a_fault_of_ours_is_logged_and_the_rounds_go_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    rounds = Rounds(faults=2)
    runner = Runner(rounds)
    with caplog.at_level(logging.ERROR, logger="vanthu.courier"):
        runner.start()
        assert rounds.reached(3)
        runner.stop(seconds=10)

    assert [record.message for record in caplog.records] == ["a round of the courier failed"] * 2


def test_stopping_what_never_started_is_no_fault() -> None:
    Runner(Rounds()).stop(seconds=1)
