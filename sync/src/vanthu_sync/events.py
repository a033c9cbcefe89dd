"""What each kind of event holds: the bodies of the journal.

Rules (PROTOCOL.md, EV):
- A body is written from one of these types and read back into it; what a newer node added
  and we do not know stays in the stored bytes.
- No body holds a password, a hash of one, a PIN or a private key.
- The hub routes from the journal alone: `outgoing.issued` becomes a document message for each
  recipient organ, `status.sent` a status message for its organ.
"""

from datetime import date
from typing import Final, TypeVar

import msgspec

from vanthu_sync import canonical, device_events, province_events, register_events
from vanthu_sync.body import Body
from vanthu_sync.body import FileEntry as FileEntry  # noqa: PLC0414 - for all who read bodies
from vanthu_sync.wire import IncomingFields, Notice, OutgoingFields, Recipient, SignatureLine


class NodeStarted(Body):
    """`node.started`: the first event of a journal; `key` is the node's public key (base64)."""

    name: str
    key: str


class OrganAdded(Body):
    """`organ.added`: an organ of this node; `abbreviation` ends its symbols ("UBND")."""

    id: str
    code: str
    name: str
    parent: str = ""
    place: str = ""
    abbreviation: str = ""
    policy: str = "nd30-2020"


class PersonAdded(Body):
    """`person.added`: an account, without its password."""

    account: str
    name: str
    position: str = ""


class RolesGiven(Body):
    """`roles.given`: the roles of a person in an organ, replacing the earlier ones."""

    account: str
    organ: str
    roles: tuple[str, ...]


class CertificateBound(Body):
    """`certificate.bound`: which certificate signs as `holder` (an account, or an organ's id).

    The role is bound here, never taken from a file (R-SIG-02); `der` is base64, `serial` hex.
    """

    holder: str
    role: str
    organ: str
    subject: str
    serial: str
    der: str
    agent: str
    test_key: bool = False


class IncomingRegistered(Body):
    """`incoming.registered`: an entry of the register with its final number.

    `message` names the inbox item it came from, `duplicate_of` the earlier entry that the
    clerk saw and registered beside, `not_secret` the clerk's answer to a suspicion. `slip` and
    `captured_at` are of a device out of reach; `lease` is the block that the number comes from,
    `registered_at` when its site gave it; `again` says entered again from paper; `origin` names
    the stray entry that it brings back, `corrects` the number that a đính chính replaces.
    """

    id: str
    year: int
    number: int
    arrival_date: date
    fields: IncomingFields
    files: tuple[FileEntry, ...] = ()
    message: str = ""
    duplicate_of: str = ""
    not_secret: bool = False
    notices: tuple[Notice, ...] = ()
    slip: str = ""
    captured_at: str = ""
    lease: str = ""
    registered_at: str = ""
    again: bool = False
    origin: str = ""
    corrects: int = 0


class PaperAttached(Body):
    """`paper.attached`: the paper copy of a registered e-document came; same number."""

    id: str
    received_on: date
    files: tuple[FileEntry, ...] = ()
    note: str = ""


class DocumentAttached(Body):
    """`document.attached`: files added to a document."""

    id: str
    files: tuple[FileEntry, ...]


class ContentRemoved(Body):
    """`content.removed` (Gỡ nội dung): the bodies of `seqs` and the blobs of `files` are gone.

    What the register keeps is said again here, since the entry's own body (at `entry`) is
    among those that go: book, year, number, day and how the number came; for an item of the
    inbox also its message and cursor. `signature` (base64) is the node key's over
    `removal_bytes`.
    """

    id: str
    reason: str
    seqs: tuple[int, ...]
    files: tuple[str, ...]
    signature: str
    entry: int
    book: str
    year: int = 0
    number: int = 0
    day: date | None = None
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


class OutgoingDrafted(Body):
    """`outgoing.drafted`: a version of a draft, counted from 1."""

    id: str
    version: int
    fields: OutgoingFields
    not_secret: bool = False
    notices: tuple[Notice, ...] = ()


class OutgoingSubmitted(Body):
    """`outgoing.submitted` (Trình ký): the typeset file that is to be signed."""

    id: str
    version: int
    file: FileEntry


class OutgoingSentBack(Body):
    """`outgoing.sent_back` (Trả lại): the draft goes back with a reason."""

    id: str
    reason: str


class SigningRequested(Body):
    """`signing.requested`: a person asked for a signature; `reviewed` is the file's hash."""

    id: str
    role: str
    job: str
    reviewed: str
    certificate_serial: str


class SigningRefused(Body):
    """`signing.refused`: the agent or the person at it did not sign."""

    id: str
    job: str
    code: str
    text: str = ""


