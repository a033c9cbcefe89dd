"""`register.open`: a person opens the book of a new year; years only go forward (NB17).

The person also says how far that book is on paper already: after a machine lost the first days of
a year, or where the office began the year by hand, its first numbers are taken (NB22).
"""

from typing import Final

from vanthu_server.commune.services.command import Desk
from vanthu_sync import wire
from vanthu_sync.errors import Refused
from vanthu_sync.journal import Event
from vanthu_sync.register_events import NumbersLost, RegisterOpened
from vanthu_sync.vocabulary import Book

PAPER_MAX: Final = 20_000
"""Twice a commune's year; a larger answer is a slip of the finger."""

ON_PAPER: Final = "Đã đóng dấu trên giấy trước khi mở sổ này trên máy."


def open_register(desk: Desk, payload: wire.OpenRegister) -> Event:
    """Open it; raises Refused: FIELDS_INVALID, STEP_NOT_NOW, YEAR_NOT_OPEN, YEAR_UNCONFIRMED."""
    if payload.book not in set(Book):
        raise Refused("FIELDS_INVALID", detail="Không có sổ này.")
    current = desk.unit.register(desk.organ, payload.book)
    if current is not None and payload.year <= current.year:
        raise Refused("STEP_NOT_NOW", detail=f"Sổ năm {current.year} đã mở.")
    desk.require_stamping()
    if payload.year != desk.today.year:
        raise Refused("YEAR_NOT_OPEN", detail=f"Hôm nay là {desk.today:%d/%m/%Y}.")
    if not payload.confirmed:
        raise Refused("YEAR_UNCONFIRMED", detail=f"Hôm nay là {desk.today:%d/%m/%Y}.")
    if not 0 <= payload.paper <= PAPER_MAX:
        raise Refused("FIELDS_INVALID", field="paper", detail="Xem lại số cuối trên sổ giấy.")
    owner = "node" if current is None else current.owner
    opened = desk.record(
        RegisterOpened(book=payload.book, year=payload.year, owner=owner, basis="person")
    )
    if payload.paper:
        desk.record(
            NumbersLost(
                book=payload.book,
                year=payload.year,
                first=1,
                last=payload.paper,
                reason=ON_PAPER,
            )
        )
    return opened
