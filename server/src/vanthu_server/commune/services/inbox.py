"""Chờ tiếp nhận: receive from the hub, check, accept or return (R-IN-02 to R-IN-09).

Nothing is accepted without a recorded check (R-IN-04). Only *không hợp lệ* bars acceptance;
*chưa kiểm tra được* is for the clerk to weigh, and stays visible on the entry.
"""

from pathlib import Path

from vanthu_server.commune.domain.ports import NODE, Blobs, Clock, Ledger
from vanthu_server.commune.services.command import Desk, Policies
from vanthu_server.commune.services.inbox_check import Report, check_files
from vanthu_server.commune.services.registering import Entry, enter
from vanthu_sync import limits, wire
from vanthu_sync.clock import vietnam_day
from vanthu_sync.errors import Refused
from vanthu_sync.events import (
    Envelope,
    InboxChecked,
    InboxReceived,
    InboxReturned,
    StatusReceived,
    StatusSent,
    read,
)
from vanthu_sync.journal import Event
from vanthu_sync.text import mend
from vanthu_sync.vocabulary import ExchangeStatus, Source, Verdict


class Receiving:
    """Takes messages of the hub into the journal; a message that is there is passed over."""

    def __init__(self, ledger: Ledger, *, clock: Clock, policies: Policies) -> None:
        self._ledger = ledger
        self._clock = clock
        self._policies = policies

    def document(self, arrival: InboxReceived, *, organ: str) -> bool:
        """Take a document in and answer 01 (Đã đến); tell whether it was new."""
        with self._ledger.write() as unit:
            if unit.message_known(arrival.id):
                return False
            policy = self._policies.version(
                unit.organ(organ).policy, vietnam_day(self._clock.now())
            )
            unit.record(arrival, organ=organ, policy=policy, by=NODE)
            status = _status(arrival.id, arrival.envelope, ExchangeStatus.ARRIVED)
            unit.record(status, organ=organ, policy=policy, by=NODE)
        return True

    def status(self, status: StatusReceived, *, organ: str) -> bool:
        """Note what a receiver says of our document, also of one whose content was removed.

        Tell whether it was new: a hub that was restored says again what it said.
        """
        with self._ledger.write() as unit:
            if unit.status_known(status):
                return False
            policy = self._policies.version(
                unit.organ(organ).policy, vietnam_day(self._clock.now())
            )
            unit.record(status, organ=organ, policy=policy, by=NODE)
        return True


class Checking:
    """Kiểm tra ký số ahead of the transaction, since a file may take seconds."""

    def __init__(self, ledger: Ledger, *, blobs: Blobs, trust: Path, clock: Clock) -> None:
        self._ledger = ledger
        self._blobs = blobs
        self._trust = trust
        self._clock = clock

    def __call__(self, organ: str, payload: wire.CheckInbox) -> Report:
        """Verify every file of the item; raises Refused: NOT_FOUND, FILES_NOT_HERE."""
        with self._ledger.read() as unit:
            files = unit.inbox_item(organ, payload.id).files
        return check_files(files, blobs=self._blobs, trust=self._trust, at=self._clock.now())


def check(desk: Desk, payload: wire.CheckInbox, report: Report) -> Event:
    """Record the report of Kiểm tra ký số (R-IN-03, R-IN-24).

    Raises Refused: NOT_FOUND, STEP_NOT_NOW.
    """
    _waiting(desk, payload.id)
    return desk.record(
        InboxChecked(id=payload.id, verdict=report.verdict, signatures=report.signatures)
    )


def checked(_: object, event: Event) -> wire.Checked:
    """Return the answer of a check; raises Refused(NOT_FOUND) when its content was removed."""
    if event.body is None:
        raise Refused("NOT_FOUND", detail="Nội dung đã được gỡ.")
    body = read(event.body, InboxChecked)
    return wire.Checked(id=body.id, verdict=body.verdict, signatures=body.signatures)


def accept(desk: Desk, payload: wire.AcceptInbox) -> Event:
    """Tiếp nhận: enter it in the register and answer 03 at once (R-IN-05, R-IN-09).

    Raises Refused as `registering.enter`, and NOT_FOUND, STEP_NOT_NOW, CHECK_FIRST,
    SIGNATURE_INVALID.
    """
    item = _waiting(desk, payload.id)
    if item.verdict is None:
        raise Refused("CHECK_FIRST")
    if item.verdict == Verdict.INVALID:
        raise Refused("SIGNATURE_INVALID")
    envelope = desk.unit.envelope(payload.id)
    event = enter(
        desk,
        Entry(
            fields=_fields(envelope, payload),
            files=envelope.files,
            message=payload.id,
            duplicate_ok=payload.duplicate_ok,
            not_secret=payload.not_secret,
        ),
    )
    desk.record(_status(payload.id, envelope, ExchangeStatus.ACCEPTED))
    return event


def send_back(desk: Desk, payload: wire.ReturnInbox) -> Event:
    """Trả lại with its reason, status 02 (R-IN-08, R-RCL-04)."""
    _waiting(desk, payload.id)
    reason = mend(payload.reason)
    if not reason:
        raise Refused("REASON_REQUIRED")
    if len(reason) > limits.REASON_CHARACTERS_MAX:
        raise Refused("FIELDS_INVALID", detail="Lý do quá dài.")
    envelope = desk.unit.envelope(payload.id)
    event = desk.record(InboxReturned(id=payload.id, reason=reason))
    desk.record(_status(payload.id, envelope, ExchangeStatus.REFUSED, reason))
    return event


def _waiting(desk: Desk, message: str) -> wire.InboxItem:
    item = desk.unit.inbox_item(desk.organ, message)
    if item.state != "waiting":
        raise Refused("STEP_NOT_NOW")
    return item


def _status(message: str, envelope: Envelope, code: ExchangeStatus, text: str = "") -> StatusSent:
    return StatusSent(
        organ=envelope.sender.id,
        document=envelope.document,
        message=message,
        code=code,
        text=text,
    )


def _fields(envelope: Envelope, payload: wire.AcceptInbox) -> wire.IncomingFields:
    number, _, notation = envelope.symbol.partition("/")
    return wire.IncomingFields(
        subject=envelope.subject,
        organ_name=envelope.sender.name,
        type_name=envelope.type_name,
        code_number=number,
        code_notation=notation,
        issued_date=envelope.issued_date,
        language=envelope.language,
        page_amount=envelope.page_amount,
        signer_position=envelope.signer_position,
        signer_name=envelope.signer_name,
        urgency=envelope.urgency,
        to_places=payload.to_places,
        due_date=payload.due_date or envelope.due_date,
        source=Source.INTERLINK,
    )
