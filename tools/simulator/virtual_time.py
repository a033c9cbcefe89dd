"""Time that passes only when a history says so, and each machine's own idea of it."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from vanthu_sync.clock import vietnam_day

BEGIN: Final = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
"""Eight in the morning in Vietnam, a month before the end of the year."""


class Time:
    """The true time."""

    __slots__ = ("now", "seconds")

    def __init__(self) -> None:
        self.now = BEGIN
        self.seconds = 0.0

    def move(self, *, minutes: int) -> None:
        """Let time pass."""
        self.now += timedelta(minutes=minutes)
        self.seconds += minutes * 60

    def move_to(self, moment: datetime) -> None:
        """Let time pass until `moment`; the past stays where it is."""
        if moment > self.now:
            self.seconds += (moment - self.now).total_seconds()
            self.now = moment

    @property
    def today(self) -> date:
        """The true day in Vietnam."""
        return vietnam_day(self.now)


class MachineClock:
    """A machine's clock: the true time and an error that may jump (`commune.app.MachineClock`)."""

    __slots__ = ("_started", "_time", "error")

    def __init__(self, time: Time) -> None:
        self._time = time
        self._started = 0.0
        self.error = timedelta()

    def start(self) -> None:
        """The machine was switched on now."""
        self._started = self._time.seconds

    def now(self) -> datetime:
        """Return what the machine believes."""
        return self._time.now + self.error

    def uptime(self) -> float:
        """Return the seconds since it was switched on."""
        return self._time.seconds - self._started
