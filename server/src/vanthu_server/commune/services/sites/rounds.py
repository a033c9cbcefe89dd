"""What a node does in the background: with the province, or with the holder of the registers.

A follower and a branch talk to the holder; a follower that took over talks to both for a while.
"""

from typing import Protocol

from vanthu_server.commune.domain.holding import Holder


class Rounds(Protocol):
    """See `commune.runner.Rounds`."""

    def round(self) -> bool:
        """Do one round; tell whether there is more to do at once."""
        ...

    def wait_seconds(self) -> float:
        """Return how long to wait before the next round, unless woken."""
        ...


class Part(Protocol):
    """The machine's part, as it is now."""

    def holder(self) -> Holder:
        """Return it."""
        ...


class NodeRounds:
    """Rounds that follow what the machine is."""

    def __init__(self, part: Part, *, province: Rounds, site: Rounds) -> None:
        self._part = part
        self._province = province
        self._site = site

    def round(self) -> bool:
        """Do one round with whom it concerns."""
        holder = self._part.holder()
        more = bool(holder.owner_url) and self._site.round()
        return (holder.standing == "owner" and self._province.round()) or more

    def wait_seconds(self) -> float:
        """Return how long to wait before the next round."""
        holder = self._part.holder()
        waits = [self._site.wait_seconds()] if holder.owner_url else []
        waits += [self._province.wait_seconds()] if holder.standing == "owner" else []
        return min(waits)
