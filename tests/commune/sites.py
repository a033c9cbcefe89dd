"""Followers and branches for tests: a second office that reaches the first without a network."""

from pathlib import Path

import httpx
from anyio.from_thread import BlockingPortal

from tests.commune.node import UBND, InLoop, Office, hand_world
from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.domain.holding import Holder
from vanthu_server.commune.link.site_client import SiteClient
from vanthu_server.commune.node import Node
from vanthu_server.commune.services.sites.branch import Branch
from vanthu_server.commune.services.sites.follower import Follower
from vanthu_sync import site_wire, wire

OWNER_URL = "https://may-giu-so.test"


class Cut(httpx.BaseTransport):
    """A LAN that can be cut, or lose the answers (`losing`); `to` is whom it leads to."""

    def __init__(self, to: Office, portal: BlockingPortal) -> None:
        self.to = to
        self.whole = True
        self.losing = False
        self.last: bytes | None = None
        self._portal = portal

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Serve one request, or fail as a pulled cable does."""
        if request.url.path == "/site/sync":
            self.last = request.read()
        if not self.whole:
            raise httpx.ConnectError("cut")
        answer = InLoop(self.to.app, self._portal).handle_request(request)
        if self.losing:
            raise httpx.ReadError("lost")
        return answer


class Second:
    """A second machine of the office: `office` serves it, `rounds` are its rounds."""

    def __init__(
        self, owner: Office, portal: BlockingPortal, folder: Path, *, new: wire.NewSite, seed: int
    ) -> None:
        self.lan = Cut(owner, portal)
        world = hand_world(seed=seed)
        config = NodeConfig(data=folder / "data")
        code = owner.node.joining().new_code(new, organ=UBND).code
        node = Node(config, world)
        asked = site_wire.Join(code=code, name=f"Máy {new.kind}", key=node.key.public)
        node.become(owner.node.joining().join(asked), url=OWNER_URL, name=asked.name)
        node.close()
        self.office = Office(config, portal, world=world)
        self.rounds = self._rounds()

    def sync(self, times: int = 20) -> None:
        """Do rounds until there is nothing more to do; raises what the last one met."""
        for _ in range(times):
            if not self.rounds.round():
                break
        if self.rounds.lan.problem is not None:
            raise self.rounds.lan.problem

    def reopen(self) -> None:
        """Restart the machine."""
        self.office.reopen()
        self.rounds = self._rounds()

    def _rounds(self) -> Follower | Branch:
        return self.office.node.site_rounds(self._connect)

    def _connect(self, holder: Holder) -> SiteClient:
        node = self.office.node
        return SiteClient(
            holder, key=node.key, sequence=node.holders.next_sequence, transport=self.lan
        )


def follower(owner: Office, portal: BlockingPortal, folder: Path, *, seed: int = 21) -> Second:
    """Return a follower of `owner`."""
    return Second(owner, portal, folder, new=wire.NewSite(), seed=seed)


def branch(
    owner: Office,
    portal: BlockingPortal,
    folder: Path,
    *,
    order: str = "dung_tiep",
    block: int = 10,
    seed: int = 31,
) -> Second:
    """Return a branch of `owner` that gets `block` numbers at a time."""
    new = wire.NewSite(kind="branch", order=order, block=block)
    return Second(owner, portal, folder, new=new, seed=seed)
