"""Chờ tiếp nhận, as the clerk sees it."""

import sqlite3
from collections.abc import Callable

import msgspec
from sqlite_utils import Database

from vanthu_server.commune.storage import files_table
from vanthu_server.commune.storage.rows import EVERYTHING, one, rows, scalar
from vanthu_sync import wire
from vanthu_sync.errors import Refused
from vanthu_sync.events import Envelope

ITEMS_MAX = 200
"""More than this wait only where nobody has worked for weeks; older ones first."""


def waiting(db: Database, *, organ: str) -> int:
    """Return how many items wait."""
    sql = "select count(*) from inbox where organ = ? and state = 'waiting'"
    return scalar(db, sql, organ)


def page(db: Database, *, organ: str, has: Callable[[str], bool]) -> wire.InboxPage:
    """Return what waits, urgent first, then oldest first (R-IN-20); `has` tells of files."""
    sql = "select * from inbox where organ = ? and state = 'waiting' order by seq limit ?"
    found = (_item(db, row, has) for row in rows(db, sql, organ, ITEMS_MAX))
    return wire.InboxPage(items=tuple(sorted(found, key=lambda item: -item.urgency)))


def item(
    db: Database, *, organ: str, message: str, has: Callable[[str], bool] = lambda _: True
) -> wire.InboxItem:
    """Return one item; raises Refused(NOT_FOUND)."""
    sql = "select * from inbox where organ = ? and id = ? and state <> 'removed'"
    row = one(db, sql, organ, message)
    if row is None:
        raise Refused("NOT_FOUND")
    return _item(db, row, has)


def _item(db: Database, row: sqlite3.Row, has: Callable[[str], bool]) -> wire.InboxItem:
    envelope = msgspec.json.decode(row["envelope"], type=Envelope)
    files = files_table.of_document(db, row["id"], exposed=EVERYTHING)
    signatures = row["signatures"]
    return wire.InboxItem(
        id=row["id"],
        sender=msgspec.convert(msgspec.structs.asdict(envelope.sender), wire.OrganRef),
        symbol=envelope.symbol,
        type_name=envelope.type_name,
        subject=envelope.subject,
        issued_date=envelope.issued_date,
        urgency=envelope.urgency,
        sent_at=row["sent_at"],
        received_at=row["received_at"],
        state=row["state"],
        files=files,
        files_missing=sum(not has(file.sha256) for file in files),
        verdict=row["verdict"],
        checked_at=row["checked_at"],
        signatures=(
            ()
            if signatures is None
            else msgspec.json.decode(signatures, type=tuple[wire.SignatureLine, ...])
        ),
    )
