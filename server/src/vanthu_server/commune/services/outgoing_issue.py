"""`outgoing.issue` (Phát hành): the sealed document goes to its recipients.

What travels is the envelope in the journal; the hub routes it (events.py). Nothing unsigned is
issued: the step follows the organ's seal only (R-OUT-09, R-OUT-10).
"""

from vanthu_server.commune.domain.outgoing_steps import require_step
from vanthu_server.commune.services.command import Desk
from vanthu_sync import wire
from vanthu_sync.errors import Refused
from vanthu_sync.events import Envelope, FileEntry, OrganEnvelope, OutgoingIssued
from vanthu_sync.journal import Event


def issue(desk: Desk, payload: wire.OutgoingStep) -> Event:
    """Issue it; raises Refused: NOT_FOUND, STEP_NOT_NOW."""
    document = desk.unit.outgoing(desk.organ, payload.id)
    require_step("outgoing.issue", document)
    return desk.record(OutgoingIssued(id=payload.id, envelope=_envelope(desk, document)))


def _envelope(desk: Desk, document: wire.OutgoingDocument) -> Envelope:
    organ = desk.unit.organ(desk.organ)
    fields, row = document.fields, document.row
    if row.number is None or row.issued_date is None:
        raise Refused("STEP_NOT_NOW")
    return Envelope(
        document=row.id,
        sender=OrganEnvelope(id=organ.id, code=organ.code, name=organ.name),
        number=row.number,
        symbol=row.symbol,
        type_name=fields.type_name,
        subject=fields.subject,
        issued_date=row.issued_date,
        signer_position=fields.signer_position,
        signer_name=fields.signer_name,
        recipients=fields.recipients,
        files=tuple(_entry(file) for file in document.files),
        language=fields.language,
        urgency=fields.urgency,
        due_date=fields.due_date,
        answers=fields.answers,
    )


def _entry(file: wire.FileRef) -> FileEntry:
    return FileEntry(
        sha256=file.sha256,
        name=file.name,
        size=file.size,
        media_type=file.media_type,
        kind=file.kind,
    )
