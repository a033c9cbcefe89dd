"""What may become of a number after it was given (PROTOCOL.md NB3, NB4, NB16).

HỦY: the entry stays with its number, struck out. Nhập lại: a content that was lost comes again
from paper under the same number. A paper copy joins its e-document's number.
"""

from datetime import date

from vanthu_server.commune.domain.ports import Unit
from vanthu_server.commune.services.attaching import uploads
from vanthu_server.commune.services.command import Desk
from vanthu_server.commune.services.register_years import register_of
from vanthu_server.commune.services.registering import Entry, enter_again
from vanthu_server.commune.services.taking import next_number
from vanthu_server.projection.numbers import PROVINCE
from vanthu_sync import limits, numbering, wire
from vanthu_sync.errors import Refused
from vanthu_sync.events import CopyNumbered, OutgoingReentered, PaperAttached, read
from vanthu_sync.journal import Event
from vanthu_sync.numbering import NumberRefused
from vanthu_sync.register_events import NumberChanged
from vanthu_sync.text import mend
from vanthu_sync.vocabulary import Book, NumberState, OutgoingState, Source

TEXT_CHARACTERS_MAX = 500


def void(desk: Desk, payload: wire.VoidNumber) -> Event:
    """HỦY a number, also one that the province passed over (NB30).

    Raises Refused: NOT_FOUND, NUMBER_NOT_SO, STEP_NOT_NOW, REASON_REQUIRED.
    """
    record = desk.unit.number(desk.organ, payload.book, payload.year, payload.number)
    if record is None:
        raise Refused("NOT_FOUND", detail=str(payload.number))
    if record.state == NumberState.LEASED and record.holder != PROVINCE:
        raise Refused("NUMBER_NOT_SO", detail="Số đang giao cho cơ sở khác: thu lại khối số.")
    if record.state == NumberState.LEASED and record.document:
        raise Refused("NUMBER_NOT_SO", detail="Số này tỉnh đã cấp, đang chờ ghi vào văn bản.")
    register = register_of(desk, payload.book, payload.year)
    try:
        new = numbering.change(
            register, number=payload.number, old=record.state, new=NumberState.VOID
        )
    except NumberRefused as refused:
        raise Refused("NUMBER_NOT_SO", detail="Số này đã hủy trước đó.") from refused
    if record.document and payload.book == Book.OUTGOING:
        _require_unissued(desk, record.document)
    reason = desk.reason(payload.reason)
    return desk.record(
        NumberChanged(
            book=payload.book,
            year=payload.year,
            number=payload.number,
            state=new,
            reason=reason,
        )
    )


def reenter(desk: Desk, payload: wire.Reenter) -> Event:
    """Enter a lost content again from paper.

    Raises Refused: FIELDS_INVALID for a day that is not of the book's year or still to come, and
    as `registering.enter_again`.
    """
    _require_day(desk, payload.arrival_date, year=payload.year, field="arrival_date")
    entry = Entry(
        fields=payload.fields,
        files=uploads(desk.unit, payload.files),
        duplicate_ok=True,
        not_secret=payload.not_secret,
        received=payload.arrival_date,
    )
    return enter_again(desk, entry, year=payload.year, number=payload.number)


def reenter_outgoing(desk: Desk, payload: wire.ReenterOutgoing) -> Event:
    """Enter an issued document again from paper under its number.

    Raises Refused: NUMBER_NOT_SO, FIELDS_INVALID, FILE_UNKNOWN.
    """
    _require_lost(desk, Book.OUTGOING, payload.year, payload.number)
    texts = (payload.symbol, payload.type_name, payload.subject, payload.signer_name)
    if not all(mend(text) for text in texts):
        raise Refused("FIELDS_INVALID", detail="Nhập đủ số ký hiệu, loại, trích yếu, người ký.")
    _require_day(desk, payload.issued_date, year=payload.year, field="issued_date")
    return desk.record(
        OutgoingReentered(
            id=desk.document,
            year=payload.year,
            number=payload.number,
            symbol=mend(payload.symbol),
            issued_date=payload.issued_date,
            type_name=mend(payload.type_name),
            subject=mend(payload.subject),
            signer_name=mend(payload.signer_name),
            recipients=mend(payload.recipients),
            files=uploads(desk.unit, payload.files),
        )
    )


