"""`assert_whole` sees what the crash tests must not pass over."""

from collections.abc import Callable

import pytest

from tests.commune.node import Office
from tests.commune.stores import assert_whole, database
from vanthu_sync.journal import ChainBroken


def sql(text: str) -> Callable[[Office], None]:
    def change(office: Office) -> None:
        with database(office.config, writing=True) as db:
            db.conn.execute(text)

    return change


def cut_sidecar(office: Office) -> None:
    lines = office.config.sidecar.read_bytes().splitlines(keepends=True)
    office.config.sidecar.write_bytes(b"".join(lines[:-1]))


FAULTS: dict[str, Callable[[Office], None]] = {
    "an event is gone": sql("delete from journal where seq = (select max(seq) - 1 from journal)"),
    "a header was changed": sql("update journal set actor = 'x' where seq = 5"),
    "a line of the sidecar is gone": cut_sidecar,
    "a number is gone": sql("delete from number where number = 1"),
    "two numbers are exchanged": sql("update number set seq = seq + 5 where number = 1"),
    "the mark ran ahead": sql("update register set mark = mark + 1 where book = 'den'"),
    "a row was changed": sql("update incoming set subject = 'x' where number = 1"),
    "a word is not found": sql("delete from incoming_search"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_checker_fails_when(office: Office, fault: str) -> None:
    clerk = office.person("vanthu")
    for name in ("một", "hai", "ba"):
        clerk.register(f"Văn bản {name}")
    office.close()
    assert_whole(office.config)

    FAULTS[fault](office)

    with pytest.raises((AssertionError, ChainBroken)):
        assert_whole(office.config)
