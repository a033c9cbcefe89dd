"""A person's session on a device, and failed log-ins."""

from datetime import datetime, timedelta
from typing import Final

import msgspec

IDLE: Final = timedelta(minutes=30)
"""A screen left alone this long asks for the password again (R-ACC-02)."""

WHOLE: Final = timedelta(hours=12)
"""A session ends with the working day."""

TRIES_MAX: Final = 5
"""Wrong passwords in a row before the account waits."""

LOCKED: Final = timedelta(minutes=5)
"""How long it waits: a guesser gets 1,440 tries a day, a clerk a short pause."""

SEEN_STEP: Final = timedelta(minutes=1)
"""The last use is written at most this often, so that reading a list is no write."""


class Failures(msgspec.Struct, frozen=True, kw_only=True):
    """Failed log-ins in a row, and when the last was."""

    count: int
    last_at: datetime | None

    def locked(self, now: datetime) -> bool:
        """Tell whether the account waits; a clock that jumped and came back locks nobody out."""
        if self.count < TRIES_MAX or self.last_at is None:
            return False
        return abs(now - self.last_at) < LOCKED


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A session, known by the SHA-256 of its token."""

    token_hash: str
    account: str
    opened_at: datetime
    seen_at: datetime

    def ends_at(self) -> datetime:
        """Return when it ends if it is not used again."""
        return min(self.seen_at + IDLE, self.opened_at + WHOLE)

    def ended(self, now: datetime) -> bool:
        """Tell whether it is over; a clock that went back ends it too."""
        return now >= self.ends_at() or now < self.opened_at - IDLE