class OutgoingSigned(Body):
    """`outgoing.signed`: a person's or the organ's signature is in the file.

    `reviewed` is the hash of the file that was shown, `file` the signed one; the certificate
    is named by subject and serial (hex).
    """

    id: str
    role: str
    job: str
    reviewed: str
    file: FileEntry
    certificate_subject: str
    certificate_serial: str
    signed_at: str


class OutgoingNumbered(Body):
    """`outgoing.numbered` (Cấp số): number and date, and the file that now shows them.

    `appearances` maps field names to the SHA-256 of what they show (signing.md 3).
    """

    id: str
    year: int
    number: int
    issued_date: date
    file: FileEntry
    appearances: dict[str, str]


class OutgoingReentered(Body):
    """`outgoing.reentered`: an issued document entered again from paper under its number."""

    id: str
    year: int
    number: int
    symbol: str
    issued_date: date
    type_name: str
    subject: str
    signer_name: str
    recipients: str = ""
    files: tuple[FileEntry, ...] = ()


class CopyNumbered(Body):
    """`copy.numbered`: a copy (SY, SL or TrS) of a document; all three share one series."""

    id: str
    year: int
    number: int
    issued_date: date
    kind: str
    source: str
    source_symbol: str
    subject: str
    copies: int


class OrganEnvelope(Body):
    """An organ as an envelope names it."""

    id: str
    code: str
    name: str


class Envelope(Body):
    """What travels with an issued document: QĐ 28/2018 Điều 10.2, edXML MessageHeader."""

    document: str
    sender: OrganEnvelope
    number: int
    symbol: str
    type_name: str
    subject: str
    issued_date: date
    signer_position: str
    signer_name: str
    recipients: tuple[Recipient, ...]
    files: tuple[FileEntry, ...]
    language: str = "Tiếng Việt"
    urgency: int = 0
    page_amount: int | None = None
    due_date: date | None = None
    answers: str = ""


class OutgoingIssued(Body):
    """`outgoing.issued` (Phát hành)."""

    id: str
    envelope: Envelope


class InboxReceived(Body):
    """`inbox.received`: a document from another organ is here; 01 goes back by itself."""

    id: str
    cursor: int
    sent_at: str
    envelope: Envelope


class InboxChecked(Body):
    """`inbox.checked` (Kiểm tra ký số): the report, who asked for it and when (R-IN-24)."""

    id: str
    verdict: str
    signatures: tuple[SignatureLine, ...]


class InboxReturned(Body):
    """`inbox.returned` (Trả lại)."""

    id: str
    reason: str


class StatusSent(Body):
    """`status.sent`: tells the sender `organ` what became of its `document`."""

    organ: str
    document: str
    message: str
    code: str
    text: str = ""


class StatusReceived(Body):
    """`status.received`: what the receiver `organ` says of our document `id`."""

    id: str
    cursor: int
    organ: str
    code: str
    text: str = ""
    at: str = ""


KINDS: Final[dict[str, type[Body]]] = {
    "node.started": NodeStarted,
    "organ.added": OrganAdded,
    "person.added": PersonAdded,
    "roles.given": RolesGiven,
    "certificate.bound": CertificateBound,
    "incoming.registered": IncomingRegistered,
    "paper.attached": PaperAttached,
    "document.attached": DocumentAttached,
    "content.removed": ContentRemoved,
    "outgoing.drafted": OutgoingDrafted,
    "outgoing.submitted": OutgoingSubmitted,
    "outgoing.sent_back": OutgoingSentBack,
    "signing.requested": SigningRequested,
    "signing.refused": SigningRefused,
    "outgoing.signed": OutgoingSigned,
    "outgoing.numbered": OutgoingNumbered,
    "outgoing.reentered": OutgoingReentered,
    "copy.numbered": CopyNumbered,
    "outgoing.issued": OutgoingIssued,
    "inbox.received": InboxReceived,
    "inbox.checked": InboxChecked,
    "inbox.returned": InboxReturned,
    "status.sent": StatusSent,
    "status.received": StatusReceived,
    **register_events.KINDS,
    **province_events.KINDS,
    **device_events.KINDS,
}
"""Every kind of event with the type of its body."""

_NAMES: Final = {body: kind for kind, body in KINDS.items()}

B = TypeVar("B", bound=Body)


def kind_of(body: Body) -> str:
    """Return the kind under which `body` is journaled."""
    return _NAMES[type(body)]


def write(body: Body) -> dict[str, canonical.Value]:
    """Return `body` as the value that the journal keeps."""
    value: dict[str, canonical.Value] = msgspec.to_builtins(body)
    return value


def read(data: bytes, body: type[B]) -> B:
    """Return the body that `data` holds; raises msgspec.ValidationError."""
    return msgspec.json.decode(data, type=body)
