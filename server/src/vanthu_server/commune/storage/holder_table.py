"""What the machine is to the registers: owner, follower or branch; bound where; which day."""

from datetime import date

import msgspec
from sqlite_utils import Database

from vanthu_server.commune.domain.holding import Holder, Standing
from vanthu_server.commune.storage.rows import one


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
    """Return the machine that holds the registers: of the last take-over, else the bound one."""
    last = one(db, "select machine from take_over order by epoch desc limit 1")
    return holder(db).machine if last is None else str(last["machine"])