def attach_paper(desk: Desk, payload: wire.AttachPaper) -> Event:
    """Note that the paper copy of a registered e-document came; no new number.

    Raises Refused: NOT_FOUND, STEP_NOT_NOW, FIELDS_INVALID, FILE_UNKNOWN, FILES_TOO_MANY.
    """
    document = desk.unit.incoming(desk.organ, payload.id)
    if document.row.source == Source.PAPER or document.row.content_removed:
        raise Refused("STEP_NOT_NOW", detail="Số này vào sổ từ bản giấy.")
    if not document.row.arrival_date <= payload.received_on <= desk.today:
        raise Refused("FIELDS_INVALID", field="received_on", detail="Xem lại ngày nhận bản giấy.")
    files = uploads(desk.unit, payload.files)
    if len(document.files) + len(files) > limits.FILES_PER_DOCUMENT_MAX:
        raise Refused("FILES_TOO_MANY")
    note = mend(payload.note)[:TEXT_CHARACTERS_MAX]
    return desk.record(
        PaperAttached(id=payload.id, received_on=payload.received_on, files=files, note=note)
    )


def number_copy(desk: Desk, payload: wire.NumberCopy) -> Event:
    """Give a copy the next number of the one series of copies.

    Raises Refused: FIELDS_INVALID, and as `registering.next_number`.
    """
    symbol, subject = mend(payload.source_symbol), mend(payload.subject)
    if not symbol or not subject or not 1 <= payload.copies <= limits.NUMBER_MAX:
        detail = "Nhập số ký hiệu bản gốc, trích yếu và số bản."
        raise Refused("FIELDS_INVALID", detail=detail)
    taken = next_number(desk, Book.COPIES)
    return desk.record(
        CopyNumbered(
            id=desk.document,
            year=taken.year,
            number=taken.number,
            issued_date=desk.today,
            kind=payload.kind,
            source=payload.source,
            source_symbol=symbol,
            subject=subject,
            copies=payload.copies,
        )
    )


def copied(_unit: Unit, event: Event) -> wire.CopyRow:
    """Return the answer of `copy.number`; raises Refused(NOT_FOUND) once it was removed."""
    if event.body is None:
        raise Refused("NOT_FOUND")
    copy = read(event.body, CopyNumbered)
    return wire.CopyRow(
        id=copy.id,
        number=copy.number,
        year=copy.year,
        symbol=f"{copy.number:02d}/{copy.kind}",
        issued_date=copy.issued_date,
        kind=copy.kind,
        source_symbol=copy.source_symbol,
        subject=copy.subject,
        copies=copy.copies,
    )


def _require_lost(desk: Desk, book: str, year: int, number: int) -> None:
    record = desk.unit.number(desk.organ, book, year, number)
    if record is None or record.state != NumberState.CONTENT_LOST:
        raise Refused("NUMBER_NOT_SO", detail="Chỉ nhập lại số đã mất nội dung.")


def _require_day(desk: Desk, day: date, *, year: int, field: str) -> None:
    if day.year != year or day > desk.today:
        detail = f"Ngày phải thuộc năm {year} của sổ và không sau hôm nay."
        raise Refused("FIELDS_INVALID", field=field, detail=detail)


def _require_unissued(desk: Desk, document: str) -> None:
    if desk.unit.outgoing(desk.organ, document).row.state == OutgoingState.ISSUED:
        detail = "Văn bản đã phát hành: ban hành văn bản thu hồi hoặc thay thế."
        raise Refused("STEP_NOT_NOW", detail=detail)
