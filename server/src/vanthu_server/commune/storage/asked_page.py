"""What waits for the province's numbers as people see it, and what came lately."""

import sqlite3
from typing import Final

from sqlite_utils import Database

from vanthu_server.commune.services.given_numbers import SLIP_SETTLED, SLIP_UNKNOWN
from vanthu_server.commune.storage.rows import rows
from vanthu_server.projection.symbol import join
from vanthu_sync import wire
from vanthu_sync.events import read
from vanthu_sync.province_events import NumberAsked

GIVEN_SHOWN: Final = 20
"""Numbers that came last: a morning's answer of the province, to be stamped now."""

ASKED: Final = """
select asked.*, ask.body, ask.at as asked_at, register.owner,
  coalesce(person.name, ask.actor) as asked_by, coalesce(answer.at, '') as given_at,
  exists (select 1 from receipt where receipt.seq >= asked.seq) as sent,
  (select refused || ' ' || number from given no where (no.organ, no.slip) =
    (asked.organ, asked.slip) and refused <> '' and seq <= ?2 order by seq desc limit 1) as refusal
from asked join journal ask on ask.seq = asked.seq
  join register using (organ, book, year)
  left join person on person.account = ask.actor
  left join given yes on (yes.organ, yes.slip, yes.number) =
    (asked.organ, asked.slip, asked.number)
  left join journal answer on answer.seq = yes.seq
where asked.organ = ?1 and asked.seq <= ?2 and coalesce(yes.seq, 0) <= ?2
"""

REFUSALS: Final = {
    "not_owner": "sổ này xã đang cấp số",
    "not_open": "sổ này đã khóa",
    "wrong_transition": "số này đã có ở xã",
    "too_far": "số này cách số cuối của sổ quá xa",
    SLIP_UNKNOWN: "xã không có mã tạm này",
    SLIP_SETTLED: "mã tạm này đã có số",
}
"""Why a number of the province was not used, in words."""


def page(db: Database, organ: str, *, exposed: int) -> wire.AskedList:
    """Return all that wait, oldest first, then the numbers that came last, newest first."""
    waiting = rows(db, f"{ASKED} and state = 'waiting' order by asked.seq", organ, exposed)
    given = rows(
        db,
        f"{ASKED} and state = 'given' order by yes.seq desc limit ?3",
        organ,
        exposed,
        GIVEN_SHOWN,
    )
    return wire.AskedList(rows=tuple(_row(row) for row in (*waiting, *given)))


def _row(row: sqlite3.Row) -> wire.AskedRow:
    ask = read(row["body"], NumberAsked)
    fields = ask.fields
    waits = row["state"] == "waiting"
    return wire.AskedRow(
        slip=ask.slip,
        id=ask.id,
        book=ask.book,
        year=ask.year,
        state=row["state"],
        number=row["number"],
        organ_name="" if fields is None else fields.organ_name,
        symbol=ask.notation if fields is None else join(fields.code_number, fields.code_notation),
        type_name=ask.type_name if fields is None else fields.type_name,
        subject=ask.subject if fields is None else fields.subject,
        day=ask.day,
        asked_at=row["asked_at"],
        asked_by=row["asked_by"],
        given_at=row["given_at"],
        sent=bool(row["sent"]),
        refused=_refused(row["refusal"]) if waits else "",
        may_take_back=waits and row["owner"] == "node",
    )


def _refused(refusal: str | None) -> str:
    if not refusal:
        return ""
    reason, number = refusal.split(" ")
    return f"Tỉnh đã cấp số {number} nhưng chưa dùng được: {REFUSALS.get(reason, reason)}."
