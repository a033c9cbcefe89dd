"""Vào sổ: an entry gets the next number of the incoming register, or is refused whole.

Where the province numbers the book the entry waits under a slip, as whole as a registered one.

Shared by paper (incoming.register) and by liên thông (inbox.accept): one series for both
(NĐ 30/2020 Điều 22; R-IN-15). What is refused stored nothing and took no number.
"""

from datetime import date

import msgspec

from vanthu_server.commune.domain.ports import Unit
from vanthu_server.commune.services.asking import (
    asked,
    next_slip,
    province_register,
    waiting_ask,
)
from vanthu_server.commune.services.command import Desk
from vanthu_server.commune.services.secrets_out import refuse_secrets
from vanthu_server.commune.services.slips import earlier_of
from vanthu_server.commune.services.taking import Taken, next_number
from vanthu_server.intake.fields import check_incoming
from vanthu_server.projection.incoming import duplicate_key
from vanthu_sync import limits, wire
from vanthu_sync.clock import instant
from vanthu_sync.errors import Refused
from vanthu_sync.events import FileEntry, IncomingRegistered, read
from vanthu_sync.journal import Event
from vanthu_sync.numbering import Register
from vanthu_sync.province_events import AskTakenBack, NumberAsked
from vanthu_sync.vocabulary import Book, NumberState


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be entered, with the clerk's answers to warnings."""

    fields: wire.IncomingFields
    files: tuple[FileEntry, ...] = ()
    message: str = ""
    duplicate_ok: bool = False
    not_secret: bool = False
    slip: str = ""
    captured_at: str = ""
    received: date | None = None
    origin: str = ""
    corrects: int = 0


class _Checked(msgspec.Struct, frozen=True, kw_only=True):
    fields: wire.IncomingFields
    duplicate_of: str
    warnings: tuple[wire.Notice, ...]


def enter(desk: Desk, entry: Entry) -> Event:
    """Enter `entry` under the next number; where the province gives it, ask for it (NB30).

    Raises Refused: FIELDS_INVALID, SECRET_REFUSED, SECRECY_SUSPECTED, DUPLICATE_DOCUMENT,
    FILES_TOO_MANY, and as `taking.next_number`.
    """
    checked = _checked(desk, entry)
    register = province_register(desk, Book.INCOMING, received=entry.received)
    if register is not None:
        return _ask(desk, entry, checked, register)
    taken = next_number(desk, Book.INCOMING, received=entry.received)
    return _record(desk, entry, checked, taken)


def enter_again(desk: Desk, entry: Entry, *, year: int, number: int) -> Event:
    """Enter `entry` under a number whose content was lost, from paper or from a stray entry.

    Raises Refused: NUMBER_NOT_SO, and as `enter` for what is entered.
    """
    record = desk.unit.number(desk.organ, Book.INCOMING, year, number)
    if record is None or record.state != NumberState.CONTENT_LOST:
        raise Refused("NUMBER_NOT_SO", detail="Chỉ nhập lại số đã mất nội dung.")
    checked = _checked(desk, entry)
    return _record(desk, entry, checked, Taken(year=year, number=number), again=True)


def _checked(desk: Desk, entry: Entry) -> _Checked:
    if len(entry.files) > limits.FILES_PER_DOCUMENT_MAX:
        raise Refused("FILES_TOO_MANY")
    checked = check_incoming(entry.fields, desk.today)
    if checked.problems:
        raise Refused("FIELDS_INVALID", fields=checked.notices())
    refuse_secrets(
        desk.unit,
        marking=entry.fields.secrecy_mark,
        subject=checked.fields.subject,
        files=[file.sha256 for file in entry.files],
        not_secret=entry.not_secret,
    )
    key = duplicate_key(checked.fields)
    earlier = desk.unit.duplicate(desk.organ, key)
    if earlier is not None and not entry.duplicate_ok:
        raise _duplicate(desk, earlier)
    ask = desk.unit.ask_like(desk.organ, key=key, origin=entry.origin)
    if ask is not None and not entry.duplicate_ok:
        raise Refused("DUPLICATE_DOCUMENT", detail=f"Đang chờ số của tỉnh: mã tạm {ask.slip}.")
    return _Checked(
        fields=checked.fields,
        duplicate_of="" if earlier is None else earlier.id,
        warnings=checked.warnings,
    )


