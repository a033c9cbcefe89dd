"""Nodes and their sessions."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanthu_server.province.domain.peers import Challenge, Node, OpenToken, Peer
from vanthu_server.province.storage.schema import CHALLENGES, INSTANCES, JOURNALS, NODE_SESSIONS
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

    def find(self, token_hash: bytes) -> OpenToken | None:
        """Return the session of a token."""
        query = sa.select(NODE_SESSIONS).where(NODE_SESSIONS.c.token_hash == token_hash)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            return None
        peer = Peer(journal=row.journal, instance=row.instance)
        return OpenToken(hash=row.token_hash, peer=peer, used_at=row.used_at)

    def end(self, token_hash: bytes) -> None:
        """Forget a session."""
        ended = sa.delete(NODE_SESSIONS).where(NODE_SESSIONS.c.token_hash == token_hash)
        self._connection.execute(ended)

    def touch(self, token: OpenToken, at: datetime) -> None:
        """Write down that the node of `token` was in contact at `at`."""
        session = sa.update(NODE_SESSIONS).where(NODE_SESSIONS.c.token_hash == token.hash)
        self._connection.execute(session.values(used_at=at))
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
