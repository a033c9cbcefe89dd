"""The province page: seven queries, however many communes there are."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from vanthu_server.province.domain.overview import (
    Commune,
    Counts,
    Delegated,
    HeldHead,
    Organ,
    TakenOver,
    Waiting,
)
from vanthu_server.province.domain.warning import WARNING_TEXTS, Warned
from vanthu_server.province.storage.schema import (
    BLOB_REFS,
    BLOBS,
    COMMUNES,
    DELEGATIONS,
    JOURNALS,
    MESSAGES,
    ORGANS,
    TAKE_OVERS,
    TALLIES,
    WARNINGS,
)
from vanthu_sync.clock import moment, vietnam_day
from vanthu_sync.text import fold

_Parts = Mapping[str, Mapping[str, list[sa.RowMapping]]]
_NO_ROWS: list[sa.RowMapping] = []


class OverviewRows:
    """Implements the port Overviews."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def communes(self, today: date) -> tuple[Commune, ...]:
        """Return all communes by name, in a number of queries that does not grow with them."""
        parts = {
            "organs": self._by_journal(sa.select(ORGANS).order_by(ORGANS.c.id)),
            "tallies": self._by_journal(_tallies(today)),
            "awaited": self._by_journal(_awaited()),
            "waiting": self._by_journal(_waiting()),
            "warnings": self._by_journal(_warnings()),
            "take_overs": self._by_journal(_take_overs()),
            "delegations": self._by_journal(_delegations()),
        }
        place = JOURNALS.c.commune == COMMUNES.c.name
        query = (
            sa.select(COMMUNES.c.name, JOURNALS)
            .select_from(COMMUNES)
            .join(JOURNALS, place, isouter=True)
            .order_by(COMMUNES.c.name, JOURNALS.c.paired_at)
        )
        found = self._connection.execute(query).mappings()
        rows = sorted(found, key=lambda row: fold(row["name"]))  # no collation of the server's
        return tuple(_commune(row, parts, today) for row in rows)

    def _by_journal(self, query: sa.Select[Any]) -> dict[str, list[sa.RowMapping]]:
        grouped: dict[str, list[sa.RowMapping]] = defaultdict(list)
        for row in self._connection.execute(query).mappings():
            grouped[row["journal"]].append(row)
        return grouped


def _tallies(today: date) -> sa.Select[Any]:
    table = TALLIES.c
    today_only = sa.case((table.day == today, table.count), else_=0)
    return (
        sa.select(
            table.journal,
            table.kind,
            sa.func.sum(table.count).label("year"),
            sa.func.sum(today_only).label("today"),
        )
        .where(table.day.between(date(today.year, 1, 1), date(today.year, 12, 31)))
        .group_by(table.journal, table.kind)
    )


def _awaited() -> sa.Select[Any]:
    table = BLOB_REFS.c
    here = sa.exists().where(BLOBS.c.sha256 == table.sha256)
    return (
        sa.select(table.journal, sa.func.count(table.sha256.distinct()).label("files"))
        .where(table.owed, ~here)
        .group_by(table.journal)
    )


def _waiting() -> sa.Select[Any]:
    table = MESSAGES.c
    known = sa.exists().where(ORGANS.c.id == table.organ)
    return (
        sa.select(
            table.journal,
            table.organ,
            sa.func.max(table.organ_name).label("organ_name"),
            sa.func.count().label("letters"),
        )
        .where(~known)
        .group_by(table.journal, table.organ)
        .order_by(table.organ)
    )


def _warnings() -> sa.Select[Any]:
    columns = [column for column in WARNINGS.c if column.name != "evidence"]
    return sa.select(*columns).order_by(WARNINGS.c.last_at.desc())


def _take_overs() -> sa.Select[Any]:
    return sa.select(TAKE_OVERS).order_by(TAKE_OVERS.c.epoch.desc())


def _delegations() -> sa.Select[Any]:
    """The last that was said of each book of a year."""
    table = DELEGATIONS.c
    last = sa.select(sa.func.max(table.id)).group_by(table.organ, table.book, table.year)
    ordered = sa.select(DELEGATIONS).order_by(table.organ, table.book, table.year)
    return ordered.where(table.id.in_(last))


def _commune(row: sa.RowMapping, parts: _Parts, today: date) -> Commune:
    journal = row["id"]
    if journal is None:
        return Commune(name=row["name"])
    own = {name: rows.get(journal, _NO_ROWS) for name, rows in parts.items()}
    paired = Commune(
        name=row["name"],
        journal=journal,
        node_name=row["node_name"],
        organs=tuple(_organ(each) for each in own["organs"]),
        contact_at=row["contact_at"],
        undeliverable=tuple(_letters(each) for each in own["waiting"]),
        warnings=tuple(_warned(each) for each in own["warnings"]),
        take_overs=tuple(_taken_over(each) for each in own["take_overs"]),
        delegations=tuple(_delegated(each) for each in own["delegations"]),
    )
    if row["data_at"] is None:
        return paired
    return msgspec.structs.replace(
        paired,
        data_at=row["data_at"],
        head=HeldHead(epoch=row["epoch"], seq=row["seq"], hash=row["hash"]),
        counts=_counts(own["tallies"], known=vietnam_day(row["data_at"]), today=today),
        files_awaited=sum(each["files"] for each in own["awaited"]),
    )


def _organ(row: sa.RowMapping) -> Organ:
    return Organ(id=row["id"], code=row["code"], name=row["name"])


def _letters(row: sa.RowMapping) -> Waiting:
    return Waiting(organ=row["organ"], organ_name=row["organ_name"], letters=row["letters"])


def _counts(rows: list[sa.RowMapping], *, known: date, today: date) -> Counts:
    """Return the counts; of a year or day after `known` the node has not told us anything."""
    by_kind = {row["kind"]: (int(row["year"]), int(row["today"])) for row in rows}
    registered = by_kind.get("incoming.registered", (0, 0))
    issued = by_kind.get("outgoing.issued", (0, 0))
    is_this_year, is_today = known.year >= today.year, known >= today
    return Counts(
        registered_year=registered[0] if is_this_year else None,
        registered_today=registered[1] if is_today else None,
        issued_year=issued[0] if is_this_year else None,
        issued_today=issued[1] if is_today else None,
    )


def _warned(row: sa.RowMapping) -> Warned:
    return Warned(
        kind=row["kind"],
        subject=row["subject"],
        text=WARNING_TEXTS[row["kind"]],
        facts=row["facts"],
        first_at=row["first_at"],
        last_at=row["last_at"],
        times=row["times"],
    )


def _taken_over(row: sa.RowMapping) -> TakenOver:
    known = {name: row[name] for name in TakenOver.__struct_fields__}
    return TakenOver(**{**known, "at": moment(row["at"])})


def _delegated(row: sa.RowMapping) -> Delegated:
    known = {name: row[name] for name in Delegated.__struct_fields__}
    return Delegated(**{**known, "signed_at": moment(row["signed_at"])})
