"""Messages about Chờ tiếp nhận."""

from datetime import date
from typing import Literal

from vanthu_sync.wire.parts import FileRef, OrganRef, Wire


class SignatureLine(Wire):
    """One signature of a received file as Kiểm tra ký số shows it."""

    field: str
    signer: str
    role: str
    verdict: str
    signed_at: str
    reasons: tuple[str, ...] = ()


class InboxItem(Wire):
    """A document sent by another organ that has not been accepted yet (R-IN-02)."""

    id: str
    sender: OrganRef
    symbol: str
    type_name: str
    subject: str
    issued_date: date | None
    urgency: int
    sent_at: str
    received_at: str
    state: Literal["waiting", "accepted", "returned"]
    files: tuple[FileRef, ...]
    files_missing: int
    verdict: str | None
    checked_at: str | None
    signatures: tuple[SignatureLine, ...]


class InboxPage(Wire):
    """Answer to GET /api/organs/{organ}/inbox."""

    items: tuple[InboxItem, ...]


class CheckInbox(Wire):
    """Payload of `inbox.check` (Kiểm tra ký số): verifies every file and records the report."""

    id: str


class Checked(Wire):
    """Result of `inbox.check`."""

    id: str
    verdict: str
    signatures: tuple[SignatureLine, ...]


class AcceptInbox(Wire):
    """Payload of `inbox.accept`: register it; needs a recorded check (R-IN-04).

    `to_places`, `due_date` complete what the sender's envelope does not hold.
    """

    id: str
    to_places: str = ""
    due_date: date | None = None
    duplicate_ok: bool = False
    not_secret: bool = False


class ReturnInbox(Wire):
    """Payload of `inbox.return` (Trả lại, status 02); the reason is required (R-RCL-04)."""

    id: str
    reason: str
