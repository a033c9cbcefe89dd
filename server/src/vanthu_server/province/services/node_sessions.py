"""Sessions of nodes: opened by signatures of both sides, used by a bearer token (LK2).

Rules:
1. A challenge serves once and for CHALLENGE_LIFE; it is spent before the answer is looked at.
2. A journal has one session. A new one ends the earlier.
3. An instance that opened before, and since then another did, is a second machine with the
   same identity: refused, and kept as a warning that names both. Only who has the node's key
   can cause it, so a stranger cannot. Where the epochs of the two differ, the journal says which
   of them holds the registers, and the one that returns is a guest.
4. A key that is not the pinned one and that the journal names opens a guest's session beside the
   journal's own (LK7): it ends nobody's and counts as no contact.
5. Of a token only its SHA-256 is kept.
"""

import hashlib
from datetime import datetime

import msgspec

from vanthu_server.keys import SigningKey, verify
from vanthu_server.province.domain import limits
from vanthu_server.province.domain.peers import Challenge, Node, OpenToken, Peer
from vanthu_server.province.domain.ports import Clock, Database, Randomness, Tables
from vanthu_server.province.domain.warning import Finding
from vanthu_server.province.services.storable import storable_id
from vanthu_sync.errors import Refused
from vanthu_sync.link import (
    HUB_DOMAIN,
    LINK_VERSION,
    NODE_DOMAIN,
    Hello,
    HelloAnswer,
    OpenSession,
    Session,
    session_bytes,
)


class NodeSessions:
    """Opens sessions and knows nodes by their tokens."""

    def __init__(
        self, database: Database, *, clock: Clock, randomness: Randomness, key: SigningKey
    ) -> None:
        self._database = database
        self._clock = clock
        self._randomness = randomness
        self._key = key

    def hello(self, hello: Hello) -> HelloAnswer:
        """Return our challenge and our signature over both.

        Raises Refused: REQUEST_UNREADABLE, PEER_UNKNOWN.
        """
        if hello.v != LINK_VERSION or len(hello.challenge) != limits.CHALLENGE_BYTES:
            raise Refused("REQUEST_UNREADABLE", detail="Phiên bản hoặc thử thách không đúng.")
        challenge = Challenge(
            journal=storable_id(hello.journal, field="journal"),
            instance=storable_id(hello.instance, field="instance"),
            node_challenge=hello.challenge,
            hub_challenge=self._randomness(limits.CHALLENGE_BYTES),
            expires_at=self._clock() + limits.CHALLENGE_LIFE,
        )
        with self._database.begin() as tables:
            if tables.sessions.node(challenge.journal) is None:
                raise Refused("PEER_UNKNOWN")
            tables.sessions.add_challenge(challenge, kept_max=limits.CHALLENGES_MAX)
        signature = self._key.sign(_signed(HUB_DOMAIN, challenge))
        return HelloAnswer(challenge=challenge.hub_challenge, signature=signature)

    def open(self, request: OpenSession) -> Session:
        """Return a token for the node, and where its journal stands here.

        Raises Refused: REQUEST_UNREADABLE, SESSION_ENDED (no such challenge any more),
        PEER_UNKNOWN, PEER_SIGNATURE_WRONG, SECOND_NODE.
        """
        challenge = self._challenge(request)
        token = self._randomness(limits.TOKEN_BYTES).hex()
        with self._database.begin() as tables:
            node = tables.sessions.lock_node(challenge.journal)
            if node is None:
                raise Refused("PEER_UNKNOWN")
            peer, is_second = _peer(tables, node, request, challenge)
            opened = OpenToken(hash=_hash(token), peer=peer, used_at=self._clock())
            if is_second:
                self._warn(tables, node, peer)
            elif peer.guest:
                tables.sessions.open_guest(opened)
            else:
                tables.sessions.open(opened, kept_max=limits.INSTANCES_MAX)
            version = tables.pairings.directory_version()
            ratified = tables.holders.ratified(peer.journal)
        if is_second:
            raise Refused(
                "SECOND_NODE", detail=f"Máy kia: {node.instance}, máy này: {peer.instance}."
            )
        return Session(
            token=token,
            head=node.head,
            directory_version=version,
            guest=peer.guest,
            ratified=ratified,
        )

    def know(self, token: str) -> Peer:
        """Return whose token this is; raises Refused(SESSION_ENDED)."""
        now, token_hash = self._clock(), _hash(token)
        with self._database.begin() as tables:
            found = tables.sessions.find(token_hash)
            if found is not None and now - found.used_at > limits.NODE_SESSION_IDLE:
                tables.sessions.end(token_hash)
                found = None
            elif found is not None and now - found.used_at > limits.TOUCH_AFTER:
                tables.sessions.touch(found, now)
        if found is None:
            raise Refused("SESSION_ENDED")
        return found.peer

    def _challenge(self, request: OpenSession) -> Challenge:
        if request.v != LINK_VERSION:
            raise Refused("REQUEST_UNREADABLE", detail="Phiên bản của máy xã không đúng.")
        with self._database.begin() as tables:
            challenge = tables.sessions.take_challenge(request.hub_challenge)
        if challenge is None or not _answers(request, challenge, self._clock()):
            raise Refused("SESSION_ENDED")
        return challenge

    def _warn(self, tables: Tables, node: Node, peer: Peer) -> None:
        finding = Finding(
            kind="second_node",
            subject=f"{node.instance}:{peer.instance}",
            facts={"running": node.instance, "returned": peer.instance},
        )
        tables.warnings.keep(node.journal, finding, at=self._clock(), kept_max=limits.WARNINGS_MAX)


def _peer(
    tables: Tables, node: Node, request: OpenSession, challenge: Challenge
) -> tuple[Peer, bool]:
    """Return who answered, and whether it is a second node; raises PEER_SIGNATURE_WRONG."""
    signed = _signed(NODE_DOMAIN, challenge)
    peer = Peer(journal=challenge.journal, instance=challenge.instance)
    if not verify(node.key, request.signature, signed):
        for named in tables.holders.keys(node.journal):
            if verify(named.key, request.signature, signed):
                return msgspec.structs.replace(peer, key=named.key), False
        raise Refused("PEER_SIGNATURE_WRONG")
    if node.instance == peer.instance or not tables.sessions.has_run(peer):
        return peer, False
    if request.epoch in {0, node.head.epoch}:
        return peer, True
    return msgspec.structs.replace(peer, key=node.key), False


def _answers(request: OpenSession, challenge: Challenge, now: datetime) -> bool:
    return (
        request.journal == challenge.journal
        and request.instance == challenge.instance
        and request.node_challenge == challenge.node_challenge
        and now <= challenge.expires_at
    )


def _signed(domain: bytes, challenge: Challenge) -> bytes:
    return session_bytes(
        domain,
        journal=challenge.journal,
        instance=challenge.instance,
        node_challenge=challenge.node_challenge,
        hub_challenge=challenge.hub_challenge,
    )


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8")).digest()
