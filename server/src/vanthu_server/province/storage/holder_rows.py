"""Keys beside the pinned ones, take-overs, and delegations."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanthu_server.province.domain.holding import Delegation, NamedKey, TakeOver
from vanthu_server.province.storage.schema import DELEGATIONS, JOURNALS, NAMED_KEYS, TAKE_OVERS
from vanthu_sync.clock import instant
from vanthu_sync.link import Ratified

_KEYS_MAX: Final = 200  # each is tried on a guest's signature; a commune has a handful


class HolderRows:
    """Implements the port Holders."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def keys(self, journal: str) -> Sequence[NamedKey]:
        """Return the keys that are named for a journal, but those of followers that left."""
        table = NAMED_KEYS.c
        query = (
            sa.select(table.key, table.role, table.site, table.name, table.left.label("shut"))
            .where(table.journal == journal, sa.or_(~table.left, table.role == "former"))
            .order_by(table.role, table.site, table.key)
            .limit(_KEYS_MAX)
        )
        return [NamedKey(**row) for row in self._connection.execute(query).mappings()]

    def name_key(self, journal: str, named: NamedKey) -> None:
        """Keep a key; one that is there in the same role gets the name, and is in again."""
        added = insert(NAMED_KEYS).values(
            journal=journal,
            role=named.role,
            site=named.site,
            key=named.key,
            name=named.name,
            left=False,
        )
        self._connection.execute(
            added.on_conflict_do_update(
                index_elements=["journal", "role", "site", "key"],
                set_={"name": named.name, "left": False},
            )
        )

    def leave(self, journal: str, site: str) -> None:
        """A site is none any more: its key opens nothing."""
        table = NAMED_KEYS.c
        gone = sa.update(NAMED_KEYS).where(
            table.journal == journal, table.role == "follower", table.site == site
        )
        self._connection.execute(gone.values(left=True))

    def take_over(self, journal: str, over: TakeOver) -> None:
        """Keep a take-over; one of the same epoch that is there stays."""
        added = insert(TAKE_OVERS).values(
            journal=journal,
            epoch=over.epoch,
            seq=over.seq,
            at=over.at,
            reason=over.reason,
            clerk=over.clerk,
            leader=over.leader,
            key=over.key,
            ratified_by="",
        )
        self._connection.execute(added.on_conflict_do_nothing())

    def pin(self, journal: str, key: bytes, *, name: str) -> None:
        """Make `key` the journal's pinned one; the key before it is a former holder's."""
        place = JOURNALS.c.id == journal
        before = self._connection.execute(sa.select(JOURNALS).where(place)).one()
        if before.node_key == key:
            return
        former = NamedKey(key=before.node_key, role="former", site="", name=before.node_name)
        self.name_key(journal, former)
        known = {"node_key": key, "node_name": name or before.node_name}
        self._connection.execute(sa.update(JOURNALS).where(place).values(**known))

    def ratify(self, journal: str, epoch: int, *, by: str, at: datetime) -> bool:
        """Approve a take-over and shut former holders out; False where there is none that waits."""
        table = TAKE_OVERS.c
        waiting = sa.update(TAKE_OVERS).where(
            table.journal == journal, table.epoch == epoch, table.ratified_at.is_(None)
        )
        done = self._connection.execute(waiting.values(ratified_at=at, ratified_by=by))
        if done.rowcount:
            keys = NAMED_KEYS.c
            former = sa.update(NAMED_KEYS).where(keys.journal == journal, keys.role == "former")
            self._connection.execute(former.values(left=True))
        return done.rowcount > 0

    def ratified(self, journal: str) -> tuple[Ratified, ...]:
        """Return what was approved, by epoch."""
        table = TAKE_OVERS.c
        query = (
            sa.select(table.epoch, table.ratified_by, table.ratified_at)
            .where(table.journal == journal, table.ratified_at.is_not(None))
            .order_by(table.epoch)
        )
        return tuple(
            Ratified(epoch=row.epoch, by=row.ratified_by, at=instant(row.ratified_at))
            for row in self._connection.execute(query)
        )

    def delegate(self, delegation: Delegation) -> int:
        """Keep a delegation and return its id."""
        added = sa.insert(DELEGATIONS).values(
            journal=delegation.journal,
            organ=delegation.organ,
            book=delegation.book,
            year=delegation.year,
            owner=delegation.owner,
            signed_at=delegation.signed_at,
            signature=delegation.signature,
            made_by=delegation.made_by,
        )
        made: int = self._connection.execute(added.returning(DELEGATIONS.c.id)).scalar_one()
        return made
