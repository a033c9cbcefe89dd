"""The present day as the screens say it, for tests whose nodes run on the real clock."""

from datetime import UTC, date, datetime
from typing import Final

from vanthu_sync.clock import vietnam_day

WEEKDAYS: Final = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")


def today() -> date:
    """Return the day in Vietnam."""
    return vietnam_day(datetime.now(UTC))


def shown(day: date) -> str:
    """Return a day as lists and documents show it."""
    return f"{day:%d/%m/%Y}"


def said(day: date) -> str:
    """Return a day with its weekday, as a question or an echo says it."""
    return f"{WEEKDAYS[day.weekday()]}, {shown(day)}"
