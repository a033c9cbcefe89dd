"""Slips of devices out of reach: coded, redeemed once, reported lost (PROTOCOL.md NB11-NB13)."""

from datetime import date, timedelta
from typing import Final

import msgspec

from vanthu_server.commune.domain.ports import Unit
from vanthu_server.commune.services.command import Desk
from vanthu_sync import slip, wire
from vanthu_sync.clock import CLOCK_TOLERANCE, moment, vietnam_day
from vanthu_sync.errors import Refused
from vanthu_sync.journal import Event
from vanthu_sync.register_events import DeviceCoded, DeviceLost
from vanthu_sync.text import mend

CAPTURED_DAYS_MAX: Final = 400
"""A device that was away for a year still brings what it captured; more is a wrong clock."""


class Redeemed(msgspec.Struct, frozen=True, kw_only=True):
    """A slip as it is entered: its text, when it was captured, the day of reception."""

    slip: str = ""
    captured_at: str = ""
    received: date


def redeem(desk: Desk, payload: wire.RegisterIncoming) -> Redeemed:
    """Return what the entry of a slip says; a document without a slip is received today.

    Raises Refused: SLIP_WRONG, SLIP_REDEEMED, SLIP_DEVICE_UNKNOWN, FIELDS_INVALID.
    """
    if not payload.slip:
        return Redeemed(received=desk.today)
    try:
        known = slip.parse(payload.slip)
    except slip.SlipWrong as error:
        raise Refused("SLIP_WRONG", field="slip", detail=payload.slip) from error
    ask = desk.unit.ask(desk.organ, known.text)
    if ask is not None and ask.state == "waiting":
        raise Refused("SLIP_REDEEMED", field="slip", detail="Phiếu này đang chờ số của tỉnh.")
    taken = desk.unit.number_of_slip(desk.organ, known.text)
    if taken is not None:
        raise Refused("SLIP_REDEEMED", field="slip", data=_earlier(desk, taken.document))
    if known.device == slip.NODE_CODE:  # the node journals its own slips before it shows them
        raise Refused("SLIP_WRONG", field="slip", detail=payload.slip)
    device = desk.unit.slip_device(desk.organ, known.device)
    if (device is None or device.lost_at) and not payload.slip_ok:
        raise Refused("SLIP_DEVICE_UNKNOWN", field="slip", detail=f"Thiết bị {known.device}.")
    received = _received(desk, payload.captured_at)
    return Redeemed(slip=known.text, captured_at=payload.captured_at, received=received)


def code_device(desk: Desk, payload: wire.CodeDevice) -> Event:
    """Give a device its code; raises Refused: FIELDS_INVALID."""
    name = mend(payload.name)
    if not name:
        raise Refused("FIELDS_INVALID", field="name", detail="Nhập tên thiết bị.")
    return desk.record(DeviceCoded(code=next_code(desk.unit, desk.organ), name=name))


def next_code(unit: Unit, organ: str) -> str:
    """Return the code of an organ's next device, given once; raises Refused(STEP_NOT_NOW)."""
    try:
        return slip.device_code(len(unit.slip_devices(organ)) + 1)
    except ValueError as error:
        raise Refused("STEP_NOT_NOW", detail="Cơ quan đã dùng hết mã thiết bị.") from error


def lose_device(desk: Desk, payload: wire.LoseDevice) -> Event:
    """Report a device lost; raises Refused: NOT_FOUND, REASON_REQUIRED."""
    if desk.unit.slip_device(desk.organ, payload.code) is None:
        raise Refused("NOT_FOUND", detail=payload.code)
    return desk.record(DeviceLost(code=payload.code, reason=desk.reason(payload.reason)))


def missing(slips: tuple[str, ...], device: str) -> tuple[int, tuple[int, ...]]:
    """Return the highest counter of a device that came in, and the counters below that did not."""
    seen = {known.counter for known in map(slip.parse, slips) if known.device == device}
    highest = max(seen, default=0)
    return highest, tuple(sorted(set(range(1, highest)) - seen))


def _received(desk: Desk, captured_at: str) -> date:
    if not captured_at:
        return desk.today
    try:
        at = moment(captured_at)
    except ValueError as error:
        raise Refused("FIELDS_INVALID", field="captured_at", detail=captured_at) from error
    if not desk.now - timedelta(days=CAPTURED_DAYS_MAX) <= at <= desk.now + CLOCK_TOLERANCE:
        detail = "Giờ ghi phiếu không thể như vậy; xem lại trên phiếu."
        raise Refused("FIELDS_INVALID", field="captured_at", detail=detail)
    return min(vietnam_day(at), desk.today)


def _earlier(desk: Desk, document: str) -> wire.DuplicateOf | None:
    return earlier_of(desk.unit, desk.organ, document)


def earlier_of(unit: Unit, organ: str, document: str) -> wire.DuplicateOf | None:
    """Return what a refusal says of an entry that is there already, None for no document."""
    if not document:
        return None
    row = unit.incoming(organ, document).row
    return wire.DuplicateOf(
        id=row.id,
        number=row.number,
        year=row.year,
        arrival_date=row.arrival_date,
        subject=row.subject,
    )
