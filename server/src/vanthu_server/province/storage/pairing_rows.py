"""Communes, pairing codes and the directory."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanthu_server.province.domain.peers import NewCode, PairCode, Pairing
from vanthu_server.province.storage.letter_rows import lock_cursors
from vanthu_server.province.storage.schema import (
    COMMUNES,
    HUB,
    JOURNALS,
    MESSAGES,
    ORGANS,
    PAIR_CODES,
)
from vanthu_sync.journal import start
from vanthu_sync.link import OrganEntry


class PairingRows:
    """Implements the port Pairings."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def add_code(self, code: NewCode) -> None:
        """Keep a code for a commune, which is added to the list of communes."""
        added = insert(COMMUNES).values(name=code.commune, added_at=code.made_at)
        self._connection.execute(added.on_conflict_do_nothing())
        facts = {name: getattr(code, name) for name in code.__struct_fields__}
        unused = {"wrong_tries": 0, "used_by": "", "used_key": b""}
        self._connection.execute(sa.insert(PAIR_CODES).values(**facts, **unused))

    def open_codes(self, now: datetime, *, tries_max: int) -> Sequence[PairCode]:
        """Return the codes that are neither expired nor tried too often, locked."""
        table = PAIR_CODES.c
        names = PairCode.__struct_fields__
        query = (
            sa.select(*(table[name] for name in names))
            .where(table.expires_at >= now, table.wrong_tries < tries_max)
            .order_by(table.id)
            .with_for_update()
        )
        return [PairCode(**row) for row in self._connection.execute(query).mappings()]

    def count_wrong_try(self, ids: Sequence[int]) -> None:
        """Add a wrong try to each of these codes."""
        table = PAIR_CODES.c
        counted = sa.update(PAIR_CODES).where(table.id.in_(ids))
        self._connection.execute(counted.values(wrong_tries=table.wrong_tries + 1))

    def use_code(self, code: int, *, journal: str, key: bytes) -> None:
        """Write down who used the code."""
        used = sa.update(PAIR_CODES).where(PAIR_CODES.c.id == code)
        self._connection.execute(used.values(used_by=journal, used_key=key))

    def owners(self, organs: Sequence[str]) -> dict[str, str]:
        """Return the journal of each of these organs that the directory has."""
        query = sa.select(ORGANS.c.id, ORGANS.c.journal).where(ORGANS.c.id.in_(organs))
        return {row.id: row.journal for row in self._connection.execute(query)}

    def write(self, pairing: Pairing) -> None:
        """Write node and organs; the directory's version grows, waiting letters come again."""
        self._write_node(pairing)
        before = self.owners([organ.id for organ in pairing.organs])
        for organ in pairing.organs:
            facts = {"code": organ.code, "name": organ.name, "journal": pairing.journal}
            statement = insert(ORGANS).values(id=organ.id, **facts)
            self._connection.execute(
                statement.on_conflict_do_update(index_elements=["id"], set_=facts)
            )
        grown = sa.update(HUB).values(directory_version=HUB.c.directory_version + 1)
        self._connection.execute(grown)
        self._call_again([organ.id for organ in pairing.organs if organ.id not in before])

    def directory(self) -> tuple[int, tuple[OrganEntry, ...]]:
        """Return the directory's version and its organs by id."""
        table = ORGANS.c
        query = sa.select(table.id, table.code, table.name, table.journal).order_by(table.id)
        organs = tuple(OrganEntry(**row) for row in self._connection.execute(query).mappings())
        return self.directory_version(), organs

    def directory_version(self) -> int:
        """Return the directory's version."""
        version: int = self._connection.execute(sa.select(HUB.c.directory_version)).scalar_one()
        return version

    def _write_node(self, pairing: Pairing) -> None:
        facts = {
            "commune": pairing.commune,
            "node_name": pairing.name,
            "node_key": pairing.key,
            "paired_at": pairing.at,
            "contact_at": pairing.at,
        }
        head = start(pairing.journal)
        statement = insert(JOURNALS).values(
            id=pairing.journal,
            instance="",
            epoch=head.epoch,
            seq=head.seq,
            hash=head.hash,
            **facts,
        )
        self._connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=facts))

    def _call_again(self, organs: Sequence[str]) -> None:
        """Give letters that waited for new organs new cursors: their node may be past the old."""
        if not organs:
            return
        lock_cursors(self._connection)
        cursor = sa.func.nextval(sa.func.pg_get_serial_sequence("messages", "cursor"))
        moved = sa.update(MESSAGES).where(MESSAGES.c.organ.in_(organs)).values(cursor=cursor)
        self._connection.execute(moved)
