"""The connection to PostgreSQL: pool, transactions, migrations.

Rules:
1. A transaction is durable when it was left (synchronous_commit on), and never hangs: statements
   and locks have time limits.
2. A database error leaves here as StoreFailed, wrapped once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from vanthu_server.http.limits import THREADS_MAX
from vanthu_server.province.domain.ports import StoreFailed, Tables
from vanthu_server.province.storage.account_rows import AccountRows
from vanthu_server.province.storage.blob_rows import BlobRows
from vanthu_server.province.storage.holder_rows import HolderRows
from vanthu_server.province.storage.journal_rows import JournalRows
from vanthu_server.province.storage.letter_rows import LetterRows
from vanthu_server.province.storage.number_rows import NumberRows
from vanthu_server.province.storage.overview_rows import OverviewRows
from vanthu_server.province.storage.pairing_rows import PairingRows
from vanthu_server.province.storage.session_rows import SessionRows
from vanthu_server.province.storage.warning_rows import WarningRows

MIGRATIONS: Final = Path(__file__).with_name("migrations")
_OPTIONS: Final = (
    "-c synchronous_commit=on -c timezone=UTC -c statement_timeout=30s -c lock_timeout=10s "
    "-c idle_in_transaction_session_timeout=60s"
)
_MIGRATION_LOCK: Final = 0x76616E746875  # "vanthu"; two workers that start migrate in turn


class PostgresDatabase:
    """The hub's database; safe to use from several threads."""

    def __init__(self, url: str) -> None:
        """Raises StoreFailed for a URL that is none, or not PostgreSQL."""
        self.engine = sa.create_engine(
            _with_driver(url),
            connect_args={"options": _OPTIONS, "connect_timeout": 10},
            pool_size=THREADS_MAX,
            max_overflow=0,
            pool_pre_ping=True,
        )

    @contextmanager
    def begin(self) -> Iterator[Tables]:
        """Return a transaction; raises StoreFailed."""
        try:
            with self.engine.begin() as connection:
                yield _tables(connection)
        except sa.exc.SQLAlchemyError as error:
            raise StoreFailed("the database refused or is away") from error

    def migrate(self) -> None:
        """Bring the tables to the newest revision; raises StoreFailed."""
        config = Config()
        config.set_main_option("script_location", MIGRATIONS.as_posix().replace("%", "%%"))
        try:
            with self.engine.begin() as connection:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
        except sa.exc.SQLAlchemyError as error:
            raise StoreFailed("the database refused its tables or is away") from error

    def close(self) -> None:
        """Close the pool's connections."""
        self.engine.dispose()


def _tables(connection: sa.Connection) -> Tables:
    return Tables(
        pairings=PairingRows(connection),
        sessions=SessionRows(connection),
        journals=JournalRows(connection),
        holders=HolderRows(connection),
        numbers=NumberRows(connection),
        letters=LetterRows(connection),
        blobs=BlobRows(connection),
        warnings=WarningRows(connection),
        accounts=AccountRows(connection),
        overviews=OverviewRows(connection),
    )


def _with_driver(url: str) -> sa.URL:
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        raise StoreFailed("the database URL cannot be read") from error
    if parsed.get_backend_name() not in {"postgresql", "postgres"}:
        raise StoreFailed("the hub keeps its data in PostgreSQL only")
    return parsed.set(drivername="postgresql+psycopg")
