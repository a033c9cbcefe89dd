"""Messages between a device (the PWA, a second client) and its node.

Rules (PROTOCOL.md, WI):
1. Every message that travels alone names its version `v`.
2. A device sends commands, each with an operation id of its own making (32 lower-case hex
   digits, 128 random bits); the node answers each with exactly one result.
3. Instants are RFC 3339 in UTC with milliseconds ("2026-11-20T02:10:00.123Z"); days are
   ISO 8601 ("2026-11-20") in Vietnam's zone. People see dd/mm/yyyy.
4. What a newer peer sends and we do not know is kept out of the way, never an error.

The types of pwa/src/domain/wire.gen.ts are made from this file by tools/wire_types.py.
"""

from datetime import date
from typing import Literal, dataclass_transform

import msgspec

WIRE_VERSION = 1


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Wire(msgspec.Struct, frozen=True, kw_only=True):
    """Base of every message: immutable, by keyword."""


# --- parts ---------------------------------------------------------------------------------


class Notice(Wire):
    """Something a person should know that does not stop the work."""

    code: str
    text: str
    field: str = ""


class Problem(Wire):
    """A refusal, as RFC 9457 problem details: code, cause and the next step in Vietnamese."""

    type: str
    title: str
    status: int
    code: str
    detail: str = ""
    next_step: str = ""
    field: str = ""
    fields: tuple[Notice, ...] = ()


class Place(Wire):
    """How far a row has travelled: saved at the node, held by the province (null: not yet)."""

    saved_at: str
    hub_at: str | None = None


class FileRef(Wire):
    """A file of a document, by the SHA-256 of its content."""

    sha256: str
    name: str
    size: int
    media_type: str
    added_at: str
    added_by: str
    kind: Literal["main", "attachment"] = "attachment"
    removed: bool = False


class OrganRef(Wire):
    """An organ of the directory; `code` is its mã định danh (≤ 35 characters)."""

    id: str
    code: str
    name: str


# --- commands and results ------------------------------------------------------------------


class Command(Wire):
    """One wish of a person: `kind` names it, `payload` is one of the payloads below."""

    op: str
    kind: str
    organ: str
    payload: msgspec.Raw


class Commands(Wire):
    """POST /api/commands."""

    v: int
    commands: tuple[Command, ...]


class Result(Wire):
    """The node's answer to one command; a refused command comes back with its cause."""

    op: str
    outcome: Literal["accepted", "rejected"]
    data: msgspec.Raw | None = None
    problem: Problem | None = None


class Results(Wire):
    """Answer to POST /api/commands, in the order of the commands."""

    v: int
    results: tuple[Result, ...]


# --- incoming ------------------------------------------------------------------------------


class IncomingFields(Wire):
    """What a clerk enters for an incoming document (NĐ 30/2020 Phụ lục VI Phần II Mục II).

    The numbers in brackets are the standard's; lengths are its maxima. Longer text is kept
    whole and marked with a notice where a standard's field would cut it.
    """

    subject: str
    organ_name: str
    type_name: str = ""
    code_number: str = ""
    code_notation: str = ""
    issued_date: date | None = None
    language: str = "Tiếng Việt"
    page_amount: int | None = None
    description: str = ""
    file_organ_id: str = ""
    file_catalog: int | None = None
    file_notation: str = ""
    doc_ordinal: int | None = None
    signer_position: str = ""
    signer_name: str = ""
    urgency: int = 0
    secrecy_mark: str = ""
    to_places: str = ""
    due_date: date | None = None
    source: str = "giay"


class RegisterIncoming(Wire):
    """Payload of `incoming.register`.

    `files` are uploads already at the node, by hash. `duplicate_ok` and `not_secret` record
    the clerk's answers to a warning (DUPLICATE_DOCUMENT, SECRECY_SUSPECTED).
    """

    fields: IncomingFields
    files: tuple[str, ...] = ()
    duplicate_ok: bool = False
    not_secret: bool = False


class Registered(Wire):
    """Result of `incoming.register` and `inbox.accept`: final number, durable when sent."""

    id: str
    book: str
    year: int
    number: int
    arrival_date: date
    registered_at: str
    warnings: tuple[Notice, ...] = ()


class OpenRegister(Wire):
    """Payload of `register.open`: a person opens the book of a new year (only forward)."""

    book: str
    year: int


class Attach(Wire):
    """Payload of `document.attach`: uploads of the node added to a document."""

    id: str
    files: tuple[str, ...]


class RemoveContent(Wire):
    """Payload of `content.remove` (Gỡ nội dung): the row and its number stay, the content goes."""

    id: str
    reason: str


class IncomingRow(Wire):
    """One line of the list of incoming documents and of Chế độ Sổ (NĐ 30 Phụ lục IV)."""

    id: str
    number: int
    year: int
    arrival_date: date
    registered_at: str
    organ_name: str
    symbol: str
    issued_date: date | None
    type_name: str
    subject: str
    to_places: str
    urgency: int
    due_date: date | None
    description: str
    source: str
    files: int
    state: Literal["issued", "void", "content_lost", "leased"]
    content_removed: bool
    place: Place


class HistoryLine(Wire):
    """Who did what, when (NĐ 30 Phụ lục VI III.5.a)."""

    at: str
    actor: str
    kind: str
    text: str


class IncomingDocument(Wire):
    """Answer to GET /api/organs/{organ}/incoming/{id}."""

    row: IncomingRow
    fields: IncomingFields
    files: tuple[FileRef, ...]
    history: tuple[HistoryLine, ...]
    policy_version: str
    verdict: str | None = None
    warnings: tuple[Notice, ...] = ()


