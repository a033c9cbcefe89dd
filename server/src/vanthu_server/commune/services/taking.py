"""Taking a number: from the book that stamps, or at a branch from its lease.

The day must be one that can be trusted and the registers must be open (the opening check);
outgoing books also want a day that does not go back (PROTOCOL.md NB2, NB5, NB15-NB17).
"""

from datetime import date
from typing import Final

import msgspec

from vanthu_server.commune.services.command import Desk
from vanthu_sync import numbering
from vanthu_sync.errors import Refused
from vanthu_sync.numbering import Lease, NumberRefused, Register
from vanthu_sync.vocabulary import Book

REFUSALS: Final[dict[numbering.Refusal, str]] = {
    "not_owner": "REGISTER_NOT_HERE",
    "not_open": "REGISTER_CLOSED",
    "used_up": "REGISTER_CLOSED",
    "wrong_transition": "NUMBER_NOT_SO",
    "beyond_mark": "NOT_FOUND",
    "lease_spent": "LEASE_SPENT",
    "year_behind": "YEAR_NOT_OPEN",
    "still_out": "REGISTER_STILL_OUT",
    "too_far": "NUMBER_NOT_SO",
}

DATED: Final = frozenset({Book.OUTGOING, Book.COPIES})
"""Books in which number and date both only grow (NĐ 30/2020 Điều 15)."""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A number of a year's book; `lease` names the block it came from, at a branch."""

    year: int
    number: int
    lease: str = ""


def next_number(desk: Desk, book: str, *, received: date | None = None) -> Taken:
    """Return the next number for what was received on that day (today where nothing is said).

    Raises Refused: PAPER_UNSAID, DAY_UNSURE, OWNER_CHANGED, REGISTER_NOT_HERE, REGISTER_CLOSED,
    YEAR_NOT_OPEN, LEASE_SPENT, DATE_WENT_BACK.
    """
    desk.require_stamping()
    day = received or desk.today
    if desk.unit.standing() == "branch":
        return _leased(desk, book, day)
    register = stamping_register(desk, book, day)
    if book in DATED:
        require_date_grows(desk, book, register.year)
    try:
        taken = numbering.take(register, late=register.status == "closing")
    except NumberRefused as refused:
        raise Refused(REFUSALS[refused.refusal]) from refused
    return Taken(year=register.year, number=taken.number)


def stamping_register(desk: Desk, book: str, day: date) -> Register:
    """Return the book that a document received on `day` goes to; raises Refused."""
    registers = desk.unit.registers(desk.organ, book)
    if not registers:
        raise Refused("REGISTER_NOT_HERE")
    try:
        return numbering.stamping(registers, received=day.year)
    except NumberRefused as refused:
        newest = max(register.year for register in registers)
        detail = f"Sổ đang mở: năm {newest}; ngày nhận: {day:%d/%m/%Y}."
        raise Refused(REFUSALS[refused.refusal], detail=detail) from refused


def _leased(desk: Desk, book: str, day: date) -> Taken:
    held = [each for each in desk.unit.leases(desk.organ, book) if each.year == day.year]
    leases = [
        Lease(
            id=each.id,
            first=each.first,
            last=each.last,
            next=each.next,
            day=each.day,
            closed=each.closed,
        )
        for each in held
    ]
    try:
        lease = numbering.spend(leases, day=day.isoformat())
    except NumberRefused as refused:
        raise Refused(REFUSALS[refused.refusal]) from refused
    return Taken(year=day.year, number=lease.next, lease=lease.id)


def require_date_grows(desk: Desk, book: str, year: int) -> None:
    """Raise Refused(DATE_WENT_BACK) where the newest number of a dated book is of a later day."""
    newest = desk.unit.issued_on(desk.organ, book, year)
    if newest is not None and desk.today < newest:
        detail = f"Số liền trước ghi ngày {newest:%d/%m/%Y}, hôm nay là {desk.today:%d/%m/%Y}."
        raise Refused("DATE_WENT_BACK", detail=detail)
