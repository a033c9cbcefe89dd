"""Files of documents, and uploads that wait for one."""

from typing import Final

from sqlite_utils import Database

from vanthu_server.commune.storage.rows import one, rows
from vanthu_sync import wire
from vanthu_sync.events import FileEntry

SHOWN: Final = """
select sha256, name, size, media_type, added_at, removed,
  coalesce((select person.name from person where account = added_by), added_by) as added_by,
  case kind when 'earlier' then 'main' else kind end as kind
from file where document = ?1 and seq <= ?2 and (kind <> 'earlier' or seq =
  (select max(seq) from file where document = ?1 and seq <= ?2 and kind in ('main', 'earlier')))
order by kind <> 'main', seq, name
"""
"""The newest main file as far as it is exposed: a file with a number in it shows the number."""


def of_document(db: Database, document: str, *, exposed: int) -> tuple[wire.FileRef, ...]:
    """Return the files of a document: the main one first, then in the order they came."""
    found = rows(db, SHOWN, document, exposed)
    return tuple(wire.FileRef(**{**dict(row), "removed": bool(row["removed"])}) for row in found)


def own_files(db: Database, *, document: str, message: str) -> tuple[str, ...]:
    """Return the files that nothing has but this document and the message it came by."""
    sql = (
        "select distinct sha256 from file as own where document in (?1, ?2) and removed = 0"
        " and not exists (select 1 from file where sha256 = own.sha256 and removed = 0"
        " and document not in (?1, ?2)) order by sha256"
    )
    return tuple(row["sha256"] for row in rows(db, sql, document, message))


def known(db: Database, sha256: str) -> bool:
    """Tell whether a document or an upload has this file."""
    sql = "select 1 from file where sha256 = ?1 union select 1 from upload where sha256 = ?1"
    return one(db, sql, sha256) is not None


def upload(db: Database, sha256: str) -> FileEntry | None:
    """Return what was uploaded under this hash."""
    row = one(db, "select sha256, name, size, media_type from upload where sha256 = ?", sha256)
    return None if row is None else FileEntry(**dict(row))


def unsent(db: Database, *, exposed: int) -> tuple[tuple[str, int], ...]:
    """Return hash and size of the exposed files that the hub has not confirmed, oldest first."""
    sql = (
        "select sha256, max(size) as size from file where removed = 0 and seq <= ?"
        " and sha256 not in (select sha256 from blob_sent) group by sha256 order by min(seq)"
    )
    return tuple((row["sha256"], row["size"]) for row in rows(db, sql, exposed))
