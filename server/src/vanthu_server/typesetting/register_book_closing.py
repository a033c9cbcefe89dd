"""The closing sheet of a printed register: how many numbers of each state, and what each means.

The sentence is counted from the lines themselves: a number without a line is named as missing.
"""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Final

import msgspec

from .register_book_line import STATES, BookLine, LineState, RegisterBook
from .register_book_notes import given_at_site

RANGES_MAX: Final = 60
"""Ranges of numbers that a row of the closing sheet names: some ten lines of it."""

COUNTED: Final[dict[LineState, str]] = {
    "issued": "đã vào sổ",
    "void": "hủy",
    "content_lost": "mất nội dung",
    "leased": "đang giao",
}
"""How the sentence of the closing sheet counts each state."""

MEANINGS: Final[tuple[tuple[str, LineState, str], ...]] = (
    (
        "Đã vào sổ",
        "issued",
        "Số đã cấp cho một văn bản; nội dung ghi ở dòng của số.",
    ),
    (
        "HỦY",
        "void",
        (
            "Số đã lấy rồi hủy, vì lý do ghi ở cột Ghi chú; chữ cũ gạch ngang nhưng vẫn đọc được. "
            "Số đã hủy không cấp lại cho văn bản khác."
        ),
    ),
    (
        "MẤT NỘI DUNG",
        "content_lost",
        (
            "Số đã đóng dấu trên giấy nhưng nội dung trong máy mất do sự cố; sẽ nhập lại từ "
            "bản giấy với đúng số ấy."
        ),
    ),
    (
        "ĐANG GIAO",
        "leased",
        (
            "Số giao trước cho một cơ sở của cơ quan, hoặc do tỉnh giữ, chưa dùng; sau này sẽ vào "
            "sổ hoặc hủy."
        ),
    ),
)

Flag = Callable[[BookLine], bool]

FLAGS: Final[tuple[tuple[str, Flag, str], ...]] = (
    (
        "Theo mã tiếp nhận tạm",
        lambda line: bool(line.fate.slip),
        (
            "Văn bản mang mã tạm khi chưa liên lạc được với máy giữ sổ, hoặc khi tỉnh cấp số; số "
            "cấp sau, giờ nhận thật ghi ở cột Ghi chú."
        ),
    ),
    (
        "Cấp tại cơ sở",
        given_at_site,
        (
            "Số lấy từ dải số đã giao cho cơ sở; giờ cấp ghi ở cột Ghi chú, có thể không theo thứ "
            "tự của số."
        ),
    ),
    (
        "Nhập lại từ bản giấy",
        lambda line: bool(line.fate.again_at),
        "Nội dung từng mất, đã nhập lại từ bản giấy với đúng số cũ.",
    ),
    (
        "Đính chính",
        lambda line: bool(line.fate.corrects),
        "Văn bản vào sổ lại dưới số này, thay cho số ghi ở cột Ghi chú.",
    ),
    (
        "ĐÃ GỠ",
        lambda line: line.fate.removed,
        "Nội dung đã lấy ra khỏi máy vì lý do ghi ở cột Ghi chú; số và dòng vẫn giữ.",
    ),
)
"""What may be said of a number beside its state."""

_MISSING_MEANING: Final = (
    "Máy không có dữ liệu của số này; báo cán bộ CNTT tìm trong bản ghi kèm và ở tỉnh."
)


class ClosingRow(msgspec.Struct, frozen=True, kw_only=True):
    """A mark of the book: what it means, how many numbers bear it, and which."""

    name: str
    meaning: str
    count: str
    numbers: str


class Closing(msgspec.Struct, frozen=True, kw_only=True):
    """What the closing sheet says; `states` add up to all numbers, `flags` come on top."""

    sentence: str
    whole: bool
    states: tuple[ClosingRow, ...]
    flags: tuple[ClosingRow, ...]


def closing(book: RegisterBook) -> Closing:
    """Return the closing sheet of `book`."""
    missing = missing_numbers(book)
    states = tuple(_state_row(book.lines, *meaning) for meaning in MEANINGS)
    if missing:
        states = (*states, _row("THIẾU", _MISSING_MEANING, missing))
    flags = (
        _row(name, meaning, [line.number for line in book.lines if bears(line)])
        for name, bears, meaning in FLAGS
    )
    return Closing(
        sentence=_sentence(book, missing), whole=not missing, states=states, flags=tuple(flags)
    )


def missing_numbers(book: RegisterBook) -> tuple[int, ...]:
    """Return the numbers from `first` to `last` that are in no state of NB3."""
    held = {line.number for line in book.lines if line.fate.state in STATES}
    return tuple(number for number in range(book.first, book.last + 1) if number not in held)


def numbers_text(numbers: Iterable[int]) -> str:
    """Return "3, 7-9": runs as ranges, at most RANGES_MAX of them; "không có" for none."""
    runs = [
        [number for _, number in run]
        for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    ]
    shown = [_run_text(run[0], run[-1]) for run in runs[:RANGES_MAX]]
    rest = sum(len(run) for run in runs[RANGES_MAX:])
    if rest:
        shown.append(f"… và {rest} số khác")
    return ", ".join(shown) or "không có"


def _run_text(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _sentence(book: RegisterBook, missing: tuple[int, ...]) -> str:
    counts = {state: sum(line.fate.state == state for line in book.lines) for state in STATES}
    parts = [
        f"{counts[state]} {words}"
        for state, words in COUNTED.items()
        if counts[state] or state == "issued"
    ]
    end = f"THIẾU {len(missing)} số: {numbers_text(missing)}" if missing else "không thiếu số nào"
    return f"Tổng {max(book.last - book.first + 1, 0)} số: {', '.join(parts)}; {end}."


def _state_row(
    lines: tuple[BookLine, ...], name: str, state: LineState, meaning: str
) -> ClosingRow:
    bearing = [line.number for line in lines if line.fate.state == state]
    row = _row(name, meaning, bearing)
    if state != "issued" or not bearing:
        return row
    return msgspec.structs.replace(row, numbers="các số còn lại")


def _row(name: str, meaning: str, numbers: Iterable[int]) -> ClosingRow:
    held = tuple(numbers)
    return ClosingRow(name=name, meaning=meaning, count=str(len(held)), numbers=numbers_text(held))
