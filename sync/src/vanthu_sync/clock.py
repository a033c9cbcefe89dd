"""Instants and days as the protocol writes them.

Rules (PROTOCOL.md, CK1-CK2): an instant is UTC with milliseconds and Z; a day is Vietnam's
(UTC+07:00, R-TIM-02). The clock itself comes in from outside.
"""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

VIETNAM: Final = timezone(timedelta(hours=7), "+07:00")


def instant(moment: datetime) -> str:
    """Return `moment` as RFC 3339 UTC with milliseconds; raises ValueError if it has no zone."""
    return _aware(moment).astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(text: str) -> datetime:
    """Return the aware UTC moment that `instant` wrote; raises ValueError."""
    return _aware(datetime.fromisoformat(text)).astimezone(UTC)


def vietnam_day(moment: datetime) -> date:
    """Return the calendar day in Vietnam at `moment`; raises ValueError if it has no zone."""
    return _aware(moment).astimezone(VIETNAM).date()


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:  # astimezone would take the zone of this machine for it
        message = f"an instant without a zone: {moment.isoformat()}"
        raise ValueError(message)
    return moment
