"""The laboratory: a link between a near end (the commune) and a far end (the province)."""

import math
import time
from contextlib import AbstractContextManager
from typing import Protocol

from tools.link.namespaces import NamespaceLink, permitted
from tools.link.profile import Profile
from tools.link.proxy import ProxyLink
from tools.link.way import Passed


class Link(Protocol):
    """See NamespaceLink and ProxyLink; both keep tests/link/test_contract.py."""

    kind: str
    host: str

    def near(self) -> AbstractContextManager[None]:
        """Stand at the near end: sockets and processes that this thread makes are there."""
        ...

    def far(self) -> AbstractContextManager[None]:
        """Stand at the far end."""
        ...

    def reach(self, port: int) -> tuple[str, int]:
        """Return where the near end finds a server that listens at `host` and `port`."""
        ...

    def passed(self) -> tuple[Passed, Passed]:
        """Return what passed so far, up (near to far) and down."""
        ...

    def cut(self) -> None:
        """Let nothing pass any more."""
        ...

    def mend(self) -> None:
        """Let things pass again."""
        ...

    def close(self) -> None:
        """Take the link away; connections through it hear nothing more."""
        ...


def open_link(profile: Profile, *, seed: int) -> Link:
    """Return a link of namespaces where they are permitted, else a proxy."""
    return NamespaceLink(profile, seed=seed) if permitted() else ProxyLink(profile, seed=seed)


def kind_of_link() -> str:
    """Return the kind that `open_link` opens on this machine."""
    return NamespaceLink.kind if permitted() else ProxyLink.kind


def octets(link: Link) -> int:
    """Return the bytes that passed so far, both directions together."""
    up, down = link.passed()
    return up.octets + down.octets


def began_at(link: Link) -> float:
    """Return the instant (time.monotonic) of the first packet; infinity while there is none."""
    instants = [way.began_at for way in link.passed() if way.began_at is not None]
    return min(instants, default=math.inf)


def wait_until_still(link: Link, *, seconds: float = 1.5, since: int = -1) -> int:
    """Wait until nothing passed for `seconds`, then return the bytes that passed so far.

    `since` is a number that they must have outgrown.
    """
    seen = -1
    while seen != octets(link) or seen <= since:
        seen = octets(link)
        time.sleep(seconds)
    return seen
