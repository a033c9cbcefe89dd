"""The node's clock: the machine's, corrected where somebody who knows said so (CK3, CK4).

`now` dates everything; `is_sure` tells whether it may date a number. The correction stands in the
journal (`clock.corrected`), so that the raw clock of every event can be told.
"""

import threading
from collections.abc import Callable
from datetime import date, datetime

from vanthu_server.commune.domain.ports import Clock
from vanthu_sync import clock
from vanthu_sync.clock import Basis, Reading, Standing, instant
from vanthu_sync.register_events import ClockCorrected

Record = Callable[[ClockCorrected], None]
"""Journals a correction; raises Refused where nothing may be written."""


class TrustedClock:
    """See `commune.domain.ports.Clock`; `uptime` gives seconds since the start."""

    def __init__(self, raw: Clock, *, uptime: Callable[[], float]) -> None:
        self._raw = raw
        self._uptime = uptime
        self._turn = threading.Lock()
        self._standing = Standing()

    def now(self) -> datetime:
        """Return the corrected moment."""
        return self._standing.corrected(self._reading())

    def is_sure(self) -> bool:
        """Tell whether the moment may date a number."""
        return clock.is_sure(self._standing, self._reading())

    def begin(self, *, correction: int, last: datetime | None, confirmed: date | None) -> None:
        """Take up what the journal and this machine know, at opening.

        A day that was confirmed already, on a clock that is not behind the journal, is trusted
        from here on, so that a node which works past midnight asks nothing.
        """
        with self._turn:
            self._standing = Standing(
                correction=correction,
                anchor=self._standing.anchor,
                last=last,
                confirmed=confirmed,
            )
            reading = self._reading()
            if self._standing.anchor is None and clock.is_sure(self._standing, reading):
                self._standing = clock.trusted(self._standing, reading)

    def told_by_hub(self, at: datetime, *, record: Record) -> None:
        """The hub signed the instant `at` just now."""
        with self._turn:
            before, reading = self._standing, self._reading()
            self._change(clock.told_by_hub(before, reading, at), reading, "hub", record)

    def told_by_person(self, day: date, *, record: Record) -> None:
        """A person at the desk said which day it is."""
        with self._turn:
            before, reading = self._standing, self._reading()
            self._change(clock.told_by_person(before, reading, day), reading, "person", record)

    def _change(self, after: Standing, reading: Reading, basis: Basis, record: Record) -> None:
        before, self._standing = self._standing, after
        if after.correction == before.correction:
            return
        try:
            record(ClockCorrected(seconds=after.correction, basis=basis, raw=instant(reading.raw)))
        except BaseException:
            self._standing = before
            raise

    def _reading(self) -> Reading:
        return Reading(raw=self._raw.now(), uptime=self._uptime())
