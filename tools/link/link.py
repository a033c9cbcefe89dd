"""The laboratory: a link between a near end (the commune) and a far end (the province)."""

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


def octets(link: Link) -> int:
    """Return the bytes that passed so far, both directions together."""
    up, down = link.passed()
    return up.octets + down.octets
