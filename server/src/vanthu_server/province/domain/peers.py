"""Communes, their nodes and how they prove who they are."""

from datetime import datetime

import msgspec

from vanthu_sync.journal import Checkpoint, Head
from vanthu_sync.link import OrganEntry


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """A paired node: its pinned key, where its journal stands here, its running instance."""

    journal: str
    commune: str
    name: str
    key: bytes
    head: Head
    instance: str = ""


class Pairing(msgspec.Struct, frozen=True, kw_only=True):
    """What a successful pairing writes down."""

    journal: str
    commune: str
    name: str
    key: bytes
    organs: tuple[OrganEntry, ...]
    at: datetime


class PairCode(msgspec.Struct, frozen=True, kw_only=True):
    """A one-time code as it is kept: hashed. `used_by` and `used_key` name who used it.

    `journal` is the one that it lets a machine take over, "" for an ordinary pairing.
    """

    id: int
    commune: str
    journal: str
    hash: str
    used_by: str
    used_key: bytes


class NewCode(msgspec.Struct, frozen=True, kw_only=True):
    """A one-time code that was just made, hashed; see PairCode."""

    commune: str
    journal: str
    hash: str
    made_at: datetime
    expires_at: datetime


class Challenge(msgspec.Struct, frozen=True, kw_only=True):
    """Both challenges of a session that is being opened."""

    journal: str
    instance: str
    node_challenge: bytes
    hub_challenge: bytes
    expires_at: datetime


class Peer(msgspec.Struct, frozen=True, kw_only=True):
    """A node that speaks on a session.

    A guest (LK7) proved `key`, which is not the pinned one; otherwise it is the holder of the
    registers and `key` is empty.
    """

    journal: str
    instance: str
    key: bytes = b""

    @property
    def guest(self) -> bool:
        """Whether it may only read, or take over."""
        return bool(self.key)


class OpenToken(msgspec.Struct, frozen=True, kw_only=True):
    """A session as it is kept: the token's hash, whose it is, when it was last used."""

    hash: bytes
    peer: Peer
    used_at: datetime


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Where a journal stands after a batch: its head, and the checkpoint that signs it."""

    head: Head
    checkpoint: Checkpoint
    at: datetime
