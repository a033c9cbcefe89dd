"""Rows that fit the journal, looked after before a node opens.

Theory of operation: a data folder that was copied file by file while the node wrote is torn: pages
of different moments. The journal is compared with the sidecar, event by event (NB8); rows are not,
and a torn row is worse than a missing event: an operation that is forgotten takes a second number,
a mark that fell gives one twice. So before each opening the file's structure is checked, and what
keeps numbers single is compared with the journal; where it does not fit, and always where the
database is older than its sidecar, the rows are made again from the journal (I7).
"""

import sqlite3
from pathlib import Path
from typing import Final

import msgspec
from sqlite_utils import Database

from vanthu_server.commune.storage import journal_table
from vanthu_server.commune.storage.database import connect, snapshot
from vanthu_server.commune.storage.rebuild import make_again
from vanthu_sync.journal import ChainBroken

FORGOTTEN_OPERATION: Final = """
select 1 from journal where op <> '' and op not in (select op from operation) limit 1"""

UNKNOWN_OPERATION: Final = """
select 1 from operation where op not in (select op from journal) limit 1"""

MARK_ELSEWHERE: Final = """
select 1 from register r where mark <> (select coalesce(max(number), 0) from number n
where (n.organ, n.book, n.year) = (r.organ, r.book, r.year)) limit 1"""

DOCUMENT_WITHOUT_EVENT: Final = """
select 1 from journal where seq not in (select seq from document_event)
and kind <> 'number.changed' and kind in
(select kind from journal join document_event using (seq)) limit 1"""
"""A number may be struck out that has no document, or whose document's content went since."""

TORN: Final = "tệp cơ sở dữ liệu không còn nguyên, có thể đã được chép khi máy xã đang chạy"

MISFITS: Final = (
    FORGOTTEN_OPERATION,
    UNKNOWN_OPERATION,
    MARK_ELSEWHERE,
    DOCUMENT_WITHOUT_EVENT,
)
"""Each finds a row where rows and journal part."""


def mend_rows(path: Path, sidecar: Path) -> bool:
    """Make the rows again where they may not fit the journal; tell whether that was done.

    Nobody else may be writing. Raises sqlite3.DatabaseError where the file stays torn; a chain
    that is broken is left to the opening check.
    """
    if _is_whole(path) and not _older(path, sidecar):
        return False
    try:
        make_again(path)
    except ChainBroken:
        return False
    if not _is_whole(path, queries=()):
        raise sqlite3.DatabaseError(TORN)
    return True


def _is_whole(path: Path, *, queries: tuple[str, ...] = MISFITS) -> bool:
    db = connect(path, writing=False)
    try:
        with snapshot(db):
            whole = db.conn.execute("pragma integrity_check(1)").fetchone()[0] == "ok"
            return whole and not any(db.conn.execute(sql).fetchone() for sql in queries)
    finally:
        db.conn.close()


def _older(path: Path, sidecar: Path) -> bool:
    """Tell whether the sidecar's last whole line is beyond the database."""
    db = connect(path, writing=False)
    try:
        return _last_seq(sidecar) > _head(db)
    finally:
        db.conn.close()


def _head(db: Database) -> int:
    return journal_table.head(db).seq


class _Place(msgspec.Struct, frozen=True):
    seq: int


class _Line(msgspec.Struct, frozen=True):
    header: _Place


def _last_seq(sidecar: Path) -> int:
    """Return the seq of the last whole line, 0 where there is none that can be read."""
    try:
        lines = sidecar.read_bytes().split(b"\n")[:-1]
        return msgspec.json.decode(lines[-1], type=_Line).header.seq if lines else 0
    except (OSError, msgspec.DecodeError):
        return 0
