"""Codes and sights of followers and branches, and what a follower keeps for a take-over."""

import hashlib
from datetime import datetime

from vanthu_server.blobs.store import BlobStore
from vanthu_server.commune.domain.holding import Holder
from vanthu_server.commune.domain.hub import HubPeer
from vanthu_server.commune.services.sites.joining import Place
from vanthu_server.commune.storage import holder_table
from vanthu_server.commune.storage.ledger import SqliteLedger
from vanthu_server.commune.storage.machine.hub import HubStore
from vanthu_server.commune.storage.rows import one, rows
from vanthu_sync import site_wire
from vanthu_sync.clock import instant
from vanthu_sync.journal import Head


class SiteStore:
    """See `services.sites`: SiteRecords, Sights, SiteStore, BranchStore, Files."""

    def __init__(self, ledger: SqliteLedger, *, hub: HubStore, blobs: BlobStore) -> None:
        self._ledger = ledger
        self._hub = hub
        self._blobs = blobs

    def add_code(self, code: str, place: Place, *, at: datetime) -> None:
        """Keep a new code; earlier ones end."""
        with self._ledger.machine() as db:
            db.table("site_code").delete_where()
            db.table("site_code").insert(
                {
                    "code_hash": _hash(code),
                    "made_at": instant(at),
                    "tries": 0,
                    "kind": place.kind,
                    "mode": place.mode,
                    "block": place.block,
                    "organ": place.organ,
                }
            )

    def use_code(self, code: str, *, not_before: datetime, tries_max: int) -> Place | None:
        """Use the open code up; a wrong one counts as a try."""
        with self._ledger.machine() as db:
            row = one(
                db,
                "select * from site_code where made_at >= ? and tries < ?",
                instant(not_before),
                tries_max,
            )
            if row is None:
                return None
            if row["code_hash"] != _hash(code):
                db.conn.execute("update site_code set tries = tries + 1")
                return None
            db.table("site_code").delete_where()
            return Place(kind=row["kind"], mode=row["mode"], block=row["block"], organ=row["organ"])

    def advance(self, site: str, sequence: int) -> bool:
        """Move a site's request number forward; False when it was seen before."""
        with self._ledger.machine() as db:
            db.table("site_sight").insert({"site": site, "last_seq": 0}, ignore=True)
            changed = db.conn.execute(
                "update site_sight set last_seq = ? where site = ? and last_seq < ?",
                (sequence, site, sequence),
            )
            return changed.rowcount == 1

    def seen(self, site: str, head: Head, *, at: str) -> None:
        """Keep how far a site is."""
        with self._ledger.machine() as db:
            known = {"seq": head.seq, "epoch": head.epoch, "hash": head.hash, "at": at}
            db.table("site_sight").update(site, known)

    def peer(self) -> HubPeer | None:
        """Return the paired hub."""
        return self._hub.peer()

    def keep_hub(self, hub: site_wire.HubPin) -> None:
        """Keep the hub that the holder is paired with."""
        if self._hub.peer() is None:
            self._hub.keep(HubPeer(url=hub.url, name=hub.name, key=hub.key))

    def secrets(self) -> tuple[site_wire.Secret, ...]:
        """Return the password hashes of this office."""
        with self._ledger.reading() as db:
            found = rows(db, "select account, hash, changed_at from password order by account")
        return tuple(site_wire.Secret(**dict(row)) for row in found)

    def keep_secrets(self, secrets: tuple[site_wire.Secret, ...]) -> None:
        """Replace the password hashes; whoever is logged in stays so."""
        with self._ledger.machine() as db:
            db.table("password").delete_where()
            for each in secrets:
                row = {"account": each.account, "hash": each.hash, "changed_at": each.changed_at}
                db.table("password").insert(row)

    def holder(self) -> Holder:
        """Return this machine's part."""
        with self._ledger.reading() as db:
            return holder_table.holder(db)

    def keep(self, holder: Holder) -> None:
        """Keep it."""
        with self._ledger.machine() as db:
            holder_table.keep(db, holder)

    def files_missing(self, limit: int) -> tuple[str, ...]:
        """Return files of documents that are not here, newest first."""
        with self._ledger.reading() as db:
            found = rows(db, "select sha256 from file where removed = 0 order by seq desc")
        missing = (row["sha256"] for row in found if not self._blobs.has(row["sha256"]))
        return tuple(missing)[:limit]

    def entry_files_missing(self, limit: int) -> tuple[str, ...]:
        """Return files of entries of branches and of stray ones that are not here, oldest first."""
        sql = (
            "select distinct sha256 from file join number on number.document = file.document"
            " where removed = 0 and (number.lease <> '' or number.origin <> '')"
            " order by file.seq"
        )
        with self._ledger.reading() as db:
            found = rows(db, sql)
        missing = (row["sha256"] for row in found if not self._blobs.has(row["sha256"]))
        return tuple(missing)[:limit]

    def parted_at(self) -> int | None:
        """Return after which event the last take-over began."""
        with self._ledger.reading() as db:
            row = one(db, "select seq from take_over order by epoch desc limit 1")
        return None if row is None else int(row["seq"]) - 1


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
