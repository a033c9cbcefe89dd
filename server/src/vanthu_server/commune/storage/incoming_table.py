"""Lists and documents of the incoming register, as people see them."""

import sqlite3
from typing import Final

import msgspec
from sqlite_utils import Database

from vanthu_server.commune.domain.query import IncomingQuery
from vanthu_server.commune.storage import files_table, history
from vanthu_server.commune.storage.rows import Value, one, rows, scalar
from vanthu_sync import wire
from vanthu_sync.errors import Refused
from vanthu_sync.text import fold

ROW: Final = """
select incoming.*, coalesce(number.state, 'issued') as number_state,
  coalesce(number.reason, '') as reason, coalesce(number.slip, '') as slip,
  coalesce(number.captured_at, '') as captured_at, coalesce(number.again, 0) as again,
  coalesce(number.corrects, 0) as corrects, coalesce(site.name, '') as site,
  (select count(*) from file where document = incoming.id and removed = 0) as files,
  (select at from receipt where receipt.seq >= incoming.seq order by receipt.seq limit 1)
    as hub_at
from incoming left join number on number.organ = incoming.organ and number.book = 'den'
  and number.year = incoming.year and number.number = incoming.number
  left join lease on lease.id = number.lease left join site on site.id = lease.site
"""


def page(db: Database, organ: str, query: IncomingQuery, *, exposed: int) -> wire.IncomingPage:
    """Return one page, newest number first; `total` counts all that the query finds."""
    where, values = _where(organ, query, exposed)
    count = f"select count(*) from incoming where {where}"  # noqa: S608 - text of our own, values are bound
    total = scalar(db, count, *values)
    if query.before is not None:
        where, values = f"{where} and incoming.seq < ?", (*values, query.before)
    found = rows(
        db, f"{ROW} where {where} order by incoming.seq desc limit ?", *values, query.limit + 1
    )
    shown = found[: query.limit]
    more = shown[-1]["seq"] if len(found) > query.limit else None
    return wire.IncomingPage(rows=tuple(_row(row) for row in shown), total=total, next_before=more)


def document(db: Database, *, organ: str, document: str, exposed: int) -> wire.IncomingDocument:
    """Return one document with its files and history; raises Refused(NOT_FOUND)."""
    sql = f"{ROW} where incoming.organ = ? and incoming.id = ? and incoming.seq <= ?"
    row = one(db, sql, organ, document, exposed)
    if row is None:
        raise Refused("NOT_FOUND")
    return wire.IncomingDocument(
        row=_row(row),
        fields=msgspec.json.decode(row["fields"], type=wire.IncomingFields),
        files=files_table.of_document(db, document, exposed=exposed),
        history=history.lines(db, document, exposed=exposed),
        policy_version=row["policy"],
        verdict=_verdict(db, row["message"]),
        warnings=msgspec.json.decode(row["notices"], type=tuple[wire.Notice, ...]),
    )


def duplicate(db: Database, *, organ: str, key: str) -> wire.IncomingRow | None:
    """Return the first entry with this duplicate key."""
    if not key:
        return None
    sql = (
        f"{ROW} where incoming.organ = ? and incoming.duplicate_key = ?"
        " order by incoming.seq limit 1"
    )
    row = one(db, sql, organ, key)
    return None if row is None else _row(row)


def match(search: str) -> str:
    """Return the FTS5 query for words in any order, each as a prefix, "" for none."""
    return " ".join(f'"{word}"*' for word in fold(search).split())


def _where(organ: str, query: IncomingQuery, exposed: int) -> tuple[str, tuple[Value, ...]]:
    where, values = "incoming.organ = ? and incoming.seq <= ?", (organ, exposed)
    all_values: tuple[Value, ...] = values
    if query.year is not None:
        where, all_values = f"{where} and incoming.year = ?", (*all_values, query.year)
    words = match(query.search)
    if words:
        where += (
            " and incoming.id in (select id from incoming_search where incoming_search match ?)"
        )
        all_values = (*all_values, words)
    return where, all_values


def _row(row: sqlite3.Row) -> wire.IncomingRow:
    return msgspec.convert(
        {
            **{name: row[name] for name in ROW_FIELDS},
            "state": row["number_state"],
            "content_removed": bool(row["removed"]),
            "again": bool(row["again"]),
            "place": {"saved_at": row["registered_at"], "hub_at": row["hub_at"]},
        },
        wire.IncomingRow,
    )


ROW_FIELDS: Final = tuple(
    field
    for field in wire.IncomingRow.__struct_fields__
    if field not in {"state", "content_removed", "again", "place"}
)


def _verdict(db: Database, message: str) -> str | None:
    row = one(db, "select verdict from inbox where id = ?", message)
    return None if row is None else row["verdict"]
