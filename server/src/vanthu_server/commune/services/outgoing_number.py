"""`outgoing.number` (Cấp số): the next number of the outgoing register goes into the file.

Number and date are taken by the system in the order of issue and written into the file that the
leader has signed; that signature stays valid (NĐ 30/2020 Điều 15; R-OUT-05, R-OUT-06, R-OUT-07).
Number, file and journal are one transaction: no number without its file, no file without it.
"""

from datetime import date

from vanthu_server.commune.domain.outgoing_steps import require_step
from vanthu_server.commune.domain.ports import Blobs, Unit
from vanthu_server.commune.services.command import Desk
from vanthu_server.commune.services.outgoing_file import Paper
from vanthu_server.commune.services.taking import next_number
from vanthu_server.projection.symbol import outgoing as outgoing_symbol
from vanthu_sync import wire
from vanthu_sync.clock import moment, vietnam_day
from vanthu_sync.errors import Refused
from vanthu_sync.events import FileEntry, OutgoingNumbered
from vanthu_sync.journal import Event
from vanthu_sync.vocabulary import Book


def number(desk: Desk, payload: wire.OutgoingStep, *, paper: Paper, blobs: Blobs) -> Event:
    """Take the number and write it.

    Raises Refused as `taking.next_number`, and STEP_NOT_NOW, NUMBER_DATE_MISMATCH,
    TEXT_DOES_NOT_FIT, FILES_NOT_HERE.
    """
    document = desk.unit.outgoing(desk.organ, payload.id)
    require_step("outgoing.number", document)
    organ = desk.unit.organ(desk.organ)
    if paper.policy(document.policy_version).sign.date_equals_issue_date == "enforce":
        _require_same_day(_signed_on(document), desk.today)
    main = main_file(document)
    taken = next_number(desk, Book.OUTGOING)
    filled = paper.fill(
        blobs.read(main.sha256),
        number=taken.number,
        fields=document.fields,
        organ=organ,
        on=desk.today,
    )
    symbol = outgoing_symbol(taken.number, document.fields.notation)
    return desk.record(
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
