"""The courier's thread: round after round, with a pause where there is nothing to do."""

import logging
import threading
from typing import Final, Protocol

LOG: Final = logging.getLogger("vanthu.courier")


class Rounds(Protocol):
    """What is run: the courier."""

    def round(self) -> bool:
        """Do one round; tell whether there is more to do at once."""
        ...

    def wait_seconds(self) -> float:
        """Return how long to wait before the next round, unless woken."""
        ...


class Runner:
    """Runs rounds in a thread of its own until it is stopped."""

    def __init__(self, rounds: Rounds) -> None:
        self._rounds = rounds
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def wake(self) -> None:
        """There is something to send: look at once; the courier keeps its pause after a failure."""
        self._woken.set()

    def stop(self, *, seconds: float) -> None:
        """Stop after the round under way, at most after `seconds`."""
        self._stopping.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(timeout=seconds)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                more = self._rounds.round()
            except Exception:  # a fault of ours must not silence the courier for good
                LOG.exception("a round of the courier failed")
                more = False
            if not more:
                self._woken.wait(timeout=self._rounds.wait_seconds())
                self._woken.clear()