class IncomingPage(Wire):
    """Answer to GET /api/organs/{organ}/incoming?q=&year=&before=&limit= (newest first).

    `total` counts the whole list that `q` and `year` give; `next_before` goes into `before`.
    """

    rows: tuple[IncomingRow, ...]
    total: int
    next_before: int | None


# --- outgoing ------------------------------------------------------------------------------


class Recipient(Wire):
    """A receiver of an issued document: by `organ` through the hub, else on paper by name."""

    name: str
    organ: str = ""


class OutgoingFields(Wire):
    """What is entered for an outgoing document (NĐ 30/2020 Phụ lục VI Phần II Mục I).

    `notation` is the symbol without the number ("TB-UBND"); `body` are the paragraphs.
    """

    type_name: str
    notation: str
    subject: str
    body: tuple[str, ...]
    recipients: tuple[Recipient, ...]
    signer: str
    place_name: str = ""
    keep: str = "VT"
    signer_capacity: str = ""
    signer_position: str = ""
    signer_name: str = ""
    language: str = "Tiếng Việt"
    urgency: int = 0
    issued_amount: int | None = None
    due_date: date | None = None
    answers: str = ""
    description: str = ""
    secrecy_mark: str = ""


class DraftOutgoing(Wire):
    """Payload of `outgoing.draft`: makes a draft, or with `id` its next version.

    `base` is the version that the person saw; another one since then is refused
    (VERSION_CHANGED) and nothing is lost.
    """

    fields: OutgoingFields
    id: str = ""
    base: int = 0
    not_secret: bool = False


class OutgoingStep(Wire):
    """Payload of the steps after `outgoing.draft`.

    They are `outgoing.submit`, `outgoing.sign`, `outgoing.number`, `outgoing.seal`,
    `outgoing.issue` and `outgoing.send_back` (then with `reason`).
    """

    id: str
    reason: str = ""


class OutgoingDone(Wire):
    """Result of every outgoing command: the document's state after it."""

    id: str
    state: str
    version: int
    number: int | None = None
    year: int | None = None
    symbol: str = ""
    issued_date: date | None = None
    job: str = ""
    warnings: tuple[Notice, ...] = ()


class SigningState(Wire):
    """Where a signature stands: waiting for the agent, shown to the person, done or refused."""

    job: str
    role: Literal["person", "organ"]
    state: Literal["waiting", "asked", "signed", "refused", "failed"]
    agent: str = ""
    reason: str = ""
    at: str = ""


class Delivery(Wire):
    """A receiver with its last status.

    "" not sent yet, "waiting" at our node, "sent" at the hub, then the exchange codes 01-06.
    """

    name: str
    organ: str
    status: str
    text: str = ""
    at: str | None = None


class OutgoingRow(Wire):
    """One line of the list of outgoing documents."""

    id: str
    state: str
    number: int | None
    year: int | None
    symbol: str
    issued_date: date | None
    type_name: str
    subject: str
    signer_name: str
    recipients: str
    urgency: int
    files: int
    updated_at: str
    place: Place


class OutgoingDocument(Wire):
    """Answer to GET /api/organs/{organ}/outgoing/{id}.

    `may` lists the commands that this person may give next.
    """

    row: OutgoingRow
    fields: OutgoingFields
    version: int
    files: tuple[FileRef, ...]
    signing: tuple[SigningState, ...]
    deliveries: tuple[Delivery, ...]
    history: tuple[HistoryLine, ...]
    policy_version: str
    may: tuple[str, ...]


class OutgoingPage(Wire):
    """Answer to GET /api/organs/{organ}/outgoing?q=&state=&limit= (last changed first)."""

    rows: tuple[OutgoingRow, ...]
    total: int


# --- inbox (Chờ tiếp nhận) ------------------------------------------------------------------


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


# --- people, state ---------------------------------------------------------------------------


class LogIn(Wire):
    """POST /api/session."""

    account: str
    password: str


class Membership(Wire):
    """A person's roles in one organ of the node."""

    organ: OrganRef
    roles: tuple[str, ...]


class Me(Wire):
    """Answer to POST and GET /api/session."""

    account: str
    name: str
    memberships: tuple[Membership, ...]
    expires_at: str


class PersonRef(Wire):
    """A colleague who may be chosen, for example as signer."""

    account: str
    name: str
    position: str
    roles: tuple[str, ...]


class People(Wire):
    """Answer to GET /api/organs/{organ}/people?role=."""

    people: tuple[PersonRef, ...]


class Directory(Wire):
    """Answer to GET /api/directory: organs that can be reached through the hub."""

    organs: tuple[OrganRef, ...]
    as_of: str | None


class RegisterState(Wire):
    """Who holds a register and how far it is ("Máy này đang giữ sổ đến 2026, đến số 153")."""

    book: str
    year: int
    mark: int
    owner: Literal["node", "province"]
    node_name: str


class HubState(Wire):
    """How far the province is: null where unknown, never a guess (ux.md, offline 4)."""

    paired: bool
    reachable: bool | None
    last_contact: str | None
    node_head: int
    hub_head: int | None
    files_waiting: int
    bytes_waiting: int
    failures: int
    next_try_at: str | None
    problem: Problem | None


class NodeState(Wire):
    """Answer to GET /api/organs/{organ}/state."""

    node_name: str
    now: str
    today: date
    registers: tuple[RegisterState, ...]
    hub: HubState
    inbox_waiting: int
    agents: tuple[str, ...]
    notices: tuple[Notice, ...] = ()


class Uploaded(Wire):
    """Answer to PUT /api/uploads/{name}: the file is durable at the node, known by its hash."""

    sha256: str
    name: str
    size: int
    media_type: str
    pages: int | None
    warnings: tuple[Notice, ...] = ()
