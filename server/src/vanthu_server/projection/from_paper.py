"""Rows of what comes back from paper: a paper copy of an entry, an issued document re-entered."""

from sqlite_utils import Database

from vanthu_server.projection import symbol
from vanthu_server.projection.bodies import add_files, body, touch
from vanthu_server.projection.numbers import NumberTaken, number_row
from vanthu_sync.events import OutgoingReentered, PaperAttached
from vanthu_sync.journal import Event
from vanthu_sync.text import fold
from vanthu_sync.vocabulary import Book, OutgoingState

NO_FIELDS = b'{"type_name":"","notation":"","subject":"","body":[],"recipients":[],"signer":""}'
"""What stands where a re-entered document's draft would be."""


def paper_attached(db: Database, event: Event) -> None:
    """The paper copy of a registered e-document came: same entry, same number (NB16)."""
    paper = body(event, PaperAttached)
    db.conn.execute(
        "update incoming set paper_on = ? where id = ?", (paper.received_on.isoformat(), paper.id)
    )
    add_files(db, event, paper.id, paper.files)
    touch(db, event, paper.id)


def reentered(db: Database, event: Event) -> None:
    """An issued document whose content was lost, entered again from paper under its number."""
    again = body(event, OutgoingReentered)
    taken = NumberTaken(
        organ=event.header.organ,
        book=Book.OUTGOING,
        year=again.year,
        number=again.number,
        document=again.id,
        seq=event.header.seq,
        again=True,
    )
    number_row(db, taken)
    db.table("outgoing").insert(
        {
            "id": again.id,
            "organ": event.header.organ,
            "state": OutgoingState.ISSUED,
            "version": 1,
            "fields": NO_FIELDS,
            "type_name": again.type_name,
            "subject": again.subject,
            "signer": "",
            "signer_name": again.signer_name,
            "recipients": again.recipients,
            "urgency": 0,
            "year": again.year,
            "number": again.number,
            "symbol": again.symbol,
            "issued_date": again.issued_date.isoformat(),
            "number_seq": event.header.seq,
            "policy": event.header.policy,
            "updated_at": event.header.at,
            "seq": event.header.seq,
            "last_seq": event.header.seq,
        }
    )
    words = (symbol.search_words(again.symbol), again.type_name, again.subject, again.recipients)
    db.table("outgoing_search").insert({"id": again.id, "text": fold(" ".join(words))})
    add_files(db, event, again.id, again.files)
    touch(db, event, again.id)
