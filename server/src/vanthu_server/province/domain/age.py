"""How old a fact is, in words; and instants as people here read them."""

from datetime import datetime, timedelta

from vanthu_sync.clock import VIETNAM

_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def in_words(at: datetime, now: datetime) -> str:
    """Return the age of `at` ("3 phút trước"); a moment ahead of `now` is "vừa xong"."""
    age = now - at
    if age < _MINUTE:
        return "vừa xong"
    if age < _HOUR:
        return f"{age // _MINUTE} phút trước"
    if age < _DAY:
        return f"{age // _HOUR} giờ trước"
    return f"{age // _DAY} ngày trước"


def clock_and_day(at: datetime) -> str:
    """Return `at` in Vietnam's zone as "14:05 20/11/2026"."""
    return at.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y")
