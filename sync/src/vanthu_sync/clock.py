"""Instants and days as the protocol writes them, and when the machine's clock may be believed.

Rules (PROTOCOL.md, CK): an instant is UTC with milliseconds and Z; a day is Vietnam's
(UTC+07:00, R-TIM-02). The clock itself comes in from outside. It is believed while it agrees
with a trusted instant and the time that passed since; else a person is asked for the day once.
Order never rests on it.
"""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final, Literal

import msgspec

VIETNAM: Final = timezone(timedelta(hours=7), "+07:00")
CLOCK_TOLERANCE: Final = timedelta(minutes=10)
"""Drift of a year without a time server, and the delay of any answer of the hub."""

DAY_SECONDS: Final = 24 * 60 * 60

Basis = Literal["hub", "person"]


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


class Anchor(msgspec.Struct, frozen=True, kw_only=True):
    """An instant that can be trusted, and how long the machine had been up then (seconds).

    `basis` says who vouched: `hub` (a signed receipt), or `person` (the day was confirmed).
    """

    at: datetime
    uptime: float
    basis: Basis


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One look at the machine's clock: what it says, and how long the machine is up (seconds)."""

    raw: datetime
    uptime: float


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What the node knows of time.

    `correction` seconds are added to the machine's clock; `last` is the newest instant in the
    journal; `confirmed` the day that a person or the hub last vouched for.
    """

    correction: int = 0
    anchor: Anchor | None = None
    last: datetime | None = None
    confirmed: date | None = None

    def corrected(self, reading: Reading) -> datetime:
        """Return the corrected instant."""
        return reading.raw + timedelta(seconds=self.correction)


def is_sure(standing: Standing, reading: Reading) -> bool:
    """Tell whether the corrected clock may date an entry (CK3).

    With an anchor it lies within CLOCK_TOLERANCE of the anchor plus the time that passed since;
    without one it has not gone behind the journal and its day is the one that was confirmed.
    """
    now = standing.corrected(reading)
    if standing.anchor is not None:
        expected = standing.anchor.at + timedelta(seconds=reading.uptime - standing.anchor.uptime)
        return abs(now - expected) <= CLOCK_TOLERANCE
    if standing.last is not None and now < standing.last - CLOCK_TOLERANCE:
        return False
    return standing.confirmed == vietnam_day(now)


def told_by_hub(standing: Standing, reading: Reading, at: datetime) -> Standing:
    """Return the standing after the hub named the instant, correcting beyond tolerance (CK4)."""
    correction = standing.correction
    if abs(standing.corrected(reading) - at) > CLOCK_TOLERANCE:
        correction = round((at - reading.raw).total_seconds())
    return _anchored(standing, reading, correction, "hub")


def told_by_person(standing: Standing, reading: Reading, day: date) -> Standing:
    """Return the standing after a person said which day it is: the time of day stays (CK4).

    Never the later of two: a clock that once jumped to 2099 must not bind what follows.
    """
    away = (day - vietnam_day(standing.corrected(reading))).days
    correction = standing.correction + away * DAY_SECONDS
    return _anchored(standing, reading, correction, "person")


def trusted(standing: Standing, reading: Reading) -> Standing:
    """Return the standing with the corrected clock of this moment as its anchor."""
    return _anchored(standing, reading, standing.correction, "person")


def _anchored(standing: Standing, reading: Reading, correction: int, basis: Basis) -> Standing:
    now = reading.raw + timedelta(seconds=correction)
    return msgspec.structs.replace(
        standing,
        correction=correction,
        anchor=Anchor(at=now, uptime=reading.uptime, basis=basis),
        confirmed=vietnam_day(now),
    )
