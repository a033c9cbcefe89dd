"""Vào sổ: an entry gets the next number of the incoming register, or is refused whole.

Shared by paper (incoming.register) and by liên thông (inbox.accept): one series for both
(NĐ 30/2020 Điều 22; R-IN-15). What is refused stored nothing and took no number.
"""

import msgspec

from vanthu_server.commune.domain.ports import Unit
from vanthu_server.commune.services.command import Desk
from vanthu_server.commune.services.secrets_out import refuse_secrets
from vanthu_server.intake.fields import check_incoming
from vanthu_server.projection.incoming import duplicate_key
from vanthu_sync import limits, wire
from vanthu_sync.errors import Refused
from vanthu_sync.events import FileEntry, IncomingRegistered, read
from vanthu_sync.journal import Event
from vanthu_sync.numbering import NumberRefused, Register, Taken, take
from vanthu_sync.vocabulary import Book


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be entered, with the clerk's answers to warnings."""

    fields: wire.IncomingFields
    files: tuple[FileEntry, ...] = ()
    message: str = ""
    duplicate_ok: bool = False
    not_secret: bool = False


def enter(desk: Desk, entry: Entry) -> Event:
    """Enter `entry` under the next number.

    Raises Refused: FIELDS_INVALID, SECRET_REFUSED, SECRECY_SUSPECTED, DUPLICATE_DOCUMENT,
    FILES_TOO_MANY, REGISTER_NOT_HERE, REGISTER_CLOSED, YEAR_NOT_OPEN.
    """
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
    earlier = desk.unit.duplicate(desk.organ, duplicate_key(checked.fields))
    if earlier is not None and not entry.duplicate_ok:
        raise _duplicate(earlier)
    taken = next_number(desk, Book.INCOMING)
    return desk.record(
        IncomingRegistered(
            id=desk.document,
            year=taken.register.year,
            number=taken.number,
            arrival_date=desk.today,
            fields=checked.fields,
            files=entry.files,
            message=entry.message,
            duplicate_of="" if earlier is None else earlier.id,
            not_secret=entry.not_secret,
            notices=checked.warnings,
        )
    )


def registered(unit: Unit, event: Event) -> wire.Registered:
    """Return the answer that `enter`'s event stands for, also when its content was removed."""
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


def next_number(desk: Desk, book: str) -> Taken:
    """Return the next number of this year's register; raises Refused as `enter` says."""
    register = desk.unit.register(desk.organ, book)
    if register is None:
        raise Refused("REGISTER_NOT_HERE")
    try:
        taken = take(register)
    except NumberRefused as refused:
        raise Refused(REFUSALS[refused.refusal]) from refused
    _this_year(register, desk)
    return taken


REFUSALS = {
    "not_owner": "REGISTER_NOT_HERE",
    "not_open": "REGISTER_CLOSED",
    "used_up": "REGISTER_CLOSED",
}


def _this_year(register: Register, desk: Desk) -> None:
    if register.year != desk.today.year:
        detail = f"Sổ đang mở: năm {register.year}; hôm nay: {desk.today:%d/%m/%Y}."
        raise Refused("YEAR_NOT_OPEN", detail=detail)


def _duplicate(earlier: wire.IncomingRow) -> Refused:
    return Refused(
        "DUPLICATE_DOCUMENT",
        detail=f"Đã có số đến {earlier.number}, ngày {earlier.arrival_date:%d/%m/%Y}.",
        data=wire.DuplicateOf(
            id=earlier.id,
            number=earlier.number,
            year=earlier.year,
            arrival_date=earlier.arrival_date,
            subject=earlier.subject,
        ),
    )
