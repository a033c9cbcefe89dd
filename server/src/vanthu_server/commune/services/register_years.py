"""The book of a year: opened, withdrawn while empty, closed; years only go forward (NB17).

A person does each, and says at opening and at closing how far the book is on paper: where a machine
lost some days, or the office wrote them by hand, numbers are taken that nobody here knows (NB22).
"""

from typing import Final

from vanthu_server.commune.services.command import Desk
from vanthu_server.commune.services.slips import missing
from vanthu_sync import limits, numbering, wire
from vanthu_sync.errors import Refused
from vanthu_sync.journal import Event
from vanthu_sync.numbering import NumberRefused, Register
from vanthu_sync.register_events import (
    NumbersLost,
    RegisterClosed,
    RegisterOpened,
    RegisterWithdrawn,
)
from vanthu_sync.vocabulary import Book, NumberState

LOST: Final = "Đã đóng dấu trên giấy; máy không còn nội dung khi khóa sổ."


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
    said = desk.unit.delegated_owner(desk.organ, payload.book, payload.year)
    owner = said or ("node" if current is None else current.owner)
    empty = Register(organ=desk.organ, book=payload.book, year=payload.year)
    return desk.record(
        RegisterOpened(
            book=payload.book,
            year=payload.year,
            owner=owner,
            basis="person",
            paper=len(_beyond(empty, payload.paper)),
        )
    )


def withdraw(desk: Desk, payload: wire.WithdrawRegister) -> Event:
    """Withdraw a book that was opened by mistake, before its first number (NB17).

    Raises Refused: NOT_FOUND, NUMBER_NOT_SO, REASON_REQUIRED.
    """
    register = register_of(desk, payload.book, payload.year)
    newest = desk.unit.registers(desk.organ, payload.book)[-1]
    if register.mark or newest.year != payload.year or payload.year <= desk.today.year:
        raise Refused("NUMBER_NOT_SO", detail="Sổ đã có số, hoặc đúng là sổ của năm nay.")
    reason = desk.reason(payload.reason)
    return desk.record(RegisterWithdrawn(book=payload.book, year=payload.year, reason=reason))


def close(desk: Desk, payload: wire.CloseRegister) -> Event:
    """Khóa sổ: a closing book of which nothing is out any more.

    Nobody asks for its last number on paper again, so it is said now: what stands there beyond
    the mark is content_lost (NB22).
    Raises Refused: NOT_FOUND, STEP_NOT_NOW, REGISTER_STILL_OUT, FIELDS_INVALID.
    """
    register = register_of(desk, payload.book, payload.year)
    if payload.year >= desk.today.year:
        raise Refused("STEP_NOT_NOW", detail=f"Năm {payload.year} chưa hết.")
    counts = desk.unit.counts(desk.organ, payload.book, payload.year)
    out = counts.get(NumberState.LEASED, 0) + _slips_out(desk, payload.book)
    out += desk.unit.asks_waiting(desk.organ, payload.book, payload.year)
    try:
        numbering.close(register, still_out=out)
    except NumberRefused as refused:
        if refused.refusal == "still_out":
            raise Refused("REGISTER_STILL_OUT", detail=f"Còn {out} số hoặc phiếu.") from refused
        raise Refused("STEP_NOT_NOW", detail="Mở sổ năm mới trước khi khóa sổ này.") from refused
    lost = _beyond(register, payload.paper)
    if lost:
        desk.record(
            NumbersLost(
                book=register.book,
                year=register.year,
                first=lost.start,
                last=lost.stop - 1,
                reason=LOST,
            )
        )
    return desk.record(
        RegisterClosed(
            book=payload.book,
            year=payload.year,
            mark=register.mark + len(lost),
            issued=counts.get(NumberState.ISSUED, 0),
            void=counts.get(NumberState.VOID, 0),
            content_lost=counts.get(NumberState.CONTENT_LOST, 0) + len(lost),
        )
    )


def _slips_out(desk: Desk, book: str) -> int:
    if book != Book.INCOMING:
        return 0
    slips = desk.unit.slips(desk.organ)
    devices = (each for each in desk.unit.slip_devices(desk.organ) if not each.lost_at)
    return sum(len(missing(slips, device.code)[1]) for device in devices)


def register_of(desk: Desk, book: str, year: int) -> Register:
    """Return the book of a year; raises Refused(NOT_FOUND)."""
    for register in desk.unit.registers(desk.organ, book):
        if register.year == year:
            return register
    raise Refused("NOT_FOUND", detail=f"{book} {year}")


def _beyond(register: Register, paper: int | None) -> range:
    """Return the numbers on paper beyond the mark; raises Refused(FIELDS_INVALID)."""
    if paper is None or not 0 <= paper <= register.mark + limits.PAPER_AHEAD_MAX:
        raise Refused("FIELDS_INVALID", field="paper", detail="Xem lại số cuối trên sổ giấy.")
    return numbering.lost_up_to(register, paper)[1]
