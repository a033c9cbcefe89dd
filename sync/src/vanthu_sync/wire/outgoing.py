"""Messages about outgoing documents."""

from datetime import date
from typing import Literal

from vanthu_sync.wire.incoming import HistoryLine
from vanthu_sync.wire.parts import FileRef, Notice, Place, Wire


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
    """Result of every outgoing command: the document's state after it.

    `slip` stands for the number that the province was asked for and has not given yet.
    """

    id: str
    state: str
    version: int
    number: int | None = None
    year: int | None = None
    symbol: str = ""
    issued_date: date | None = None
    job: str = ""
    slip: str = ""
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

    `may` lists the commands that this person may give next. `slip` stands for a number of the
    province that was asked for, `given` is that number once it came and is not in the file yet.
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
    slip: str = ""
    given: int | None = None


class OutgoingPage(Wire):
    """Answer to GET /api/organs/{organ}/outgoing?q=&state=&limit= (last changed first)."""

    rows: tuple[OutgoingRow, ...]
    total: int
