"""Numbers as people see them: state, and one sentence that explains it; what is out."""

import sqlite3
from typing import Final

import msgspec
from sqlite_utils import Database

from vanthu_server.commune.domain.query import NumberQuery
from vanthu_server.commune.storage import holding_table
from vanthu_server.commune.storage.rows import Value, rows
from vanthu_server.projection.numbers import PROVINCE
from vanthu_sync import wire
from vanthu_sync.events import IncomingRegistered
from vanthu_sync.province_events import NumberAsked
from vanthu_sync.vocabulary import NumberState

NUMBER: Final = """
select number.number, number.state, number.document, number.slip, number.captured_at,
  number.changed_at, number.reason, number.again, number.corrects, number.seq,
  coalesce(changer.name, number.changed_by) as changed_by,
  coalesce(holder.name, own.name, '') as site, number.holder,
  coalesce(incoming.subject, outgoing.subject, copy.subject, '') as subject,
  coalesce(incoming.symbol, outgoing.symbol, copy.source_symbol, '') as symbol,
  coalesce(incoming.removed, outgoing.removed, 0) as removed,
  coalesce(incoming.registered_at, journal.at) as at
from number
  join journal on journal.seq = number.seq
  left join incoming on incoming.id = number.document
  left join outgoing on outgoing.id = number.document
  left join copy on copy.id = number.document
  left join person changer on changer.account = number.changed_by
  left join site holder on holder.id = number.holder
  left join lease on lease.id = number.lease
  left join site own on own.id = lease.site
"""

NOT_PLAIN: Final = (
    " and (number.state <> 'issued' or number.slip <> '' or number.lease <> ''"
    " or number.again = 1 or number.corrects > 0"
    " or coalesce(incoming.removed, outgoing.removed, 0) = 1)"
)
"""What is shown when no state is asked for: every number with something to explain."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A page, and the counts of the whole register by state."""

    rows: tuple[wire.NumberRow, ...]
    counts: dict[str, int]
    next_before: int | None


def page(db: Database, organ: str, query: NumberQuery, *, exposed: int) -> Found:
    """Return numbers, newest first."""
    where = "number.organ = ? and number.book = ? and number.year = ? and number.seq <= ?"
    values: tuple[Value, ...] = (organ, query.book, query.year, exposed)
    if query.state:
        where, values = f"{where} and number.state = ?", (*values, query.state)
    else:
        where += NOT_PLAIN
    if query.before is not None:
        where, values = f"{where} and number.number < ?", (*values, query.before)
    sql = f"{NUMBER} where {where} order by number.number desc limit ?"
    found = rows(db, sql, *values, query.limit + 1)
    shown = found[: query.limit]
    more = shown[-1]["number"] if len(found) > query.limit else None
    counts = holding_table.counts(db, organ=organ, book=query.book, year=query.year)
    return Found(rows=tuple(_row(row) for row in shown), counts=counts, next_before=more)


def copies(db: Database, organ: str, year: int, *, exposed: int) -> tuple[wire.CopyRow, ...]:
    """Return the numbered copies of a year, newest first."""
    sql = (
        "select id, number, year, issued_date, kind, source_symbol, subject, copies from copy"
        " where organ = ? and year = ? and seq <= ? order by number desc"
    )
    found = rows(db, sql, organ, year, exposed)
    return tuple(
        msgspec.convert({**dict(row), "symbol": f"{row['number']:02d}/{row['kind']}"}, wire.CopyRow)
        for row in found
    )


def leases(db: Database, organ: str) -> tuple[wire.LeaseRow, ...]:
    """Return the blocks that were leased, newest first; `used` counts the issued numbers."""
    sql = (
        "select lease.id, lease.book, lease.year, first, last, day, closed, granted_at,"
        " coalesce(site.name, lease.site) as site,"
        " (select count(*) from number where number.lease = lease.id and state = 'issued')"
        " as used from lease left join site on site.id = lease.site"
        " where lease.organ = ? order by lease.seq desc"
    )
    return tuple(
        msgspec.convert({**dict(row), "closed": bool(row["closed"])}, wire.LeaseRow)
        for row in rows(db, sql, organ)
    )


