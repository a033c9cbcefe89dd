"""Nodes and their sessions."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanthu_server.province.domain.peers import Challenge, Node, OpenToken, Peer
from vanthu_server.province.storage.schema import (
    CHALLENGES,
    GUEST_SESSIONS,
    INSTANCES,
    JOURNALS,
    NODE_SESSIONS,
)
from vanthu_sync.journal import Head


class SessionRows:
    """Implements the port Sessions."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def node(self, journal: str) -> Node | None:
        """Return the node of `journal`."""
        return self._node(sa.select(JOURNALS).where(JOURNALS.c.id == journal))

    def lock_node(self, journal: str) -> Node | None:
        """Return the node of `journal`, locked until the transaction ends."""
        return self._node(sa.select(JOURNALS).where(JOURNALS.c.id == journal).with_for_update())

    def add_challenge(self, challenge: Challenge, *, kept_max: int) -> None:
        """Keep a challenge; of one journal the latest `kept_max` stay."""
        table = CHALLENGES.c
        latest = (
            sa.select(table.hub_challenge)
            .where(table.journal == challenge.journal)
            .order_by(table.expires_at.desc())
            .limit(kept_max - 1)
        )
        surplus = sa.delete(CHALLENGES).where(
            table.journal == challenge.journal, table.hub_challenge.not_in(latest)
        )
        self._connection.execute(surplus)
        self._connection.execute(
            sa.insert(CHALLENGES).values(
                hub_challenge=challenge.hub_challenge,
                journal=challenge.journal,
                instance=challenge.instance,
                node_challenge=challenge.node_challenge,
                expires_at=challenge.expires_at,
            )
        )

    def take_challenge(self, hub_challenge: bytes) -> Challenge | None:
        """Return the challenge and forget it: it serves once."""
        taken = sa.delete(CHALLENGES).where(CHALLENGES.c.hub_challenge == hub_challenge)
        row = self._connection.execute(taken.returning(CHALLENGES)).mappings().one_or_none()
        return None if row is None else Challenge(**row)

    def has_run(self, peer: Peer) -> bool:
        """Tell whether this instance ever opened a session."""
        query = sa.select(sa.literal(1)).where(
            INSTANCES.c.journal == peer.journal, INSTANCES.c.instance == peer.instance
        )
        return self._connection.execute(query).first() is not None

    def open(self, token: OpenToken, *, kept_max: int) -> None:
        """Make this the journal's only session; its instance is remembered."""
        peer, at = token.peer, token.used_at
        opened = insert(INSTANCES).values(
            journal=peer.journal, instance=peer.instance, opened_at=at
        )
        self._connection.execute(
            opened.on_conflict_do_update(
                index_elements=["journal", "instance"], set_={"opened_at": at}
            )
        )
        self._forget_instances(peer.journal, kept_max)
        facts = {"token_hash": token.hash, "instance": peer.instance, "used_at": at}
        session = insert(NODE_SESSIONS).values(journal=peer.journal, **facts)
        self._connection.execute(
            session.on_conflict_do_update(index_elements=["journal"], set_=facts)
        )
        node = sa.update(JOURNALS).where(JOURNALS.c.id == peer.journal)
        self._connection.execute(node.values(instance=peer.instance, contact_at=at))

    def open_guest(self, token: OpenToken) -> None:
        """Make this the only session of its key as a guest; the journal's own goes on."""
        peer = token.peer
        facts = {"token_hash": token.hash, "instance": peer.instance, "used_at": token.used_at}
        session = insert(GUEST_SESSIONS).values(journal=peer.journal, key=peer.key, **facts)
        self._connection.execute(
            session.on_conflict_do_update(index_elements=["journal", "key"], set_=facts)
        )

    def promote(self, peer: Peer, *, kept_max: int) -> None:
        """Make a guest's session the journal's only one; its instance is remembered."""
        table = GUEST_SESSIONS.c
        own = sa.delete(GUEST_SESSIONS).where(table.journal == peer.journal, table.key == peer.key)
        row = self._connection.execute(own.returning(GUEST_SESSIONS)).one_or_none()
        self.end_of(peer.journal)
        if row is not None:
            holder = Peer(journal=peer.journal, instance=row.instance)
            token = OpenToken(hash=row.token_hash, peer=holder, used_at=row.used_at)
            self.open(token, kept_max=kept_max)

    def end_of(self, journal: str) -> None:
        """End the journal's session, so that its node opens another and hears what is new."""
        ended = sa.delete(NODE_SESSIONS).where(NODE_SESSIONS.c.journal == journal)
        self._connection.execute(ended)

    def find(self, token_hash: bytes) -> OpenToken | None:
        """Return the session of a token."""
        query = sa.select(NODE_SESSIONS).where(NODE_SESSIONS.c.token_hash == token_hash)
        row = self._connection.execute(query).one_or_none()
        if row is not None:
            peer = Peer(journal=row.journal, instance=row.instance)
            return OpenToken(hash=row.token_hash, peer=peer, used_at=row.used_at)
        query = sa.select(GUEST_SESSIONS).where(GUEST_SESSIONS.c.token_hash == token_hash)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            return None
        peer = Peer(journal=row.journal, instance=row.instance, key=row.key)
        return OpenToken(hash=row.token_hash, peer=peer, used_at=row.used_at)

    def end(self, token_hash: bytes) -> None:
        """Forget a session."""
        for table in (NODE_SESSIONS, GUEST_SESSIONS):
            self._connection.execute(sa.delete(table).where(table.c.token_hash == token_hash))

    def touch(self, token: OpenToken, at: datetime) -> None:
        """Write down that a session was used at `at`; of its own node it is a contact."""
        table = GUEST_SESSIONS if token.peer.guest else NODE_SESSIONS
        session = sa.update(table).where(table.c.token_hash == token.hash)
        self._connection.execute(session.values(used_at=at))
        if token.peer.guest:
            return
        node = sa.update(JOURNALS).where(JOURNALS.c.id == token.peer.journal)
        self._connection.execute(node.values(contact_at=at))

    def _forget_instances(self, journal: str, kept_max: int) -> None:
        table = INSTANCES.c
        latest = (
            sa.select(table.instance)
            .where(table.journal == journal)
            .order_by(table.opened_at.desc())
            .limit(kept_max)
        )
        surplus = sa.delete(INSTANCES).where(
            table.journal == journal, table.instance.not_in(latest)
        )
        self._connection.execute(surplus)

    def _node(self, query: sa.Select[tuple[object, ...]]) -> Node | None:
        row = self._connection.execute(query).mappings().one_or_none()
        if row is None:
            return None
        return Node(
            journal=row["id"],
            commune=row["commune"],
            name=row["node_name"],
            key=row["node_key"],
            head=Head(journal=row["id"], epoch=row["epoch"], seq=row["seq"], hash=row["hash"]),
            instance=row["instance"],
        )
