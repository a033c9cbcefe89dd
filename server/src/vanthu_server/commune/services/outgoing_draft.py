"""`outgoing.draft`, `outgoing.submit`, `outgoing.send_back`: from draft to the file to sign."""

import msgspec

from vanthu_server.commune.domain.outgoing_steps import require_step
from vanthu_server.commune.domain.ports import Blobs
from vanthu_server.commune.services.command import Desk
from vanthu_server.commune.services.outgoing_file import Paper
from vanthu_server.commune.services.secrets_out import refuse_secrets
from vanthu_sync import limits, wire
from vanthu_sync.errors import Refused
from vanthu_sync.events import FileEntry, OutgoingDrafted, OutgoingSentBack, OutgoingSubmitted
from vanthu_sync.journal import Event
from vanthu_sync.text import mend
from vanthu_sync.vocabulary import URGENCY_NAMES, Role
from vanthu_sync.wire import Notice


def draft(desk: Desk, payload: wire.DraftOutgoing) -> Event:
    """Keep a first or newer version.

    Raises Refused: FIELDS_INVALID, SECRET_REFUSED, SECRECY_SUSPECTED, VERSION_CHANGED,
    STEP_NOT_NOW.
    """
    fields = _mended(payload.fields)
    _require_whole(desk, fields)
    refuse_secrets(
        desk.unit,
        marking=fields.secrecy_mark,
        subject=fields.subject,
        files=(),
        not_secret=payload.not_secret,
    )
    version = 1
    if payload.id:
        known = desk.unit.outgoing(desk.organ, payload.id)
        require_step("outgoing.draft", known)
        if known.version != payload.base:
            raise Refused("VERSION_CHANGED", detail=f"Bản hiện có: {known.version}.")
        version = known.version + 1
    return desk.record(
        OutgoingDrafted(
            id=payload.id or desk.document,
            version=version,
            fields=fields,
            not_secret=payload.not_secret,
        )
    )


def submit(desk: Desk, payload: wire.OutgoingStep, *, paper: Paper, blobs: Blobs) -> Event:
    """Trình ký: typeset the draft with all fields reserved (R-OUT-02, R-OUT-06)."""
    document = desk.unit.outgoing(desk.organ, payload.id)
    require_step("outgoing.submit", document)
    organ = desk.unit.organ(desk.organ)
    content = paper.typeset(document.fields, organ, policy=desk.policy)
    return desk.record(
        OutgoingSubmitted(
            id=payload.id,
            version=document.version,
            file=FileEntry(
                sha256=blobs.keep(content),
                name=paper.file_name(document.fields, symbol=""),
                size=len(content),
                media_type="application/pdf",
                kind="main",
            ),
        )
    )


def send_back(desk: Desk, payload: wire.OutgoingStep) -> Event:
    """Trả lại with a reason: a draft again, the earlier file stays in the history."""
    document = desk.unit.outgoing(desk.organ, payload.id)
    require_step("outgoing.send_back", document)
    if not payload.reason.strip():
        raise Refused("REASON_REQUIRED")
    if len(payload.reason) > limits.REASON_CHARACTERS_MAX:
        raise Refused("FIELDS_INVALID", detail="Lý do quá dài.")
    return desk.record(OutgoingSentBack(id=payload.id, reason=mend(payload.reason)))


def _mended(fields: wire.OutgoingFields) -> wire.OutgoingFields:
    texts = {
        name: mend(value)
        for name, value in msgspec.structs.asdict(fields).items()
        if isinstance(value, str)
    }
    return msgspec.structs.replace(
        fields,
        **texts,
        body=tuple(mend(paragraph) for paragraph in fields.body if paragraph.strip()),
        recipients=tuple(
            wire.Recipient(name=mend(recipient.name), organ=recipient.organ)
            for recipient in fields.recipients
        ),
    )


def _require_whole(desk: Desk, fields: wire.OutgoingFields) -> None:
    problems = [
        Notice(code="FIELD_REQUIRED", text=text, field=field)
        for field, text, value in (
            ("type_name", "Chọn tên loại văn bản.", fields.type_name),
            ("notation", "Nhập ký hiệu, ví dụ TB-UBND.", fields.notation),
            ("subject", "Nhập trích yếu.", fields.subject),
            ("body", "Nhập nội dung.", fields.body),
            ("recipients", "Chọn ít nhất một nơi nhận.", fields.recipients),
        )
        if not value
    ]
    signer = desk.unit.person(fields.signer)
    if signer is None or Role.LEADER not in signer.roles_in(desk.organ):
        text = "Chọn người ký là lãnh đạo của cơ quan."
        problems.append(Notice(code="FIELD_REQUIRED", text=text, field="signer"))
    if fields.urgency not in URGENCY_NAMES:
        text = f"Mức độ khẩn từ {min(URGENCY_NAMES)} đến {max(URGENCY_NAMES)}."
        problems.append(Notice(code="NUMBER_OUT_OF_RANGE", text=text, field="urgency"))
    if problems:
        raise Refused("FIELDS_INVALID", fields=tuple(problems))
