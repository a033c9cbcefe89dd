"""The province page's content, as of now."""

from vanthu_server.province.domain.overview import Overview
from vanthu_server.province.domain.ports import Clock, Database
from vanthu_sync.clock import vietnam_day


class ShowOverview:
    """Reads where every commune stands."""

    def __init__(self, database: Database, *, clock: Clock, hub_name: str) -> None:
        self._database = database
        self._clock = clock
        self._hub_name = hub_name

    def __call__(self) -> Overview:
        """Return all communes, counted for the present day in Vietnam."""
        now = self._clock()
        today = vietnam_day(now)
        with self._database.begin() as tables:
            communes = tables.overviews.communes(today)
        return Overview(hub_name=self._hub_name, at=now, today=today, communes=communes)

    def check(self) -> None:
        """Return when the database answers; raises StoreFailed."""
        with self._database.begin() as tables:
            tables.pairings.directory_version()
