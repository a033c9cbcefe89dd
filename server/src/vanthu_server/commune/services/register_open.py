"""`register.open`: a person opens the book of a new year; years only go forward (NB17)."""

from vanthu_server.commune.services.command import Desk
from vanthu_sync import wire
from vanthu_sync.errors import Refused
from vanthu_sync.journal import Event
from vanthu_sync.register_events import RegisterOpened
from vanthu_sync.vocabulary import Book


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
    owner = "node" if current is None else current.owner
    return desk.record(
        RegisterOpened(book=payload.book, year=payload.year, owner=owner, basis="person")
    )