def sites(db: Database) -> tuple[wire.SiteRow, ...]:
    """Return followers and branches with what was last heard of them (None: nothing yet)."""
    sql = (
        "select site.id, site.name, kind, mode, site_sight.seq, site_sight.at, left_at"
        " from site left join site_sight on site_sight.site = site.id order by site.seq"
    )
    return tuple(
        wire.SiteRow(
            id=row["id"],
            name=row["name"],
            kind=row["kind"],
            mode=row["mode"],
            seq=row["seq"],
            at=row["at"],
            left=bool(row["left_at"]),
        )
        for row in rows(db, sql)
    )


def take_overs(db: Database) -> tuple[wire.TakeOverRow, ...]:
    """Return the take-overs, newest first."""
    sql = (
        "select epoch, at, reason, ratified_at, coalesce(c.name, clerk) as clerk,"
        " coalesce(l.name, leader) as leader from take_over"
        " left join person c on c.account = clerk left join person l on l.account = leader"
        " order by epoch desc"
    )
    return tuple(
        wire.TakeOverRow(
            epoch=row["epoch"],
            at=row["at"],
            reason=row["reason"],
            clerk=row["clerk"],
            leader=row["leader"],
            ratified_at=row["ratified_at"] or None,
        )
        for row in rows(db, sql)
    )


def strays(db: Database, organ: str, *, with_subjects: bool) -> tuple[wire.StrayRow, ...]:
    """Return stray entries, with what would become of their numbers."""
    found = []
    for stray in holding_table.strays(db, organ=organ):
        number = holding_table.number(
            db, organ=organ, book=stray.book, year=stray.year, number=stray.number
        )
        found.append(
            wire.StrayRow(
                origin=stray.origin,
                book=stray.book,
                year=stray.year,
                number=stray.number,
                at=stray.at,
                subject=_subject(stray.kind, stray.content) if with_subjects else "",
                same_number=number is not None and number.state == NumberState.CONTENT_LOST,
                settled_as=stray.settled_as,
            )
        )
    return tuple(found)


def _subject(kind: str, content: str) -> str:
    if kind == "number.asked":
        ask = msgspec.json.decode(content, type=NumberAsked)
        return ask.subject if ask.fields is None else ask.fields.subject
    if kind != "incoming.registered":
        return ""
    return msgspec.json.decode(content, type=IncomingRegistered).fields.subject


def _row(row: sqlite3.Row) -> wire.NumberRow:
    return wire.NumberRow(
        number=row["number"],
        state=row["state"],
        text=explained(row),
        document=row["document"],
        subject=row["subject"],
        symbol=row["symbol"],
        at=row["at"],
        changed_at=row["changed_at"],
        changed_by=row["changed_by"],
        reason=row["reason"],
        slip=row["slip"],
        captured_at=row["captured_at"],
        site=row["site"],
        again=bool(row["again"]),
        corrects=row["corrects"],
        content_removed=bool(row["removed"]),
        passed_over=_is_passed_over(row),
    )


def explained(row: sqlite3.Row) -> str:
    """Return one sentence on what became of a number, and how it came."""
    match row["state"]:
        case NumberState.VOID:
            said = "Số đã hủy; không cấp lại cho văn bản khác."
        case NumberState.LEASED:
            said = _leased(row)
        case NumberState.CONTENT_LOST:
            said = "Số đã có trên giấy, nội dung chưa có trong máy; nhập lại từ bản giấy."
        case _:
            said = _how(row)
    return said


def _is_passed_over(row: sqlite3.Row) -> bool:
    leased = row["state"] == NumberState.LEASED and row["holder"] == PROVINCE
    return leased and not row["document"]


def _leased(row: sqlite3.Row) -> str:
    if row["holder"] != PROVINCE:
        return f"Số đang giao cho {row['site'] or 'cơ sở khác'}, chưa dùng."
    if row["document"]:
        return "Tỉnh đã cấp số này; chờ văn thư bấm «Cấp số» để ghi vào văn bản."
    return "Số do tỉnh giữ: tỉnh đã cấp số lớn hơn, số này chưa cấp cho văn bản nào của xã."


def _how(row: sqlite3.Row) -> str:
    if row["corrects"]:
        return f"Đính chính: thay cho số {row['corrects']}."
    if row["again"]:
        return "Nội dung nhập lại từ bản giấy."
    if row["slip"]:
        by = "Tỉnh cấp số cho" if row["holder"] == PROVINCE else "Vào sổ theo"
        return f"{by} mã tiếp nhận tạm {row['slip']}."
    if row["site"]:
        return f"Cấp tại {row['site']}."
    return "Nội dung đã gỡ; số vẫn giữ." if row["removed"] else "Đã vào sổ."
