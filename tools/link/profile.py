"""What a link is like: rate, delay, loss, cuts."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Cut:
    """Nothing passes for `seconds` from `at` on, in seconds since the link was opened."""

    at: float
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A link, the same in both directions.

    `rate` in bit/s; `round_trip` in seconds, half of it each way; `loss` is the chance of a
    packet to be lost, each way.
    """

    name: str
    rate: float
    round_trip: float
    loss: float = 0.0
    cuts: tuple[Cut, ...] = ()

    @property
    def delay(self) -> float:
        """Seconds from one end to the other, the time on the line not counted."""
        return self.round_trip / 2

    def line_seconds(self, size: int) -> float:
        """Return how long `size` bytes keep the line busy."""
        return size * 8 / self.rate

    def is_cut(self, since_open: float) -> bool:
        """Tell whether one of the cuts holds at an instant."""
        return any(cut.at <= since_open < cut.at + cut.seconds for cut in self.cuts)


COMMUNE: Final = Profile(name="xã", rate=64_000, round_trip=0.3, loss=0.05)
"""What a commune has on a bad day."""

QUIET: Final = Profile(name="xã, không mất gói", rate=64_000, round_trip=0.3)
"""The same without loss: bytes counted on it are the same in every run."""

OPEN: Final = Profile(name="thoáng", rate=1e9, round_trip=0.0)
"""A link that adds nothing; only the counting is left."""
