"""What the machine is to the registers: owner, follower or branch; bound where; which day."""

from datetime import date

import msgspec
from sqlite_utils import Database

from vanthu_server.commune.domain.holding import ELSEWHERE, Holder, Standing
from vanthu_server.commune.storage.rows import one, rows
from vanthu_sync.journal import Head
from vanthu_sync.opening import Sight


def holder(db: Database) -> Holder:
    """Return it; a machine of which nothing is written is an owner that is not bound yet."""
    row = one(db, "select * from holder")
    if row is None:
        return Holder()
    known = {name: row[name] for name in Holder.__struct_fields__}
    known["owner_key"] = known["owner_key"] or b""
    return msgspec.convert(known, Holder)


def keep(db: Database, holder: Holder) -> None:
    """Keep it."""
    db.table("holder").insert({**msgspec.structs.asdict(holder), "one": 1}, replace=True)


def standing(db: Database) -> Standing:
    """Return what this machine is."""
    return holder(db).standing


def confirmed_day(db: Database) -> date | None:
    """Return the last day that somebody vouched for, None before the first and in doubt."""
    row = one(db, "select day from confirmed_day where day <> ''")
    return None if row is None else date.fromisoformat(row["day"])


def doubt(db: Database) -> None:
    """Keep that no day stands confirmed until somebody has looked at the paper."""
    db.table("confirmed_day").insert({"one": 1, "day": ""}, replace=True)


def in_doubt(db: Database) -> bool:
    """Tell whether somebody has to look at the paper first."""
    return one(db, "select 1 from confirmed_day where day = ''") is not None


def confirm_day(db: Database, day: date) -> None:
    """Keep the day that somebody vouched for."""
    db.table("confirmed_day").insert({"one": 1, "day": day.isoformat()}, replace=True)


def holding_machine(db: Database) -> str:
    """Return the machine that holds the registers: of the last take-over, else the bound one.

    ELSEWHERE goes before both: whatever stood in the journal, they wait for a take-over.
    """
    bound = holder(db).machine
    last = one(db, "select machine from take_over order by epoch desc limit 1")
    return bound if last is None or bound == ELSEWHERE else str(last["machine"])


def remembered(db: Database, ours: Head) -> tuple[Sight, ...]:
    """Return the heads that witnesses of the journal of `ours` named last."""
    sql = "select site, seq, epoch, hash from site_sight where seq is not null order by site"
    return tuple(
        Sight(
            witness=row["site"],
            head=Head(journal=ours.journal, epoch=row["epoch"], seq=row["seq"], hash=row["hash"]),
        )
        for row in rows(db, sql)
    )


def forget(db: Database, witness: str) -> None:
    """Drop the head that a witness named; the number of its last request stays (no replay)."""
    db.table("site_sight").update(witness, {"seq": None, "epoch": None, "hash": None})


def last_heard(db: Database, witness: str) -> str:
    """Return the instant of the last good contact with a witness, "" where none is known."""
    sql = (
        "select coalesce(max(at), '') as at from (select at from site_sight where site = ?1"
        " union all select last_contact from hub where ?1 = 'hub')"
    )
    row = one(db, sql, witness)
    return "" if row is None else str(row["at"])
