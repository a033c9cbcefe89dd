"""Messages about devices that are known by a key (PROTOCOL.md DV)."""

from vanthu_sync.wire.parts import Wire


class EnrolCode(Wire):
    """Answer to POST /api/organs/{organ}/device-code: eight digits for the next device."""

    code: str
    minutes: int


class EnrolDevice(Wire):
    """POST /api/devices/enrol; `key` and `proof` are base64 (DV1)."""

    code: str
    name: str
    key: str
    proof: str


class Enrolled(Wire):
    """Answer to it: who the device is from now on; `code` begins its slips."""

    id: str
    name: str
    code: str
    organ: str


class DeviceRow(Wire):
    """A device; `revoked_at` is "" while it is taken from, `last_seen` null before its first."""

    id: str
    name: str
    code: str
    enrolled_at: str
    enrolled_by: str
    last_seen: str | None
    revoked_at: str
    revoked_by: str
    reason: str
    lost: bool


class Devices(Wire):
    """Answer to GET /api/organs/{organ}/devices, newest first."""

    devices: tuple[DeviceRow, ...]


class RevokeDevice(Wire):
    """`device.revoke`; `lost`: it is in no hand of ours, so it wipes itself without asking."""

    id: str
    reason: str
    lost: bool = False
