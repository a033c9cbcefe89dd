"""The database: migrations, transactions, errors."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from vanthu_server.province.app import open_database
from vanthu_server.province.domain.ports import StoreFailed
from vanthu_server.province.storage.engine import PostgresDatabase
from vanthu_server.province.storage.schema import METADATA


def differences(database: PostgresDatabase, metadata: sa.MetaData) -> list[object]:
    with database.engine.begin() as connection:
        context = MigrationContext.configure(connection)
        return list(compare_metadata(context, metadata))


def test_the_migrations_make_the_tables_that_the_queries_know(database: PostgresDatabase) -> None:
    assert differences(database, METADATA) == []


def test_the_comparison_sees_a_missing_column(database: PostgresDatabase) -> None:
    wider = sa.MetaData()
    for table in METADATA.tables.values():
        table.to_metadata(wider)
    wider.tables["organs"].append_column(sa.Column("phone", sa.Text))
    assert differences(database, wider) != []


def test_migrating_again_changes_nothing(database: PostgresDatabase) -> None:
    database.migrate()
    assert differences(database, METADATA) == []


def test_commits_wait_for_the_disk(database: PostgresDatabase) -> None:
    with database.engine.begin() as connection:
        assert connection.execute(sa.text("SHOW synchronous_commit")).scalar_one() == "on"
        assert connection.execute(sa.text("SHOW fsync")).scalar_one() == "on"


def test_an_error_inside_leaves_nothing(database: PostgresDatabase) -> None:
    def add_and_fail() -> None:
        with database.begin() as tables:
            tables.blobs.add("0" * 64, size=1, at=datetime(2026, 11, 20, tzinfo=UTC))
            raise KeyError

    with pytest.raises(KeyError):
        add_and_fail()
    with database.begin() as tables:
        assert not tables.blobs.has("0" * 64)


def test_a_statement_that_the_database_refuses_is_a_store_failure(
    database: PostgresDatabase,
) -> None:
    with pytest.raises(StoreFailed), database.begin() as tables:
        tables.blobs.has("a\x00b")


@pytest.mark.parametrize("url", ["", "sqlite:///x", "no url", "postgresql://127.0.0.1:1/none"])
def test_a_database_that_cannot_be_used_is_a_store_failure(url: str) -> None:
    with pytest.raises(StoreFailed):
        open_database(url)
