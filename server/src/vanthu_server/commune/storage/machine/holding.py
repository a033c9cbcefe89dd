"""The machine's part in the registers: standing, binding, the day that was confirmed."""

from datetime import date, datetime

import msgspec

from vanthu_server.commune.domain.holding import Holder, Standing
from vanthu_server.commune.storage import holder_table
from vanthu_server.commune.storage.ledger import SqliteLedger
from vanthu_server.commune.storage.rows import one, scalar
from vanthu_sync.clock import moment
from vanthu_sync.journal import Head
from vanthu_sync.opening import Sight


class HolderStore:
    """See `commune.services.opening.Holders`."""

    def __init__(self, ledger: SqliteLedger) -> None:
        self._ledger = ledger

    def holder(self) -> Holder:
        """Return this machine's part."""
        with self._ledger.reading() as db:
            return holder_table.holder(db)

    def keep(self, holder: Holder) -> None:
        """Keep it."""
        with self._ledger.machine() as db:
            holder_table.keep(db, holder)

    def standing(self) -> Standing:
        """Return what the machine is."""
        return self.holder().standing

    def machine(self) -> str:
        """Return the machine that holds the registers, "" before the first opening."""
        with self._ledger.reading() as db:
            return holder_table.holding_machine(db)

    def bind(self, machine: str) -> None:
        """Bind the registers to this machine; a follower is their owner from then on."""
        holder = self.holder()
        standing = "owner" if holder.standing == "follower" else holder.standing
        self.keep(msgspec.structs.replace(holder, machine=machine, standing=standing))

    def next_sequence(self, skip: int = 0) -> int:
        """Return the number of this site's next request; no number is used twice.

        `skip` passes over some: the holder has seen them before this machine was restored.
        """
        holder = self.holder()
        number = holder.last_seq + skip + 1
        self.keep(msgspec.structs.replace(holder, last_seq=number))
        return number

    def confirmed_day(self) -> date | None:
        """Return the last day that somebody vouched for."""
        with self._ledger.reading() as db:
            return holder_table.confirmed_day(db)

    def confirm_day(self, day: date) -> None:
        """Keep the day that somebody vouched for."""
        with self._ledger.machine() as db:
            holder_table.confirm_day(db, day)

    def correction(self) -> int:
        """Return the seconds that are added to the machine's clock."""
        with self._ledger.reading() as db:
            return scalar(db, "select seconds from clock_correction")

    def last(self) -> datetime | None:
        """Return the instant of the journal's last event."""
        with self._ledger.reading() as db:
            row = one(db, "select at from journal order by seq desc limit 1")
        return None if row is None else moment(row["at"])

    def remember(self, sight: Sight) -> None:
        """Keep what a witness has seen that keeps the registers closed."""
        with self._ledger.machine() as db:
            db.table("site_sight").insert({"site": sight.witness, "last_seq": 0}, ignore=True)
            head = sight.head
            seen = {"seq": head.seq, "epoch": head.epoch, "hash": head.hash}
            db.table("site_sight").update(sight.witness, seen)

    def doubt(self) -> None:
        """Keep that the paper has to be asked."""
        with self._ledger.machine() as db:
            holder_table.doubt(db)

    def in_doubt(self) -> bool:
        """Tell whether the paper has to be asked."""
        with self._ledger.reading() as db:
            return holder_table.in_doubt(db)

    def remembered(self, ours: Head) -> tuple[Sight, ...]:
        """Return the heads that witnesses named last, this machine's earlier runs included."""
        with self._ledger.reading() as db:
            return holder_table.remembered(db, ours)

    def forget(self, witness: str) -> None:
        """Drop what a witness named."""
        with self._ledger.machine() as db:
            holder_table.forget(db, witness)

    def last_heard(self, witness: str) -> str:
        """Return the instant at which a witness was heard last, "" where it was not kept."""
        with self._ledger.reading() as db:
            return holder_table.last_heard(db, witness)
