"""Where the province numbers a book: the document waits under a slip (PROTOCOL.md NB30).

Nothing is refused and nothing is typed twice: all that a clerk enters is journaled with the ask,
and the number that the province gives enters the document by itself (`given_numbers`).
"""

from datetime import date

from vanthu_server.commune.domain.asking import Ask
from vanthu_server.commune.domain.ports import Unit
from vanthu_server.commune.services.command import Desk
from vanthu_server.commune.services.taking import stamping_register
from vanthu_sync import slip, wire
from vanthu_sync.clock import instant
from vanthu_sync.errors import Refused
from vanthu_sync.events import read
from vanthu_sync.journal import Event
from vanthu_sync.numbering import Register
from vanthu_sync.province_events import NumberAsked
from vanthu_sync.vocabulary import Book


def province_register(desk: Desk, book: str, *, received: date | None = None) -> Register | None:
    """Return the register of that day where the province numbers it, None where it is ours.

    Raises Refused as `taking.next_number`: a slip is dated too, and is shown as a number is.
    """
    desk.require_stamping()
    if desk.unit.standing() == "branch":
        return None
    register = stamping_register(desk, book, received or desk.today)
    if register.owner != "province":
        return None
    if register.status == "closed":
        raise Refused("REGISTER_CLOSED")
    return register


def next_slip(desk: Desk) -> str:
    """Return the node's own next slip; none comes twice, whatever was removed or recovered."""
    return slip.make(slip.NODE_CODE, desk.unit.next_slip_counter(desk.organ)).text


def ask_outgoing(desk: Desk, register: Register, document: wire.OutgoingDocument) -> Event:
    """Ask for the number of an outgoing document."""
    fields = document.fields
    return desk.record(
        NumberAsked(
            slip=next_slip(desk),
            book=Book.OUTGOING,
            year=register.year,
            id=document.row.id,
            mark=register.mark,
            day=desk.today,
            type_name=fields.type_name,
            notation=fields.notation,
            subject=fields.subject,
            captured_at=instant(desk.now),
        )
    )


def asked(event: Event) -> wire.Asked:
    """Return the answer that an ask stands for; raises Refused(NOT_FOUND) once it was removed."""
    if event.body is None:
        raise Refused("NOT_FOUND", detail="Nội dung đã được gỡ.")
    ask = read(event.body, NumberAsked)
    return wire.Asked(
        id=ask.id,
        book=ask.book,
        year=ask.year,
        slip=ask.slip,
        arrival_date=ask.day,
        asked_at=event.header.at,
        warnings=ask.notices,
    )


def still_waits(unit: Unit, ask: Ask) -> bool:
    """Tell whether only the province can number what was asked: it has not, and the book is its."""
    return ask.state == "waiting" and any(
        register.year == ask.year and register.owner == "province"
        for register in unit.registers(ask.organ, ask.book)
    )


def waiting_ask(desk: Desk, text: str) -> tuple[Ask, NumberAsked]:
    """Return what waits under a slip for a clerk to take back.

    Raises Refused: NOT_FOUND, STEP_NOT_NOW where it waits no more or the province numbers it.
    """
    ask = desk.unit.ask(desk.organ, text)
    if ask is None:
        raise Refused("NOT_FOUND", detail=text)
    if ask.state != "waiting":
        raise Refused("STEP_NOT_NOW", detail="Mã tạm này không còn chờ số.")
    if still_waits(desk.unit, ask):
        raise Refused("NUMBER_WAITS", detail="Sổ này do tỉnh cấp số; xã chưa vào sổ được.")
    event = desk.unit.event(ask.seq)
    assert event.body is not None  # a removal takes the ask along
    return ask, read(event.body, NumberAsked)
