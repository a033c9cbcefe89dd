"""Number, symbol and date as a document shows them (NĐ 30/2020 Phụ lục I Phần I Mục II.3, II.4)."""

from datetime import date
from typing import Final

_MONTHS_WITH_ZERO: Final = 2


def number_text(number: int, notation: str) -> str:
    """Return "05/TB-UBND": numbers under 10 take a leading 0.

    A notation that begins with "-" (the Party's way, "139-TB/TU") joins without "/".
    Raises ValueError for a number under 1.
    """
    if number < 1:
        raise ValueError(f"a document number begins at 1, not {number}")
    joint = "" if notation.startswith("-") else "/"
    return f"{number:02d}{joint}{notation}"


def date_text(place: str, day: date) -> str:
    """Return "Đông Thạnh, ngày 05 tháng 02 năm 2026".

    Days under 10 and months 1 and 2 take a leading 0, months 3 to 9 do not. Without a place
    the sentence begins with "Ngày".
    """
    month = f"{day.month:02d}" if day.month <= _MONTHS_WITH_ZERO else str(day.month)
    words = f"ngày {day.day:02d} tháng {month} năm {day.year}"
    return f"{place}, {words}" if place else words.capitalize()
