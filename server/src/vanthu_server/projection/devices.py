"""Rows of devices that are known by a key (PROTOCOL.md DV); their slips are `slip_device`'s."""

import msgspec
from sqlite_utils import Database

from vanthu_server.projection.bodies import body
from vanthu_sync.device_events import DeviceEnrolled, DeviceRevoked
from vanthu_sync.journal import Event
from vanthu_sync.register_events import DeviceCoded, DeviceLost


def device_coded(db: Database, event: Event) -> None:
    """A device that may write slips."""
    device = body(event, DeviceCoded)
    _coded(db, event, code=device.code, name=device.name)


def device_enrolled(db: Database, event: Event) -> None:
    """A device that is known by its key, and may write slips."""
    device = body(event, DeviceEnrolled)
    _coded(db, event, code=device.code, name=device.name)
    header = event.header
    fresh = {"revoked_at": "", "revoked_by": "", "reason": "", "lost": 0, "seq": header.seq}
    made = {"organ": header.organ, "enrolled_at": header.at, "enrolled_by": header.actor}
    db.table("device").insert({**msgspec.structs.asdict(device), **made, **fresh})


def device_lost(db: Database, event: Event) -> None:
    """A device that was lost: one with a key is revoked by that."""
    lost = body(event, DeviceLost)
    _lost(db, event, code=lost.code, reason=lost.reason)
    sql = "select id from device where organ = ? and code = ?"
    for (device,) in db.conn.execute(sql, (event.header.organ, lost.code)).fetchall():
        _revoked(db, event, device=device, reason=lost.reason, lost=True)


def device_revoked(db: Database, event: Event) -> None:
    """A device of which nothing is taken any more; slips of one that is not lost still are."""
    revoked = body(event, DeviceRevoked)
    _revoked(db, event, device=revoked.id, reason=revoked.reason, lost=revoked.lost)
    if revoked.lost:
        sql = "select code from device where id = ?"
        for (code,) in db.conn.execute(sql, (revoked.id,)).fetchall():
            _lost(db, event, code=code, reason=revoked.reason)


def _coded(db: Database, event: Event, *, code: str, name: str) -> None:
    row = {"organ": event.header.organ, "code": code, "name": name}
    db.table("slip_device").insert({**row, "lost_at": "", "reason": "", "seq": event.header.seq})


def _lost(db: Database, event: Event, *, code: str, reason: str) -> None:
    db.conn.execute(
        "update slip_device set lost_at = ?, reason = ? where organ = ? and code = ?",
        (event.header.at, reason, event.header.organ, code),
    )


def _revoked(db: Database, event: Event, *, device: str, reason: str, lost: bool) -> None:
    db.conn.execute(
        "update device set revoked_at = ?, revoked_by = ?, reason = ?, lost = ? where id = ?",
        (event.header.at, event.header.actor, reason, int(lost), device),
    )
