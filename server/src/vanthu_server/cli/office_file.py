"""An office in one file: the organs of a node with their people, for setting up in one act.

TOML, for example:

    name = "Máy xã Đông Thạnh"

    [[organ]]
    id = "ubnd-dong-thanh"
    code = "H99.10.01"
    name = "Ủy ban nhân dân xã Đông Thạnh"
    place = "Đông Thạnh"
    policy = "nd30-2020"

    [[organ.person]]
    account = "lan"
    name = "Nguyễn Thị Lan"
    position = "Văn thư"
    roles = ["van_thu"]

Passwords are never in it: each is asked for.
"""

from pathlib import Path

import msgspec

from vanthu_sync.errors import Refused


class OfficePerson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person of an organ."""

    account: str
    name: str
    roles: tuple[str, ...]
    position: str = ""


class OfficeOrgan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An organ with its people."""

    id: str
    code: str
    name: str
    parent: str = ""
    place: str = ""
    abbreviation: str = "UBND"
    policy: str = "nd30-2020"
    person: tuple[OfficePerson, ...] = ()


class OfficeFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The node's name and its organs."""

    name: str
    organ: tuple[OfficeOrgan, ...] = ()


def read_office(path: Path) -> OfficeFile:
    """Return what the file says; raises Refused(REQUEST_UNREADABLE) naming what is wrong."""
    try:
        return msgspec.toml.decode(path.read_bytes(), type=OfficeFile)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused("REQUEST_UNREADABLE", detail=f"{path.name}: {error}") from error
