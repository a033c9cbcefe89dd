"""The name of an organ as the head of a document shows it (NĐ 30/2020 Phụ lục I Mục II.2)."""

from typing import Final

from vanthu_sync.text import mend

_COLUMN_CHARACTERS: Final = 24
"""Upper-case letters of 12 points that fit the 66 mm of the column."""

_PLACES: Final = (" TỈNH ", " THÀNH PHỐ ", " HUYỆN ", " XÃ ", " PHƯỜNG ", " ĐẶC KHU ")


def organ_lines(name: str) -> tuple[str, ...]:
    """Return the name in upper case, its kind and its place on a line each where it is long.

    "Ủy ban nhân dân xã Đông Thạnh" gives ("ỦY BAN NHÂN DÂN", "XÃ ĐÔNG THẠNH"); an empty name
    gives no line. A line break in the name is kept.
    """
    return tuple(part for line in mend(name).upper().split("\n") for part in _parts(line) if part)


def one_line(text: str) -> str:
    """Return `text` mended, its line breaks turned into spaces."""
    return " ".join(mend(text).split())


def _parts(line: str) -> tuple[str, ...]:
    at = max(line.rfind(place) for place in _PLACES)
    if len(line) > _COLUMN_CHARACTERS and at > 0:
        return line[:at], line[at + 1 :]
    return (line,)
