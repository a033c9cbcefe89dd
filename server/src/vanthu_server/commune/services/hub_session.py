"""Pairing with the hub, and opening a session: both sides prove their keys (LK1, LK2)."""

from typing import Final, Protocol

import msgspec

from vanthu_server.commune.domain.hub import HubPeer
from vanthu_server.commune.domain.organ import Organ
from vanthu_server.commune.domain.ports import Chance
from vanthu_server.keys.node_key import SigningKey, verify
from vanthu_sync import link
from vanthu_sync.errors import Refused

CHALLENGE_BYTES: Final = 32


class SessionHub(Protocol):
    """The hub's side of pairing and sessions."""

    def pair(self, request: link.PairRequest) -> link.PairAnswer:
        """Introduce this node."""
        ...

    def hello(self, hello: link.Hello) -> link.HelloAnswer:
        """Exchange challenges."""
        ...

    def open_session(self, request: link.OpenSession) -> link.Session:
        """Answer the hub's challenge."""
        ...


class NodeIdentity(msgspec.Struct, frozen=True, kw_only=True):
    """Who this node is to the hub: `instance` is drawn anew by every process."""

    journal: str
    instance: str
    name: str


def pair(
    hub: SessionHub,
    *,
    code: str,
    url: str,
    identity: NodeIdentity,
    key: SigningKey,
    organs: tuple[Organ, ...],
) -> HubPeer:
    """Pair with the hub; raises Refused(PAIR_CODE_WRONG) and what the way there raises."""
    answer = hub.pair(
        link.PairRequest(
            v=link.LINK_VERSION,
            code=code,
            journal=identity.journal,
            node_name=identity.name,
            node_key=key.public,
            organs=tuple(
                link.OrganEntry(id=organ.id, code=organ.code, name=organ.name) for organ in organs
            ),
        )
    )
    return HubPeer(url=url, name=answer.hub_name, key=answer.hub_key)


def open_session(
    hub: SessionHub,
    peer: HubPeer,
    *,
    identity: NodeIdentity,
    epoch: int,
    key: SigningKey,
    chance: Chance,
) -> link.Session:
    """Open a session for a journal of `epoch`.

    Raises Refused(PEER_SIGNATURE_WRONG) if the hub is not the pinned one.
    """
    challenge = chance.draw(CHALLENGE_BYTES)
    answer = hub.hello(
        link.Hello(
            v=link.LINK_VERSION,
            journal=identity.journal,
            instance=identity.instance,
            challenge=challenge,
        )
    )
    signed = _session_bytes(link.HUB_DOMAIN, identity, challenge, answer.challenge)
    if not verify(peer.key, answer.signature, signed):
        raise Refused("PEER_SIGNATURE_WRONG")
    return hub.open_session(
        link.OpenSession(
            v=link.LINK_VERSION,
            journal=identity.journal,
            instance=identity.instance,
            node_challenge=challenge,
            hub_challenge=answer.challenge,
            signature=key.sign(
                _session_bytes(link.NODE_DOMAIN, identity, challenge, answer.challenge)
            ),
            epoch=epoch,
        )
    )


def _session_bytes(
    domain: bytes, identity: NodeIdentity, node_challenge: bytes, hub_challenge: bytes
) -> bytes:
    return link.session_bytes(
        domain,
        journal=identity.journal,
        instance=identity.instance,
        node_challenge=node_challenge,
        hub_challenge=hub_challenge,
    )
