"""`content.remove` (Gỡ nội dung): a secret typed by mistake, a destroy order.

The register keeps number, day and who did it; text, files and search words go, here at once,
at the hub with the next batch. The chain still verifies (PROTOCOL.md JN).
"""

import base64
from collections.abc import Callable

import msgspec

from vanthu_server.commune.domain.outgoing_steps import is_removed
from vanthu_server.commune.domain.ports import Blobs, Ledger, Unit
from vanthu_server.commune.services.command import Desk
from vanthu_server.projection.removal import ASKED
from vanthu_sync import wire
from vanthu_sync.errors import Refused
from vanthu_sync.events import ContentRemoved, read
from vanthu_sync.journal import Event
from vanthu_sync.province_events import NumberAsked
from vanthu_sync.signed_records import removal_bytes
from vanthu_sync.vocabulary import Book


class _Kept(msgspec.Struct, frozen=True, kw_only=True):
    entry: int
    book: str
    year: int = 0
    number: int = 0
    day: str | None = None
    state: str = ""
    message: str = ""
    cursor: int = 0
    slip: str = ""
    captured_at: str = ""
    lease: str = ""
    registered_at: str = ""
    again: bool = False
    corrects: int = 0
    origin: str = ""


Sign = Callable[[bytes], bytes]


def remove(desk: Desk, payload: wire.RemoveContent, *, sign: Sign) -> Event:
    """Take the content out; raises Refused: NOT_FOUND, REASON_REQUIRED, STEP_NOT_NOW.

    At a branch the holder of the registers does it (STEP_NOT_NOW): both copies go then.
    """
    if desk.unit.standing() == "branch":
        raise Refused("STEP_NOT_NOW", detail="Gỡ nội dung tại máy giữ sổ; bản ở đây gỡ theo.")
    reason = desk.reason(payload.reason)
    return desk.record(removal_of(desk.unit, desk.organ, payload.id, reason=reason, sign=sign))


def removal_of(unit: Unit, organ: str, document: str, *, reason: str, sign: Sign) -> ContentRemoved:
    """Return the event by which a document's content goes; raises Refused as `remove`."""
    kept, seqs = _kept(unit, organ, document)
    files = unit.own_files(document, kept.message)
    signed = removal_bytes(
        journal=unit.head().journal, document=document, seqs=seqs, files=files, reason=reason
    )
    return msgspec.convert(
        {
            **msgspec.structs.asdict(kept),
            "id": document,
            "reason": reason,
            "seqs": seqs,
            "files": files,
            "signature": base64.b64encode(sign(signed)).decode("ascii"),
        },
        ContentRemoved,
    )


def forget_files(event: Event, *, ledger: Ledger, blobs: Blobs) -> None:
    """Delete the files that a removal names; called once it is durable, and on each retry.

    A file that came again since, by another document or upload, stays. Raises Refused.
    """
    assert event.body is not None
    with ledger.write() as unit:
        for sha256 in read(event.body, ContentRemoved).files:
            if not unit.file_known(sha256):
                blobs.remove(sha256)


def nothing(_unit: Unit, _event: Event) -> None:
    """Return the answer of commands that only succeed."""


def _kept(unit: Unit, organ: str, document: str) -> tuple[_Kept, tuple[int, ...]]:
    try:
        incoming = unit.incoming(organ, document)
    except Refused:
        return _kept_outgoing(unit, organ, document)
    if incoming.row.content_removed:
        raise Refused("STEP_NOT_NOW", detail="Nội dung đã được gỡ trước đó.")
    message, cursor = unit.message_of(document)
    seqs = set(unit.document_seqs(document))
    if message:
        seqs |= set(unit.document_seqs(message))
    kept = _Kept(
        entry=unit.entry_seq(document, "incoming.registered"),
        book=Book.INCOMING,
        year=incoming.row.year,
        number=incoming.row.number,
        day=incoming.row.arrival_date.isoformat(),
        message=message,
        cursor=cursor,
        registered_at=incoming.row.registered_at if incoming.row.site else "",
    )
    return _with_number(unit, organ, kept), tuple(sorted(seqs))


def _kept_outgoing(unit: Unit, organ: str, document: str) -> tuple[_Kept, tuple[int, ...]]:
    try:
        outgoing = unit.outgoing(organ, document)
    except Refused:
        return _kept_asked(unit, organ, document)
    if is_removed(outgoing):
        raise Refused("STEP_NOT_NOW", detail="Nội dung đã được gỡ trước đó.")
    issued = outgoing.row.issued_date
    kept = _Kept(
        entry=unit.entry_seq(document, "outgoing.drafted", "outgoing.reentered"),
        book=Book.OUTGOING,
        year=outgoing.row.year or 0,
        number=outgoing.row.number or 0,
        day=None if issued is None else issued.isoformat(),
        state=outgoing.row.state,
        cursor=unit.inbox_cursor(),
    )
    return _with_number(unit, organ, kept), unit.document_seqs(document)


def _kept_asked(unit: Unit, organ: str, document: str) -> tuple[_Kept, tuple[int, ...]]:
    """What waits for the province's number has no line yet: nothing of it stays but its slip."""
    ask = unit.ask_of(organ, document)
    if ask is None:
        raise Refused("NOT_FOUND")
    asked = unit.event(ask.seq)
    assert asked.body is not None  # a removal takes the ask along
    message = read(asked.body, NumberAsked).message
    seqs = set(unit.document_seqs(document))
    if message:
        seqs |= set(unit.document_seqs(message))
    kept = _Kept(
        entry=ask.seq,
        book=ask.book,
        year=ask.year,
        state=ASKED,
        message=message,
        cursor=unit.inbox_cursor() if message else 0,
        slip=ask.slip,
    )
    return kept, tuple(sorted(seqs))


def _with_number(unit: Unit, organ: str, kept: _Kept) -> _Kept:
    """How a number came is no content: the register keeps it."""
    record = unit.number(organ, kept.book, kept.year, kept.number)
    if record is None:
        return kept
    return msgspec.structs.replace(
        kept,
        slip=record.slip,
        captured_at=record.captured_at,
        lease=record.lease,
        again=record.again,
        corrects=record.corrects,
        origin=record.origin,
    )
