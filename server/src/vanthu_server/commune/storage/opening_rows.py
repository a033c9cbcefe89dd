"""What the opening check asks of the database, read without a lock (`vanthu doctor`)."""

from datetime import date, timedelta

from sqlite_utils import Database

from vanthu_server.commune.domain.holding import Standing
from vanthu_server.commune.storage import holder_table, journal_table
from vanthu_server.commune.storage.rows import scalar
from vanthu_sync.journal import FIRST_HASH, Head
from vanthu_sync.opening import Sight


class OpeningRows:
    """See `commune.services.opening_evidence`: Places and Memory."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def head(self) -> Head:
        """Return the database's head."""
        return journal_table.head(self._db)

    def hashes(self, first: int) -> dict[int, str]:
        """Return seq → chain hash from `first` on, the beginning (0) always."""
        return {0: FIRST_HASH, **journal_table.hashes(self._db, first=first)}

    def standing(self) -> Standing:
        """Return what this machine is."""
        return holder_table.standing(self._db)

    def machine(self) -> str:
        """Return the machine that holds the registers, "" before the first opening."""
        return holder_table.holding_machine(self._db)

    def confirmed_day(self) -> date | None:
        """Return the last day that somebody vouched for."""
        return holder_table.confirmed_day(self._db)

    def remembered(self, ours: Head) -> tuple[Sight, ...]:
        """Return the heads that witnesses named last."""
        return holder_table.remembered(self._db, ours)

    def in_doubt(self) -> bool:
        """Tell whether the paper has to be asked."""
        return holder_table.in_doubt(self._db)

    def correction(self) -> timedelta:
        """Return what is added to the machine's clock (CK4)."""
        return timedelta(seconds=scalar(self._db, "select seconds from clock_correction"))
