"""What all bodies of the journal share."""

from typing import dataclass_transform

import msgspec


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Body(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of the bodies: immutable; a field at its default is left out to save bytes."""


class FileEntry(Body):
    """A file of a document, by hash."""

    sha256: str
    name: str
    size: int
    media_type: str
    kind: str = "attachment"
