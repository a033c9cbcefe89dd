"""Writing one event: into the journal, into the rows, and out of what the machine keeps beside."""

from sqlite_utils import Database

from vanthu_server.commune.storage import journal_table
from vanthu_server.projection import apply
from vanthu_sync import events
from vanthu_sync.events import CertificateBound, ContentRemoved, OutgoingSentBack
from vanthu_sync.journal import Event
from vanthu_sync.register_events import NumberChanged
from vanthu_sync.vocabulary import Book, NumberState

END = "update sign_job set state = 'failed', reason = ? where state in ('waiting', 'asked') and"


def write_event(db: Database, event: Event) -> None:
    """Append `event` and bring the rows up to date; raises sqlite3.IntegrityError."""
    journal_table.append(db, event)
    apply(db, event)
    if event.body is None:
        return
    match event.header.kind:
        case "content.removed":
            _forget(db, events.read(event.body, ContentRemoved))
        case "outgoing.sent_back":
            _end_of_document(db, events.read(event.body, OutgoingSentBack).id)
        case "number.changed":
            _end_of_number(db, event)
        case "certificate.bound":
            _end_of_holder(db, events.read(event.body, CertificateBound))


def _forget(db: Database, removal: ContentRemoved) -> None:
    """An upload keeps the text of its page 1, a sign job its file: both go with the content."""
    for sha256 in removal.files:
        db.table("upload").delete_where("sha256 = ?", [sha256])
    db.table("sign_job").delete_where("document = ?", [removal.id])


def _end_of_document(db: Database, document: str) -> None:
    """A job at an agent that is gone for good would bar every later signature."""
    db.conn.execute(f"{END} document = ?", ("Văn bản đã được trả lại.", document))


def _end_of_number(db: Database, event: Event) -> None:
    """Nobody signs under a number that is void."""
    changed = events.read(event.body or b"", NumberChanged)
    key = (event.header.organ, changed.year, changed.number)
    where = "document in (select id from outgoing where organ = ? and year = ? and number = ?)"
    if changed.book == Book.OUTGOING and changed.state == NumberState.VOID:
        db.conn.execute(f"{END} {where}", ("Số của văn bản đã hủy.", *key))


def _end_of_holder(db: Database, bound: CertificateBound) -> None:
    """A job asks the agent and certificate of its day; both may be other ones now."""
    whose = "document in (select id from outgoing where signer = ?)"
    if bound.role == "organ":
        whose = "organ = ?"
    db.conn.execute(
        f"{END} role = ? and {whose}",
        ("Chứng thư của người ký đã được gắn lại.", bound.role, bound.holder),
    )
