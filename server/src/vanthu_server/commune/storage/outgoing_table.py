"""Lists and documents of the outgoing side, as people see them."""

import sqlite3
from typing import Final

import msgspec
from sqlite_utils import Database

from vanthu_server.commune.domain.query import OutgoingQuery
from vanthu_server.commune.storage import files_table, history
from vanthu_server.commune.storage.incoming_table import match
from vanthu_server.commune.storage.rows import Value, one, rows, scalar
from vanthu_sync import wire
from vanthu_sync.errors import Refused
from vanthu_sync.events import OutgoingNumbered

ROW: Final = """
select outgoing.*,
  (select count(*) from file where document = outgoing.id and removed = 0
    and kind <> 'earlier') as files,
  (select at from receipt where receipt.seq >= outgoing.last_seq order by receipt.seq limit 1)
    as hub_at
from outgoing
"""


def page(db: Database, organ: str, query: OutgoingQuery, *, exposed: int) -> wire.OutgoingPage:
    """Return the list, last changed first."""
    where, values = _where(organ, query, exposed)
    count = f"select count(*) from outgoing where {where}"  # noqa: S608 - text of our own, values are bound
    total = scalar(db, count, *values)
    sql = f"{ROW} where {where} order by last_seq desc limit ?"
    found = rows(db, sql, *values, query.limit)
    return wire.OutgoingPage(rows=tuple(_row(row, exposed) for row in found), total=total)


def document(db: Database, *, organ: str, document: str, exposed: int) -> wire.OutgoingDocument:
    """Return one document, `may` empty; raises Refused(NOT_FOUND)."""
    row = one(db, f"{ROW} where organ = ? and id = ? and seq <= ?", organ, document, exposed)
    if row is None:
        raise Refused("NOT_FOUND")
    slip, given = _asked(db, row, exposed)
    return wire.OutgoingDocument(
        row=_row(row, exposed),
        fields=msgspec.json.decode(row["fields"], type=wire.OutgoingFields),
        version=row["version"],
        files=files_table.of_document(db, document, exposed=exposed),
        signing=_signing(db, document),
        deliveries=_deliveries(db, document, exposed),
        history=history.lines(db, document, exposed=exposed),
        policy_version=row["policy"],
        may=(),
        slip=slip,
        given=given,
    )


def _asked(db: Database, row: sqlite3.Row, exposed: int) -> tuple[str, int | None]:
    """Return the slip while only the province can give the number; the number until it is used."""
    sql = (
        "select slip, state, asked.number, owner, seen.seq as given_seq from asked"
        " join register using (organ, book, year)"
        " left join given seen using (organ, slip, number)"
        " where organ = ? and document = ? and asked.seq <= ? and state <> 'taken_back'"
        " order by asked.seq desc"
    )
    ask = one(db, sql, row["organ"], row["id"], exposed)
    if ask is None or row["number"] is not None:
        return "", None
    if ask["state"] == "given":
        return "", ask["number"] if ask["given_seq"] <= exposed else None
    return (ask["slip"] if ask["owner"] == "province" else ""), None


def numbered(db: Database, document: str) -> OutgoingNumbered | None:
    """Return what was written into the file with the number."""
    row = one(db, "select numbered from outgoing where id = ?", document)
    if row is None or row["numbered"] is None:
        return None
    return msgspec.json.decode(row["numbered"], type=OutgoingNumbered)


def _where(organ: str, query: OutgoingQuery, exposed: int) -> tuple[str, tuple[Value, ...]]:
    where, values = "organ = ? and seq <= ?", (organ, exposed)
    all_values: tuple[Value, ...] = values
    if query.state:
        where, all_values = f"{where} and state = ?", (*all_values, query.state)
    words = match(query.search)
    if words:
        where += " and id in (select id from outgoing_search where outgoing_search match ?)"
        all_values = (*all_values, words)
    return where, all_values


def _row(row: sqlite3.Row, exposed: int) -> wire.OutgoingRow:
    shown = row["number_seq"] is not None and row["number_seq"] <= exposed
    return msgspec.convert(
        {
            "id": row["id"],
            "state": row["state"],
            "number": row["number"] if shown else None,
            "year": row["year"] if shown else None,
            "symbol": row["symbol"] if shown else "",
            "issued_date": row["issued_date"] if shown else None,
            "type_name": row["type_name"],
            "subject": row["subject"],
            "signer_name": row["signer_name"],
            "recipients": row["recipients"],
            "urgency": row["urgency"],
            "files": row["files"],
            "updated_at": row["updated_at"],
            "place": {"saved_at": row["updated_at"], "hub_at": row["hub_at"]},
        },
        wire.OutgoingRow,
    )


def _signing(db: Database, document: str) -> tuple[wire.SigningState, ...]:
    found = rows(
        db,
        "select sign_job.id as job, role, state, coalesce(agent.name, '') as agent, reason,"
        " changed_at as at from sign_job left join agent on agent.id = sign_job.agent"
        " where document = ? order by made_at",
        document,
    )
    return tuple(msgspec.convert(dict(row), wire.SigningState) for row in found)


def _deliveries(db: Database, document: str, exposed: int) -> tuple[wire.Delivery, ...]:
    found = rows(
        db,
        "select name, organ, text, at,"
        " case when status = 'waiting' and exists"
        " (select 1 from receipt where receipt.seq >= delivery.seq)"
        " then 'sent' else status end as status"
        " from delivery where document = ? and seq <= ? order by position",
        document,
        exposed,
    )
    return tuple(msgspec.convert(dict(row), wire.Delivery) for row in found)
