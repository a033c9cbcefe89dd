"""Rows of outgoing documents, from draft to issue."""

import msgspec
from sqlite_utils import Database

from vanthu_server.projection import symbol
from vanthu_server.projection.bodies import add_files, body, touch
from vanthu_server.projection.numbers import NumberTaken, number_row
from vanthu_server.projection.row import Row, insert, update
from vanthu_sync.events import (
    FileEntry,
    OutgoingDrafted,
    OutgoingIssued,
    OutgoingNumbered,
    OutgoingSentBack,
    OutgoingSigned,
    OutgoingSubmitted,
    SigningRefused,
    SigningRequested,
)
from vanthu_sync.journal import Event
from vanthu_sync.text import fold
from vanthu_sync.vocabulary import Book, OutgoingState
from vanthu_sync.wire import OutgoingFields


def drafted(db: Database, event: Event) -> None:
    """A first or newer version of a draft."""
    draft = body(event, OutgoingDrafted)
    fields = draft.fields
    row: Row = {
        "state": OutgoingState.DRAFT,
        "version": draft.version,
        "fields": msgspec.json.encode(fields),
        "type_name": fields.type_name,
        "subject": fields.subject,
        "signer": fields.signer,
        "signer_name": fields.signer_name,
        "recipients": "; ".join(recipient.name for recipient in fields.recipients),
        "urgency": fields.urgency,
        "symbol": "",
        "policy": event.header.policy,
        "updated_at": event.header.at,
        "last_seq": event.header.seq,
    }
    if draft.version == 1:
        first: Row = {"id": draft.id, "organ": event.header.organ, "seq": event.header.seq}
        insert(db, "outgoing", {**first, **row})
    else:
        update(db, "outgoing", {"id": draft.id}, row)
    _search(db, draft.id, fields, "")
    touch(db, event, draft.id)


def submitted(db: Database, event: Event) -> None:
    """Trình ký: the file to be signed is the main one."""
    submit = body(event, OutgoingSubmitted)
    _step(db, event, submit.id, OutgoingState.SUBMITTED, submit.file)


def sent_back(db: Database, event: Event) -> None:
    """Trả lại: a draft again."""
    back = body(event, OutgoingSentBack)
    _step(db, event, back.id, OutgoingState.DRAFT, None)


def signing_requested(db: Database, event: Event) -> None:
    """A signature was asked for: a line of the history (R-TOK-03)."""
    touch(db, event, body(event, SigningRequested).id)


def signing_refused(db: Database, event: Event) -> None:
    """The agent or the person at it did not sign: a line of the history."""
    touch(db, event, body(event, SigningRefused).id)


def signed(db: Database, event: Event) -> None:
    """A signature is in the file: the person's, then the organ's."""
    signature = body(event, OutgoingSigned)
    person = signature.role == "person"
    state = OutgoingState.SIGNED if person else OutgoingState.SEALED
    _step(db, event, signature.id, state, signature.file)


def numbered(db: Database, event: Event) -> None:
    """Cấp số: number and date are in the file."""
    taken = body(event, OutgoingNumbered)
    number_row(
        db,
        NumberTaken(
            organ=event.header.organ,
            book=Book.OUTGOING,
            year=taken.year,
            number=taken.number,
            document=taken.id,
            seq=event.header.seq,
        ),
    )
    _step(db, event, taken.id, OutgoingState.NUMBERED, taken.file)
    fields = _fields(db, taken.id)
    written = symbol.outgoing(taken.number, fields.notation)
    update(
        db,
        "outgoing",
        {"id": taken.id},
        {
            "year": taken.year,
            "number": taken.number,
            "symbol": written,
            "issued_date": taken.issued_date.isoformat(),
            "numbered": event.body,
            "number_seq": event.header.seq,
        },
    )
    _search(db, taken.id, fields, written)


def issued(db: Database, event: Event) -> None:
    """Phát hành: one delivery a recipient."""
    issue = body(event, OutgoingIssued)
    _step(db, event, issue.id, OutgoingState.ISSUED, None)
    for position, recipient in enumerate(issue.envelope.recipients):
        db.table("delivery").insert(
            {
                "document": issue.id,
                "position": position,
                "organ": recipient.organ,
                "name": recipient.name,
                "status": "waiting" if recipient.organ else "",
                "text": "",
                "at": None,
                "seq": event.header.seq,
            }
        )


def _step(
    db: Database, event: Event, document: str, state: OutgoingState, file: FileEntry | None
) -> None:
    change: Row = {"state": state, "updated_at": event.header.at, "last_seq": event.header.seq}
    update(db, "outgoing", {"id": document}, change)
    if file is not None:
        db.conn.execute(
            "update file set kind = 'earlier' where document = ? and kind = 'main'", (document,)
        )
        add_files(db, event, document, (file,))
    touch(db, event, document)


def _fields(db: Database, document: str) -> OutgoingFields:
    row = db.conn.execute("select fields from outgoing where id = ?", (document,)).fetchone()
    return msgspec.json.decode(row[0], type=OutgoingFields)


def _search(db: Database, document: str, fields: OutgoingFields, written: str) -> None:
    words = (
        symbol.search_words(written),
        symbol.search_words(fields.notation),
        fields.type_name,
        fields.subject,
        fields.signer_name,
        *(recipient.name for recipient in fields.recipients),
    )
    db.table("outgoing_search").delete_where("id = ?", [document])
    insert(db, "outgoing_search", {"id": document, "text": fold(" ".join(words))})
