"""Devices: let in by a one-time code, known by their key ever after (PROTOCOL.md DV).

Theory of operation: a batch of `POST /api/sync` is signed by the device's key over the device, the
person and the hash of the body. What is repeated is not refused: a retry must be the same bytes,
and operation ids keep whatever came twice from being done twice (SE2).
"""

import base64
import binascii
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, Protocol

import msgspec

from vanthu_server.commune.domain.holding import Device
from vanthu_server.commune.domain.ports import Author, Chance, Clock, Ledger, Unit
from vanthu_server.commune.domain.session import SEEN_STEP
from vanthu_server.commune.services.command import Desk, Policies
from vanthu_server.commune.services.slips import next_code
from vanthu_server.keys.device_key import is_point, verify_device
from vanthu_sync import limits, wire
from vanthu_sync.canonical import NotCanonical
from vanthu_sync.clock import vietnam_day
from vanthu_sync.device_events import DeviceEnrolled, DeviceRevoked
from vanthu_sync.errors import Refused
from vanthu_sync.journal import Event
from vanthu_sync.signed_records import device_bytes, enrolment_bytes
from vanthu_sync.text import mend

CODE_DIGITS: Final = 8
CODE_LIFE: Final = timedelta(minutes=15)
TRIES_MAX: Final = 5
"""Five guesses at a hundred million codes, then a new code is needed."""