def _record(
    desk: Desk, entry: Entry, checked: _Checked, taken: Taken, *, again: bool = False
) -> Event:
    return desk.record(
        IncomingRegistered(
            id=desk.document,
            year=taken.year,
            number=taken.number,
            arrival_date=entry.received or desk.today,
            fields=checked.fields,
            files=entry.files,
            message=entry.message,
            duplicate_of=checked.duplicate_of,
            not_secret=entry.not_secret,
            notices=checked.warnings,
            slip=entry.slip,
            captured_at=entry.captured_at,
            lease=taken.lease,
            again=again,
            origin=entry.origin,
            corrects=entry.corrects,
        )
    )


def _ask(desk: Desk, entry: Entry, checked: _Checked, register: Register) -> Event:
    return desk.record(
        NumberAsked(
            slip=entry.slip or next_slip(desk),
            book=Book.INCOMING,
            year=register.year,
            id=desk.document,
            mark=register.mark,
            day=entry.received or desk.today,
            fields=checked.fields,
            files=entry.files,
            message=entry.message,
            duplicate_of=checked.duplicate_of,
            not_secret=entry.not_secret,
            notices=checked.warnings,
            captured_at=entry.captured_at or instant(desk.now),
            origin=entry.origin,
            corrects=entry.corrects,
        )
    )


def given_entry(ask: NumberAsked, *, number: int) -> IncomingRegistered:
    """Return the entry of what was asked, under the number that it got."""
    assert ask.fields is not None
    return IncomingRegistered(
        id=ask.id,
        year=ask.year,
        number=number,
        arrival_date=ask.day,
        fields=ask.fields,
        files=ask.files,
        message=ask.message,
        duplicate_of=ask.duplicate_of,
        not_secret=ask.not_secret,
        notices=ask.notices,
        slip=ask.slip,
        captured_at=ask.captured_at,
        origin=ask.origin,
        corrects=ask.corrects,
    )


def take_back(desk: Desk, payload: wire.TakeBack) -> Event:
    """Vào sổ tại xã: what waits gets our next number, since the book is ours again (NB30).

    Raises Refused as `asking.waiting_ask` and `taking.next_number`.
    """
    ask, said = waiting_ask(desk, payload.slip)
    if said.fields is None:
        detail = "Văn bản đi: mở văn bản rồi bấm «Cấp số»."
        raise Refused("STEP_NOT_NOW", detail=detail)
    taken = next_number(desk, ask.book, received=ask.day)
    entry = given_entry(said, number=taken.number)
    event = desk.record(msgspec.structs.replace(entry, year=taken.year))
    desk.record(AskTakenBack(slip=ask.slip, book=ask.book, year=ask.year, id=said.id))
    return event


def registered(unit: Unit, event: Event) -> wire.Registered | wire.Asked:
    """Return the answer that `enter`'s event stands for, also when its content was removed."""
    if event.header.kind == "number.asked":
        return asked(event)
    if event.body is None:
        return _registered_once(unit, event)
    entry = read(event.body, IncomingRegistered)
    return wire.Registered(
        id=entry.id,
        book=Book.INCOMING,
        year=entry.year,
        number=entry.number,
        arrival_date=entry.arrival_date,
        registered_at=event.header.at,
        warnings=entry.notices,
    )


def _registered_once(unit: Unit, event: Event) -> wire.Registered:
    row = unit.incoming(event.header.organ, unit.document_of(event)).row
    return wire.Registered(
        id=row.id,
        book=Book.INCOMING,
        year=row.year,
        number=row.number,
        arrival_date=row.arrival_date,
        registered_at=event.header.at,
    )


def _duplicate(desk: Desk, earlier: wire.IncomingRow) -> Refused:
    return Refused(
        "DUPLICATE_DOCUMENT",
        detail=f"Đã có số đến {earlier.number}, ngày {earlier.arrival_date:%d/%m/%Y}.",
        data=earlier_of(desk.unit, desk.organ, earlier.id),
    )
