"""What the sync benchmark asks of each side, ours and the peers'."""

from dataclasses import dataclass
from typing import Final, Protocol

from tools.link.link import Link

PORT: Final = 18443
"""Where each server listens at its far end; every link has a far end of its own."""


class PeerFailed(RuntimeError):
    """A side did not do what the benchmark asked; the text says which and what."""


@dataclass(frozen=True, kw_only=True)
class Spent:
    """What an act cost: IP bytes at the link, both directions; requests; seconds."""

    octets: int
    requests: float
    seconds: float


class Running(Protocol):
    """One side on one link, its week written and not yet sent."""

    def week(self) -> Spent:
        """Send the week: seconds from the first packet until the other side has all of it."""
        ...

    def one(self) -> Spent:
        """Send one document more, on the connection that is there."""
        ...

    def idle(self) -> Spent:
        """Ask once when there is nothing to send."""
        ...

    def stop(self) -> None:
        """End its processes."""
        ...


class Side(Protocol):
    """One side of the comparison."""

    @property
    def name(self) -> str:
        """What the figures call it."""
        ...

    def begin(self, link: Link) -> Running:
        """Start it on a link of its own."""
        ...
