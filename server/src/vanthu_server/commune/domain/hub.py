"""The province hub as this node knows it."""

from datetime import datetime

import msgspec

from vanthu_sync.link import OrganEntry


class HubPeer(msgspec.Struct, frozen=True, kw_only=True):
    """A paired hub: its address, its pinned key, and the directory it sent last."""

    url: str
    name: str
    key: bytes
    directory: tuple[OrganEntry, ...] = ()
    directory_version: int = 0
    directory_at: datetime | None = None
    last_contact: datetime | None = None
