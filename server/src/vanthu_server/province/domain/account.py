"""Accounts of the province page and the sessions of people."""

from datetime import datetime

import msgspec


class Failures(msgspec.Struct, frozen=True, kw_only=True):
    """Wrong passwords in a row for a name, and until when it is locked."""

    wrong: int
    locked_until: datetime | None


class PageSession(msgspec.Struct, frozen=True, kw_only=True):
    """A person's session as it is kept."""

    account: str
    opened_at: datetime
    used_at: datetime
