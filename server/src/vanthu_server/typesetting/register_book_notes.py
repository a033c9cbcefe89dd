"""Cột Ghi chú: what became of a number, in words that stand on the line itself.

Rules:
1. A plainly issued number has no words of ours; every other has at least one sentence (NB3).
2. The state comes first, then how the number was given, last what the clerk noted.
3. Times are Vietnam's, "14:05 31/12/2026".
"""

from datetime import date
from typing import Final

from vanthu_sync.clock import VIETNAM, moment

from .register_book_line import BookLine, BookName, Fate, LineState

TAGS: Final[dict[LineState, str]] = {
    "issued": "",
    "void": "HỦY",
    "content_lost": "MẤT NỘI DUNG",
    "leased": "ĐANG GIAO",
    "missing": "THIẾU",
}
"""The word below the number: a state shows without colour."""

REMOVED_TAG: Final = "ĐÃ GỠ"
LOST: Final = "Đã đóng dấu trên giấy; nội dung mất, chờ nhập lại từ bản giấy"
MISSING: Final = "KHÔNG CÓ dữ liệu của số này trong máy; báo cán bộ CNTT"
_OTHER_SITE: Final = "cơ sở khác"
_NUMBER_NAMES: Final[dict[BookName, str]] = {"den": "số đến", "di": "số"}


def tag(line: BookLine) -> str:
    """Return the word that stands below the number, "" for a plain one."""
    return TAGS[line.fate.state] or (REMOVED_TAG if line.fate.removed else "")


def given_at_site(line: BookLine) -> bool:
    """Tell whether a site gave this number to an entry from its lease."""
    return line.fate.from_lease and line.entry is not None


def notes(line: BookLine, book: BookName) -> str:
    """Return what stands in cột Ghi chú, "" for a plainly issued number without a note."""
    fate = line.fate
    said = (
        _state(fate),
        _replaced(fate, book),
        _slip(fate),
        _at_site(fate) if given_at_site(line) else "",
        f"Nhập lại từ bản giấy ngày {show_day_of(fate.again_at)}" if fate.again_at else "",
        f"Bản giấy nhận ngày {show_day(fate.paper_on)}" if fate.paper_on else "",
        _removal(fate),
        line.entry.description if line.entry is not None else "",
    )
    return ". ".join(part.rstrip(". ") for part in said if part)


def show_day(day: date | None) -> str:
    """Return "31/12/2026", "" for none."""
    return "" if day is None else f"{day:%d/%m/%Y}"


def show_day_of(instant: str) -> str:
    """Return the day in Vietnam of an instant, "" for ""."""
    return f"{moment(instant).astimezone(VIETNAM):%d/%m/%Y}" if instant else ""


def show_moment(instant: str) -> str:
    """Return "14:05 31/12/2026", "" for ""."""
    return f"{moment(instant).astimezone(VIETNAM):%H:%M %d/%m/%Y}" if instant else ""


def _state(fate: Fate) -> str:
    if fate.state == "void":
        return _with_author(f"HỦY: {fate.reason or 'không ghi lý do'}", fate)
    if fate.state == "content_lost":
        return _with_author(f"{LOST}: {fate.reason}" if fate.reason else LOST, fate)
    if fate.state == "leased" and fate.from_province:
        return "Số do tỉnh giữ, chưa ghi vào văn bản nào"
    if fate.state == "leased":
        return f"Số đang giao cho {fate.site or _OTHER_SITE}, chưa dùng"
    return MISSING if fate.state == "missing" else ""


def _with_author(text: str, fate: Fate) -> str:
    by = ", ".join(part for part in (fate.changed_by, show_moment(fate.changed_at)) if part)
    return f"{text.rstrip('. ')} ({by})" if by else text


def _replaced(fate: Fate, book: BookName) -> str:
    name = _NUMBER_NAMES[book]
    said = []
    if fate.corrects:
        twice = " đã cấp trùng trên máy cũ" if fate.stray else ""
        said.append(f"Đính chính: thay cho {name} {fate.corrects}{twice}")
    if fate.corrected_by:
        said.append(f"Đính chính bằng {name} {fate.corrected_by}")
    if fate.doubled_by:
        said.append(f"Số này từng cấp trùng; văn bản kia nay mang {name} {fate.doubled_by}")
    return ". ".join(said)


def _slip(fate: Fate) -> str:
    if not fate.slip:
        return ""
    by = "Tỉnh cấp số cho" if fate.from_province else "Theo"
    text = f"{by} mã tiếp nhận tạm {fate.slip}"
    return f"{text}, nhận lúc {show_moment(fate.captured_at)}" if fate.captured_at else text


def _at_site(fate: Fate) -> str:
    text = f"Cấp tại {fate.site or _OTHER_SITE}"
    return f"{text} lúc {show_moment(fate.registered_at)}" if fate.registered_at else text


def _removal(fate: Fate) -> str:
    if not fate.removed:
        return ""
    return f"Nội dung đã gỡ: {fate.removal_reason or 'không ghi lý do'}"
