"""One direction of a link, decided packet by packet; time comes in, nothing waits here.

A packet waits for the line, keeps it busy for size / rate, then travels for the delay. Like a
modem the line has a short queue: what finds it full is lost before it counts. What the link
loses later was sent all the same, and counts.
"""

import random
from collections import deque
from dataclasses import dataclass
from typing import Final

from tools.link.profile import Profile

QUEUE_PACKETS_MAX: Final = 40
"""Seven seconds of full packets at 64 kbit/s: the bloated queue of a cheap modem."""


@dataclass(frozen=True, kw_only=True)
class Passed:
    """What passed one direction: packets and their bytes, and those of them that were lost.

    `overflowed` found the queue full and is in no other number; `began_at` is the instant of the
    first packet (time.monotonic).
    """

    packets: int = 0
    octets: int = 0
    lost: int = 0
    overflowed: int = 0
    began_at: float | None = None


class Way:
    """One direction."""

    def __init__(self, profile: Profile, *, seed: int) -> None:
        self._profile = profile
        self._chance = random.Random(seed)
        self._free_at = 0.0
        self._leaving: deque[float] = deque()
        self._packets = self._octets = self._lost = self._overflowed = 0
        self._began_at: float | None = None

    @property
    def passed(self) -> Passed:
        """What passed so far."""
        return Passed(
            packets=self._packets,
            octets=self._octets,
            lost=self._lost,
            overflowed=self._overflowed,
            began_at=self._began_at,
        )

    def arrival(self, size: int, *, now: float, is_cut: bool) -> float | None:
        """Return when a packet that is sent now reaches the other end; None: never."""
        while self._leaving and self._leaving[0] <= now:
            self._leaving.popleft()
        if len(self._leaving) >= QUEUE_PACKETS_MAX:
            self._overflowed += 1
            return None
        self._free_at = max(now, self._free_at) + self._profile.line_seconds(size)
        self._leaving.append(self._free_at)
        self._count(size, now=now)
        if is_cut or self._chance.random() < self._profile.loss:
            self._lost += 1
            return None
        return self._free_at + self._profile.delay

    def stalled(self, size: int, *, now: float, penalty: float) -> float:
        """Return when a segment is there that is sent until it arrives.

        Each loss costs its bytes once more and `penalty` seconds: what TCP above the link shows.
        """
        self._free_at = max(now, self._free_at)
        while self._chance.random() < self._profile.loss:
            self._free_at += self._profile.line_seconds(size) + penalty
            self._count(size, now=now)
            self._lost += 1
        self._free_at += self._profile.line_seconds(size)
        self._count(size, now=now)
        return self._free_at + self._profile.delay

    def _count(self, size: int, *, now: float) -> None:
        self._began_at = now if self._began_at is None else self._began_at
        self._packets += 1
        self._octets += size
