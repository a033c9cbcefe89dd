"""Bodies of events about devices that are known by a key (PROTOCOL.md DV)."""

from typing import Final

from vanthu_sync.body import Body


class DeviceEnrolled(Body):
    """`device.enrolled`: a device known by its key from then on, with the code of its slips (DV2).

    `key` is the P-256 point, 65 bytes, in base64. Its actor made the one-time code.
    """

    id: str
    name: str
    key: str
    code: str


class DeviceRevoked(Body):
    """`device.revoked`: nothing more is taken from it; `lost`: it is in no hand of ours (DV5)."""

    id: str
    reason: str
    lost: bool = False


KINDS: Final[dict[str, type[Body]]] = {
    "device.enrolled": DeviceEnrolled,
    "device.revoked": DeviceRevoked,
}
"""Kinds of this module with the types of their bodies."""
