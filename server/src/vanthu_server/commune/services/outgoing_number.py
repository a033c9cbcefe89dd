"""`outgoing.number` (Cấp số): the next number of the outgoing register goes into the file.

Number and date are taken by the system in the order of issue and written into the file that the
leader has signed; that signature stays valid (NĐ 30/2020 Điều 15; R-OUT-05, R-OUT-06, R-OUT-07).
Number, file and journal are one transaction: no number without its file, no file without it.
"""

from datetime import date

from vanthu_server.commune.domain.asking import Ask
from vanthu_server.commune.domain.outgoing_steps import require_step
from vanthu_server.commune.domain.ports import Blobs, Unit
from vanthu_server.commune.services.asking import ask_outgoing, province_register, still_waits
from vanthu_server.commune.services.command import Desk
from vanthu_server.commune.services.outgoing_file import Paper
from vanthu_server.commune.services.taking import Taken, next_number, require_date_grows
from vanthu_server.projection.symbol import outgoing as outgoing_symbol
from vanthu_sync import wire
from vanthu_sync.clock import moment, vietnam_day
from vanthu_sync.errors import Refused
from vanthu_sync.events import FileEntry, OutgoingNumbered
from vanthu_sync.journal import Event
from vanthu_sync.province_events import AskTakenBack
from vanthu_sync.vocabulary import Book


def number(desk: Desk, payload: wire.OutgoingStep, *, paper: Paper, blobs: Blobs) -> Event:
    """Take the number and write it; where the province gives it, ask for it first (NB30).

    Raises Refused: NUMBER_WAITS, as `taking.next_number`, and STEP_NOT_NOW, NUMBER_DATE_MISMATCH,
    TEXT_DOES_NOT_FIT, FILES_NOT_HERE.
    """
    document = desk.unit.outgoing(desk.organ, payload.id)
    require_step("outgoing.number", document)
    organ = desk.unit.organ(desk.organ)
    if paper.policy(document.policy_version).sign.date_equals_issue_date == "enforce":
        _require_same_day(_signed_on(document), desk.today)
    main = main_file(document)
    ask = desk.unit.ask_of(desk.organ, payload.id)
    register = province_register(desk, Book.OUTGOING) if ask is None else None
    if register is not None:
        return ask_outgoing(desk, register, document)
    taken = next_number(desk, Book.OUTGOING) if ask is None else _asked_number(desk, ask)
    filled = paper.fill(
        blobs.read(main.sha256),
        number=taken.number,
        fields=document.fields,
        organ=organ,
        on=desk.today,
    )
    symbol = outgoing_symbol(taken.number, document.fields.notation)
    numbered = desk.record(
        OutgoingNumbered(
            id=payload.id,
            year=taken.year,
            number=taken.number,
            issued_date=desk.today,
            file=FileEntry(
                sha256=blobs.keep(filled.content),
                name=paper.file_name(document.fields, symbol=symbol),
                size=len(filled.content),
                media_type=main.media_type,
                kind="main",
            ),
            appearances=filled.appearances,
        )
    )
    if ask is not None and ask.state == "waiting":
        desk.record(AskTakenBack(slip=ask.slip, book=ask.book, year=ask.year, id=payload.id))
    return numbered


def _asked_number(desk: Desk, ask: Ask) -> Taken:
    """Return the number that the province gave, or ours where the book came back to us (NB30).

    Raises Refused: NUMBER_WAITS, DATE_WENT_BACK, and as `taking.next_number`.
    """
    if still_waits(desk.unit, ask):
        raise Refused("NUMBER_WAITS", detail=f"Mã tiếp nhận tạm {ask.slip}.")
    if ask.number is None:
        return next_number(desk, Book.OUTGOING)
    desk.require_stamping()
    require_date_grows(desk, ask.book, ask.year)
    return Taken(year=ask.year, number=ask.number)


def main_file(document: wire.OutgoingDocument) -> wire.FileRef:
    """Return the document's main file; raises Refused(STEP_NOT_NOW) before there is one."""
    for file in document.files:
        if file.kind == "main":
            return file
    raise Refused("STEP_NOT_NOW", detail="Chưa có tệp trình ký.")


def done(unit: Unit, event: Event) -> wire.OutgoingDone:
    """Return the answer of every outgoing command: where the document stands now."""
    document = unit.outgoing(event.header.organ, _document_of(unit, event))
    waiting = [job for job in document.signing if job.state in {"waiting", "asked"}]
    return wire.OutgoingDone(
        id=document.row.id,
        state=document.row.state,
        version=document.version,
        number=document.row.number,
        year=document.row.year,
        symbol=document.row.symbol,
        issued_date=document.row.issued_date,
        job=waiting[-1].job if waiting else "",
        slip=document.slip,
    )


def _document_of(unit: Unit, event: Event) -> str:
    return unit.document_of(event) if event.body is None else str(event.content["id"])


def _signed_on(document: wire.OutgoingDocument) -> date | None:
    signed = [line.at for line in document.history if line.kind == "outgoing.signed"]
    return vietnam_day(moment(signed[-1])) if signed else None


def _require_same_day(signed: date | None, today: date) -> None:
    if signed != today:
        said = "chưa rõ" if signed is None else f"{signed:%d/%m/%Y}"
        detail = f"Ngày ký: {said}; hôm nay: {today:%d/%m/%Y}."
        raise Refused("NUMBER_DATE_MISMATCH", detail=detail)
