"""Writing one event: into the journal, into the rows, and out of what the machine keeps beside."""

from sqlite_utils import Database

from vanthu_server.commune.storage import journal_table
from vanthu_server.projection import apply
from vanthu_sync import events
from vanthu_sync.events import ContentRemoved
from vanthu_sync.journal import Event


def write_event(db: Database, event: Event) -> None:
    """Append `event` and bring the rows up to date; raises sqlite3.IntegrityError."""
    journal_table.append(db, event)
    apply(db, event)
    if event.header.kind == "content.removed" and event.body is not None:
        _forget(db, events.read(event.body, ContentRemoved))


def _forget(db: Database, removal: ContentRemoved) -> None:
    """An upload keeps the text of its page 1, a sign job its file: both go with the content."""
    for sha256 in removal.files:
        db.table("upload").delete_where("sha256 = ?", [sha256])
    db.table("sign_job").delete_where("document = ?", [removal.id])
