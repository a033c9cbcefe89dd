"""Every kind of link that this machine permits; a proxy is always there."""

from collections.abc import Callable, Iterator

import pytest

from tools.link.link import Link
from tools.link.namespaces import NamespaceLink, permitted
from tools.link.profile import Profile
from tools.link.proxy import ProxyLink

OpenLink = Callable[[Profile], Link]

KINDS: tuple[type[NamespaceLink | ProxyLink], ...] = (
    (NamespaceLink, ProxyLink) if permitted() else (ProxyLink,)
)


@pytest.fixture(params=KINDS, ids=lambda kind: str(kind.kind))
def open_a_link(request: pytest.FixtureRequest) -> Iterator[OpenLink]:
    """Return what opens a link of this kind; each is closed at the end."""
    opened: list[Link] = []

    def opening(profile: Profile) -> Link:
        link: Link = request.param(profile, seed=7)
        opened.append(link)
        return link

    yield opening
    for link in opened:
        link.close()