DEVICE_ID_BYTES: Final = 8


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What a code lets into: an organ, by the word of an account."""

    organ: str
    account: str


class DeviceRecords(Protocol):
    """Where codes and last contacts are kept."""

    def add_code(self, code: str, entry: Entry, *, at: datetime) -> None:
        """Keep a code; earlier ones end."""
        ...

    def use_code(self, code: str, *, not_before: datetime, tries_max: int) -> Entry | None:
        """Use a code up; None for a wrong one."""
        ...

    def seen(self, device: str, *, at: datetime, step: timedelta) -> None:
        """Keep that a device came, unless it is known within `step`."""
        ...

    def sights(self) -> dict[str, str]:
        """Return when each device came last."""
        ...


class Devices:
    """Lets devices in, knows them, lists them."""

    def __init__(
        self,
        ledger: Ledger,
        *,
        records: DeviceRecords,
        clock: Clock,
        chance: Chance,
        policies: Policies,
        recorded: Callable[[], None],
    ) -> None:
        self._ledger = ledger
        self._records = records
        self._clock = clock
        self._chance = chance
        self._policies = policies
        self._recorded = recorded

    def new_code(self, organ: str, *, account: str) -> wire.EnrolCode:
        """Return a one-time code for an organ's next device (CODE_LIFE)."""
        number = int.from_bytes(self._chance.draw(8)) % 10**CODE_DIGITS
        code = f"{number:0{CODE_DIGITS}d}"
        self._records.add_code(code, Entry(organ=organ, account=account), at=self._clock.now())
        return wire.EnrolCode(code=code, minutes=CODE_LIFE.seconds // 60)

    def enrol(self, wanted: wire.EnrolDevice) -> wire.Enrolled:
        """Let a device in; one that is known by its key is what it was, without a code (DV2).

        Raises Refused: REQUEST_UNREADABLE, FIELDS_INVALID, DEVICE_SIGNATURE_WRONG, DEVICE_REVOKED,
        DEVICE_LOST, PAIR_CODE_WRONG, NODE_FOLLOWS.
        """
        _require_own_key(wanted)
        name = mend(wanted.name)
        if not name or len(name) > limits.DEVICE_NAME_CHARACTERS_MAX:
            raise Refused("FIELDS_INVALID", field="name", detail="Nhập tên thiết bị, ngắn gọn.")
        with self._ledger.read() as unit:
            if unit.standing() != "owner":
                raise Refused("NODE_FOLLOWS", detail="Ghi danh thiết bị ở máy giữ sổ.")
            known = next((each for each in unit.devices() if each.key == wanted.key), None)
        if known is None:
            known = self._admit(wanted, name=name)
        _require_not_revoked(known)
        return wire.Enrolled(id=known.id, name=known.name, code=known.code, organ=known.organ)

    def _admit(self, wanted: wire.EnrolDevice, *, name: str) -> Device:
        now = self._clock.now()
        digits = "".join(char for char in wanted.code if char.isdigit())
        entry = self._records.use_code(digits, not_before=now - CODE_LIFE, tries_max=TRIES_MAX)
        if entry is None:
            raise Refused("PAIR_CODE_WRONG")
        with self._ledger.write() as unit:
            device = DeviceEnrolled(
                id=self._chance.draw(DEVICE_ID_BYTES).hex(),
                name=name,
                key=wanted.key,
                code=next_code(unit, entry.organ),
            )
            policy = self._policies.version(unit.organ(entry.organ).policy, vietnam_day(now))
            by = Author(account=entry.account)
            unit.record(device, organ=entry.organ, policy=policy, by=by)
            made = _device(unit, device.id)
        self._recorded()
        return made

    def check(self, device: str, *, account: str, signature: str, body: bytes) -> None:
        """Take a batch as the device's and the person's; note that the device came (DV3).

        Raises Refused: DEVICE_UNKNOWN, DEVICE_REVOKED, DEVICE_LOST, DEVICE_SIGNATURE_WRONG.
        """
        known = self.standing(device)
        signed = device_bytes(device=device, account=account, body=body)
        if not verify_device(base64.b64decode(known.key), _decoded(signature), signed):
            raise Refused("DEVICE_SIGNATURE_WRONG")
        self._records.seen(device, at=self._clock.now(), step=SEEN_STEP)

    def standing(self, device: str) -> Device:
        """Return a device of which something is taken.

        Raises Refused: DEVICE_UNKNOWN, DEVICE_REVOKED, DEVICE_LOST.
        """
        with self._ledger.read() as unit:
            known = next((each for each in unit.devices() if each.id == device), None)
        if known is None:
            raise Refused("DEVICE_UNKNOWN")
        _require_not_revoked(known)
        return known

    def all(self, organ: str) -> wire.Devices:
        """Return an organ's devices, newest first."""
        with self._ledger.read() as unit:
            found = tuple(each for each in unit.devices() if each.organ == organ)
        sights = self._records.sights()
        return wire.Devices(devices=tuple(_row(each, sights.get(each.id)) for each in found))


def revoke(desk: Desk, payload: wire.RevokeDevice) -> Event:
    """Take nothing of a device any more; raises Refused: NOT_FOUND, REASON_REQUIRED."""
    if _device(desk.unit, payload.id).organ != desk.organ:
        raise Refused("NOT_FOUND", detail=payload.id)
    reason = desk.reason(payload.reason)
    return desk.record(DeviceRevoked(id=payload.id, reason=reason, lost=payload.lost))


def _device(unit: Unit, device: str) -> Device:
    for each in unit.devices():
        if each.id == device:
            return each
    raise Refused("NOT_FOUND", detail=device)


def _require_own_key(wanted: wire.EnrolDevice) -> None:
    key = _decoded(wanted.key)
    if not is_point(key) or base64.b64encode(key).decode("ascii") != wanted.key:
        raise Refused("REQUEST_UNREADABLE")
    try:
        signed = enrolment_bytes(code=wanted.code, name=wanted.name, key=wanted.key)
    except NotCanonical as error:
        raise Refused("REQUEST_UNREADABLE") from error
    if not verify_device(key, _decoded(wanted.proof), signed):
        raise Refused("DEVICE_SIGNATURE_WRONG")


def _require_not_revoked(device: Device) -> None:
    if device.revoked_at:
        code = "DEVICE_LOST" if device.lost else "DEVICE_REVOKED"
        raise Refused(code, detail=device.name)


def _decoded(text: str) -> bytes:
    """Return what base64 text holds, nothing for text that is none."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _row(device: Device, seen: str | None) -> wire.DeviceRow:
    held = msgspec.structs.asdict(device)
    shown = {name: held[name] for name in wire.DeviceRow.__struct_fields__ if name in held}
    return wire.DeviceRow(**shown, last_seen=seen)
