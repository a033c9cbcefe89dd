"""Files of documents, and uploads that wait for one."""

from sqlite_utils import Database

from vanthu_server.commune.storage.rows import one, rows
from vanthu_sync import wire
from vanthu_sync.events import FileEntry


def of_document(db: Database, document: str) -> tuple[wire.FileRef, ...]:
    """Return the files of a document: the main one first, then in the order they came."""
    found = rows(
        db,
        "select sha256, name, size, media_type, added_at, added_by, kind, removed from file"
        " where document = ? and kind <> 'earlier' order by kind <> 'main', seq, name",
        document,
    )
    return tuple(wire.FileRef(**{**dict(row), "removed": bool(row["removed"])}) for row in found)


def belongs(db: Database, *, document: str, sha256: str) -> bool:
    """Tell whether a document has this file and it was not removed."""
    sql = "select 1 from file where document = ? and sha256 = ? and removed = 0"
    return one(db, sql, document, sha256) is not None


def used_elsewhere(db: Database, *, sha256: str, document: str) -> bool:
    """Tell whether another document has this file too."""
    sql = "select 1 from file where sha256 = ? and document <> ? and removed = 0"
    return one(db, sql, sha256, document) is not None


def upload(db: Database, sha256: str) -> FileEntry | None:
    """Return what was uploaded under this hash."""
    row = one(db, "select sha256, name, size, media_type from upload where sha256 = ?", sha256)
    return None if row is None else FileEntry(**dict(row))


def wanted(db: Database) -> tuple[tuple[str, int], ...]:
    """Return hash and size of every file that documents name, oldest first."""
    sql = (
        "select sha256, max(size) as size from file where removed = 0"
        " group by sha256 order by min(seq)"
    )
    return tuple((row["sha256"], row["size"]) for row in rows(db, sql))


def unsent(db: Database) -> tuple[tuple[str, int], ...]:
    """Return hash and size of the files that the hub has not confirmed."""
    sent = {row["sha256"] for row in rows(db, "select sha256 from blob_sent")}
    return tuple((sha256, size) for sha256, size in wanted(db) if sha256 not in sent)
