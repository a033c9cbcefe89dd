"""A register with a number of every kind, to print in tests, and what stands in its columns."""

import unicodedata
from datetime import date
from typing import Final

import pypdfium2
from msgspec.structs import replace

from vanthu_server.typesetting.register_book_line import (
    BookEntry,
    BookLine,
    Fate,
    RegisterBook,
)

NOON: Final = "2026-12-31T07:05:00.000Z"
"""14:05 31/12/2026 in Vietnam."""

HYPHEN_AT_LINE_END: Final = "\x02"
"""What the reader gives for a hyphen that ends a line."""

NEW_YEAR: Final = "2026-12-31T17:05:00.000Z"
"""00:05 01/01/2027 in Vietnam."""

SHAPES: Final = (pypdfium2.raw.FPDF_PAGEOBJ_PATH,)
FOOTER_TOP_POINTS: Final = 40
NARROWEST_POINTS: Final = 20
"""Wider than any rule is thick, narrower than any column."""

HEAD: Final = "9f3ac0ffee12" + "0" * 52


def entry(number: int) -> BookEntry:
    """Return an entry that both books can show."""
    return BookEntry(
        symbol=f"{number:02d}/TB-UBND",
        issued_date=date(2026, 11, 19),
        arrival_date=date(2026, 11, 20),
        type_name="Thông báo",
        subject=f"Về việc thứ {number * 1000}",
        author="Sở Nội vụ",
        signer="Nguyễn Văn An",
        receivers="Văn phòng",
        keeper="VT, VP",
        copies=15,
    )


def plain(number: int) -> BookLine:
    """Return a plainly issued number."""
    return BookLine(number=number, fate=Fate(state="issued"), entry=entry(number))


def fated(number: int, fate: Fate, *, bare: bool = False) -> BookLine:
    """Return a number with another fate; `bare` without an entry."""
    return BookLine(number=number, fate=fate, entry=None if bare else entry(number))


def every_kind() -> tuple[BookLine, ...]:
    """Return the numbers 1 to 13: one of every kind, the last two plain."""
    return (
        plain(1),
        fated(2, Fate(state="void", reason="Nhập trùng với số 1", changed_at=NOON, corrected_by=9)),
        fated(3, Fate(state="issued", slip="T-07-0012K", captured_at=NOON)),
        fated(4, Fate(state="issued", from_lease=True, site="cơ sở Tân Hòa", registered_at=NOON)),
        fated(5, Fate(state="leased", from_lease=True, site="cơ sở Tân Hòa"), bare=True),
        fated(6, Fate(state="content_lost", reason="Hỏng ổ đĩa", changed_at=NOON), bare=True),
        fated(7, Fate(state="issued", again_at=NOON)),
        fated(8, Fate(state="issued", removed=True, removal_reason="Gõ nhầm văn bản mật")),
        fated(9, Fate(state="issued", corrects=2)),
        fated(
            10,
            Fate(state="void", from_lease=True, site="cơ sở Tân Hòa", reason="Số dư cuối ngày"),
            bare=True,
        ),
        fated(11, Fate(state="issued", paper_on=date(2026, 11, 21))),
        plain(12),
        plain(13),
    )


def book(lines: tuple[BookLine, ...] = (), *, kind: str = "den", last: int = 0) -> RegisterBook:
    """Return a register with these lines (every kind if none are given)."""
    held = lines or every_kind()
    return RegisterBook(
        book="di" if kind == "di" else "den",
        organ_name="Ủy ban nhân dân xã Đồng Hòa",
        organ_parent="",
        place="Đồng Hòa",
        year=2026,
        first=1,
        last=last or len(held),
        mark=last or len(held),
        opened_at="2026-01-02T01:00:00.000Z",
        closed_at="",
        journal_seq=1234,
        journal_hash=HEAD,
        lines=held,
    )


def only(line: BookLine, *, kind: str = "den") -> RegisterBook:
    """Return a register of the one number 1."""
    return book((replace(line, number=1),), kind=kind)


def column_texts(pdf: bytes, column: int) -> list[str]:
    """Return what stands in a column (from 1) on each page that has the register's header."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = [_column_text(page, column) for page in document]
    finally:
        document.close()
    return [text for text in found if text is not None]


def _column_text(page: pypdfium2.PdfPage, column: int) -> str | None:
    """Return what stands below the sign "(column)" of the header, within its column's edges."""
    text = page.get_textpage()
    found = text.search(f"({column})").get_next()
    if found is None:
        return None
    left, bottom, right, _ = text.get_charbox(found[0])
    edges = _edges(page, (left + right) / 2)
    if edges is None:
        return None
    raw = text.get_text_bounded(
        left=edges[0], bottom=FOOTER_TOP_POINTS, right=edges[1], top=bottom - 2
    )
    return " ".join(unicodedata.normalize("NFC", raw).replace(HYPHEN_AT_LINE_END, "-").split())


def _edges(page: pypdfium2.PdfPage, middle: float) -> tuple[float, float] | None:
    """Return the edges of the narrowest shaded cell around `middle`: every header cell is one."""
    cells = [
        (left, right)
        for left, _, right, _ in (shape.get_bounds() for shape in page.get_objects(SHAPES))
        if left < middle < right and right - left > NARROWEST_POINTS
    ]
    return min(cells, key=lambda cell: cell[1] - cell[0], default=None)
