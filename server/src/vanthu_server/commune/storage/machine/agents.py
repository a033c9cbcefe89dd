"""Paired agents, and one-time pairing codes."""

import hashlib
from datetime import datetime, timedelta

from vanthu_server.commune.domain.sign_job import Agent
from vanthu_server.commune.storage.ledger import SqliteLedger
from vanthu_server.commune.storage.rows import one, rows
from vanthu_sync.clock import instant


class AgentStore:
    """See `commune.services.agents.AgentRecords`."""

    def __init__(self, ledger: SqliteLedger) -> None:
        self._ledger = ledger

    def add_code(self, code: str, *, at: datetime) -> None:
        """Keep a new code; earlier ones end."""
        with self._ledger.machine() as db:
            db.table("pairing_code").delete_where()
            db.table("pairing_code").insert(
                {"code_hash": _hash(code), "made_at": instant(at), "tries": 0}
            )

    def use_code(self, code: str, *, not_before: datetime, tries_max: int) -> bool:
        """Tell whether `code` is the open one, and end it; a wrong one counts as a try."""
        with self._ledger.machine() as db:
            row = one(
                db,
                "select code_hash from pairing_code where made_at >= ? and tries < ?",
                instant(not_before),
                tries_max,
            )
            if row is None:
                return False
            if row["code_hash"] != _hash(code):
                db.conn.execute("update pairing_code set tries = tries + 1")
                return False
            db.table("pairing_code").delete_where()
            return True

    def add(self, agent: Agent, certificates: bytes, *, at: datetime) -> None:
        """Keep a paired agent with what it can sign with (JSON of CertificateOffer)."""
        with self._ledger.machine() as db:
            db.table("agent").insert(
                {
                    "id": agent.id,
                    "name": agent.name,
                    "key": agent.key,
                    "last_seq": agent.last_seq,
                    "certificates": certificates,
                    "paired_at": instant(at),
                }
            )

    def agent(self, agent: str) -> Agent | None:
        """Return a paired agent."""
        with self._ledger.reading() as db:
            row = one(db, "select id, name, key, last_seq from agent where id = ?", agent)
        return None if row is None else Agent(**dict(row))

    def certificates(self, agent: str) -> bytes:
        """Return what the agent offered at pairing."""
        with self._ledger.reading() as db:
            row = one(db, "select certificates from agent where id = ?", agent)
        return b"[]" if row is None else bytes(row["certificates"])

    def all(self) -> tuple[Agent, ...]:
        """Return every paired agent, the newest last."""
        with self._ledger.reading() as db:
            found = rows(db, "select id, name, key, last_seq from agent order by paired_at, rowid")
        return tuple(Agent(**dict(row)) for row in found)

    def advance(self, agent: str, sequence: int, *, at: datetime) -> bool:
        """Move the agent's request number forward; False when it was seen before (SG2)."""
        with self._ledger.machine() as db:
            changed = db.conn.execute(
                "update agent set last_seq = ?, seen_at = ? where id = ? and last_seq < ?",
                (sequence, instant(at), agent, sequence),
            )
            return changed.rowcount == 1

    def seen_since(self, moment: datetime) -> tuple[str, ...]:
        """Return the names of the agents that asked for work since `moment`."""
        with self._ledger.reading() as db:
            found = rows(
                db, "select name from agent where seen_at >= ? order by name", instant(moment)
            )
        return tuple(row["name"] for row in found)


CODE_LIFE = timedelta(minutes=15)


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
