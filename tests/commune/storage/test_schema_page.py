"""server/SCHEMA.md names every table and column of the migrated database, each in its group."""

import re
from pathlib import Path

import pytest

from vanthu_server.commune.storage.database import connect, migrate
from vanthu_server.projection import TABLES

PAGE = Path(__file__).parents[3] / "server" / "SCHEMA.md"
ROW = re.compile(r"^\| `(\w+)` \| [^|]+ \| (.+) \|$")
OF_THE_INDEX = re.compile(r"_search_(config|content|data|docsize|idx)$")


def page() -> dict[str, dict[str, list[str]]]:
    """Return heading → table → columns, as the page says."""
    found: dict[str, dict[str, list[str]]] = {}
    heading = ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line.removeprefix("## ")
        if row := ROW.match(line):
            found.setdefault(heading, {})[row[1]] = re.findall(r"`(\w+)`", row[2])
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Table → columns, as the migrations make them."""
    place = tmp_path_factory.mktemp("schema") / "a.sqlite"
    migrate(place)
    db = connect(place, writing=False)
    try:
        return {
            table: [column.name for column in db.table(table).columns]
            for table in db.table_names()
            if not OF_THE_INDEX.search(table)
        }
    finally:
        db.conn.close()


def test_every_table_and_column_stands_on_the_page(made: dict[str, list[str]]) -> None:
    named = {table: columns for group in page().values() for table, columns in group.items()}

    assert named == made


def test_the_projections_are_those_that_a_rebuild_makes() -> None:
    assert set(page()["Projections"]) == set(TABLES)


def test_every_row_that_a_number_can_be_read_from_carries_its_seq(
    made: dict[str, list[str]],
) -> None:
    """NB6: readings compare it with how far the sidecar is."""
    for table in ("number", "incoming", "outgoing", "delivery", "file", "document_event"):
        assert "seq" in made[table]


def test_the_page_has_three_groups() -> None:
    assert list(page()) == ["The journal", "Projections", "This machine's own"]
