"""Messages about incoming documents."""

from datetime import date
from typing import Literal

from vanthu_sync.wire.parts import FileRef, Notice, Place, Wire


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
    the clerk's answers to a warning (DUPLICATE_DOCUMENT, SECRECY_SUSPECTED). `slip` and
    `captured_at` come from a device that was out of reach; `slip_ok` is the clerk's word for a
    slip of a device that is unknown or lost.
    """

    fields: IncomingFields
    files: tuple[str, ...] = ()
    duplicate_ok: bool = False
    not_secret: bool = False
    slip: str = ""
    captured_at: str = ""
    slip_ok: bool = False


class Registered(Wire):
    """Result of `incoming.register` and `inbox.accept`: final number, durable when sent."""

    id: str
    book: str
    year: int
    number: int
    arrival_date: date
    registered_at: str
    warnings: tuple[Notice, ...] = ()


class DuplicateOf(Wire):
    """Data of the refusal DUPLICATE_DOCUMENT: the entry that is there already."""

    id: str
    number: int
    year: int
    arrival_date: date
    subject: str


class OpenRegister(Wire):
    """Payload of `register.open`: a person opens the book of a new year (only forward).

    `confirmed` says that a person read the day and said yes; else the hub has to vouch for it.
    `paper` is the last number that this book has on paper already, 0 for none.
    """

    book: str
    year: int
    confirmed: bool = False
    paper: int = 0


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
    reason: str = ""
    slip: str = ""
    captured_at: str = ""
    site: str = ""
    again: bool = False
    corrects: int = 0
    paper_on: date | None = None


class HistoryLine(Wire):
    """Who did what, when (NĐ 30 Phụ lục VI III.5.a); `actor` is a name, "" the node itself."""

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
