"""Rows that do not fit the journal are made again before a node opens."""

import sqlite3

import pytest

from tests.commune.node import Office, hand_world, operation
from tests.commune.papers import sign_by_hand, submitted
from tests.commune.stores import assert_whole, database, tables
from vanthu_server.commune.storage.rows_check import TORN, mend_rows

TEARS = {
    "an operation that is forgotten": "delete from operation where rowid = 1",
    "an operation of another time": "update operation set op = 'f' where rowid = 1",
    "a mark that fell": "update register set mark = 0 where book = 'den' and mark = 2",
    "a number that is missing": "delete from number where number = 2",
    "a document without its event": (
        "delete from document_event where seq = (select max(seq) from document_event)"
    ),
}


def mended(office: Office) -> bool:
    return mend_rows(office.config.database, office.config.sidecar)


def test_after_a_day_with_every_kind_of_work_nothing_is_to_be_mended(office: Office) -> None:
    """Otherwise each start would take as long as a rebuild."""
    clerk = office.person("vanthu")
    made = clerk.register("Văn bản một")
    clerk.register("Văn bản hai")
    document = submitted(clerk)
    sign_by_hand(office, document)
    clerk.done("outgoing.number", {"id": document})
    clerk.done("content.remove", {"id": made["id"], "reason": "Gõ nhầm"})
    office.close()

    assert not mended(office)


@pytest.mark.parametrize("tear", TEARS)
def test_i7_torn_rows_are_made_again_from_the_journal(office: Office, tear: str) -> None:
    clerk = office.person("vanthu")
    clerk.register("Văn bản một", op=operation("một"))
    clerk.register("Văn bản hai", op=operation("hai"))
    office.close()
    before = tables(office.config)
    with database(office.config, writing=True) as db:
        assert db.conn.execute(TEARS[tear]).rowcount == 1

    assert mended(office)

    assert tables(office.config) == before


def test_nb8_a_database_older_than_its_sidecar_gets_its_rows_again_before_it_is_completed(
    office: Office,
) -> None:
    """What is torn in it need not show; the last line of the sidecar does."""
    clerk = office.person("vanthu")
    clerk.register("Văn bản một")
    office.close()
    older = office.config.database.read_bytes()
    office.reopen(hand_world(seed=2)).person("vanthu").register("Văn bản hai")
    office.close()
    office.config.database.write_bytes(older)
    with database(office.config, writing=True) as db:
        db.conn.execute("update incoming set subject = 'khác'")

    office.reopen(hand_world(seed=3))

    assert office.opened.recovered == 1
    office.close()
    assert_whole(office.config)


def test_a_file_that_stays_torn_is_not_opened(office: Office) -> None:
    office.person("vanthu").register("Văn bản một")
    office.close()
    with database(office.config, writing=True) as db:
        sql = "select rootpage from sqlite_master where name = 'session'"
        page = db.conn.execute(sql).fetchone()[0]
        size = db.conn.execute("pragma page_size").fetchone()[0]
    content = bytearray(office.config.database.read_bytes())
    content[(page - 1) * size : page * size] = bytes(size)
    office.config.database.write_bytes(bytes(content))

    with pytest.raises(sqlite3.DatabaseError, match=TORN):
        mended(office)
