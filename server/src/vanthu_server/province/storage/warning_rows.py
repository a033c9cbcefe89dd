"""What people at the province must know."""

from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanthu_server.province.domain.warning import Finding
from vanthu_server.province.storage.schema import WARNINGS

_FACT_CHARACTERS_MAX: Final = 500  # a fact comes from the node; the evidence holds the rest


class WarningRows:
    """Implements the port Warnings."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def keep(self, journal: str, finding: Finding, *, at: datetime, kept_max: int) -> None:
        """Keep a finding; one known already counts once more.

        Beyond `kept_max` of a kind only the known ones go on counting: the first evidence is
        what matters, and it stays.
        """
        table = WARNINGS.c
        again = sa.update(WARNINGS).where(
            table.journal == journal, table.kind == finding.kind, table.subject == finding.subject
        )
        repeated = self._connection.execute(again.values(last_at=at, times=table.times + 1))
        if repeated.rowcount or self._kept(journal, finding) >= kept_max:
            return
        self._connection.execute(
            insert(WARNINGS)
            .values(
                journal=journal,
                kind=finding.kind,
                subject=finding.subject,
                facts={name: _storable(fact) for name, fact in finding.facts.items()},
                evidence=finding.evidence,
                first_at=at,
                last_at=at,
                times=1,
            )
            .on_conflict_do_nothing()
        )

    def _kept(self, journal: str, finding: Finding) -> int:
        table = WARNINGS.c
        query = (
            sa.select(sa.func.count())
            .select_from(WARNINGS)
            .where(table.journal == journal, table.kind == finding.kind)
        )
        count: int = self._connection.execute(query).scalar_one()
        return count


def _storable(fact: str) -> str:
    return fact.replace("\x00", "")[:_FACT_CHARACTERS_MAX]
