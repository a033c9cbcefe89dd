"""An organ of the node."""

import msgspec


class Organ(msgspec.Struct, frozen=True, kw_only=True):
    """An organ with the policy it works under; `abbreviation` ends its symbols ("UBND")."""

    id: str
    code: str
    name: str
    parent: str
    place: str
    abbreviation: str
    policy: str
