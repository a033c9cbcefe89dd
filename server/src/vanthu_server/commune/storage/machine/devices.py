"""The open one-time code for a device, and when each device came last."""

import hashlib
from datetime import datetime, timedelta

from vanthu_server.commune.services.devices import Entry
from vanthu_server.commune.storage.ledger import SqliteLedger
from vanthu_server.commune.storage.rows import one, rows
from vanthu_sync.clock import instant


class DeviceStore:
    """See `commune.services.devices.DeviceRecords`."""

    def __init__(self, ledger: SqliteLedger) -> None:
        self._ledger = ledger

    def add_code(self, code: str, entry: Entry, *, at: datetime) -> None:
        """Keep a new code; earlier ones end."""
        with self._ledger.machine() as db:
            db.table("device_entry").delete_where()
            db.table("device_entry").insert(
                {
                    "code_hash": _hash(code),
                    "made_at": instant(at),
                    "tries": 0,
                    "organ": entry.organ,
                    "account": entry.account,
                }
            )

    def use_code(self, code: str, *, not_before: datetime, tries_max: int) -> Entry | None:
        """Use the open code up; a wrong one counts as a try."""
        with self._ledger.machine() as db:
            row = one(
                db,
                "select * from device_entry where made_at >= ? and tries < ?",
                instant(not_before),
                tries_max,
            )
            if row is None:
                return None
            if row["code_hash"] != _hash(code):
                db.conn.execute("update device_entry set tries = tries + 1")
                return None
            db.table("device_entry").delete_where()
            return Entry(organ=row["organ"], account=row["account"])

    def seen(self, device: str, *, at: datetime, step: timedelta) -> None:
        """Keep that a device came, unless it is known within `step`: a quiet sync is no write."""
        with self._ledger.reading() as db:
            row = one(db, "select at from device_sight where device = ?", device)
        if row is not None and instant(at - step) < row["at"] <= instant(at):
            return
        with self._ledger.machine() as db:
            known = {"device": device, "at": instant(at)}
            db.table("device_sight").insert(known, replace=True)

    def sights(self) -> dict[str, str]:
        """Return when each device came last."""
        with self._ledger.reading() as db:
            return {row["device"]: row["at"] for row in rows(db, "select * from device_sight")}


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
