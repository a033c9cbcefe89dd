"""I7: the same journal gives the same rows, whatever the office did in whatever order."""

from typing import Final

import pytest
from anyio.from_thread import BlockingPortal
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.commune.letters import document_letter, status_letter
from tests.commune.node import UBND, Office, copied, hand_world
from tests.commune.papers import draft, issued, scan, submitted
from tests.commune.stores import assert_whole, database, tables
from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.storage.rebuild import rebuild
from vanthu_server.projection import TABLES
from vanthu_sync.journal import ChainBroken
from vanthu_sync.link import Inbox, Message


class Day:
    """What an office does in a day, one act after the other; each finds what it needs."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.clerk = office.person("vanthu")
        self.incoming: list[str] = []
        self.outgoing: list[str] = []
        self.letters = 0

    def register(self) -> None:
        made = self.clerk.register(f"Văn bản {len(self.incoming)}", urgency=1)
        self.incoming.append(made["id"])

    def attach(self) -> None:
        if self.incoming:
            sha256 = self.clerk.kept("a.pdf", scan(f"a{self.letters}"))
            self.clerk.give("document.attach", {"id": self.incoming[-1], "files": [sha256]})

    def remove_incoming(self) -> None:
        if self.incoming:
            self.remove(self.incoming.pop())

    def remove_outgoing(self) -> None:
        if self.outgoing:
            self.remove(self.outgoing.pop())

    def remove(self, document: str) -> None:
        self.clerk.done("content.remove", {"id": document, "reason": "Gõ nhầm"})

    def draft(self) -> None:
        made = self.clerk.done("outgoing.draft", draft(f"Dự thảo {len(self.outgoing)}"))
        again = {"id": made["id"], "base": 1, **draft("Dự thảo sửa")}
        self.clerk.done("outgoing.draft", again)
        self.outgoing.append(made["id"])

    def send_back(self) -> None:
        document = submitted(self.clerk)
        self.clerk.done("outgoing.send_back", {"id": document, "reason": "Sửa câu 2"})
        self.outgoing.append(document)

    def issue(self) -> None:
        self.outgoing.append(issued(self.office, self.clerk))
        self.arrives(status_letter(self.next_cursor(), organ=UBND, document=self.outgoing[-1]))

    def accept(self) -> None:
        item = self.letter_comes()
        self.clerk.done("inbox.check", {"id": item})
        made = self.clerk.done("inbox.accept", {"id": item, "duplicate_ok": True})
        self.incoming.append(made["id"])

    def send_letter_back(self) -> None:
        self.clerk.done("inbox.return", {"id": self.letter_comes(), "reason": "Sai nơi nhận"})

    def letter_comes(self) -> str:
        letter = document_letter(self.next_cursor(), organ=UBND)
        self.arrives(letter)
        return f"{letter.origin}:{UBND}"

    def arrives(self, letter: Message) -> None:
        self.office.take(Inbox(messages=(letter,), more=False, directory_version=0))

    def next_cursor(self) -> int:
        self.letters += 1
        return self.letters


ACTS: Final = (
    "register",
    "attach",
    "remove_incoming",
    "remove_outgoing",
    "draft",
    "send_back",
    "issue",
    "accept",
    "send_letter_back",
)


def a_day(office: Office, acts: list[str]) -> None:
    day = Day(office)
    for act in acts:
        getattr(day, act)()


WHOLE_DAY: Final = [
    *("register", "attach", "register", "accept", "draft", "issue", "send_back"),
    *("remove_outgoing", "send_letter_back", "remove_incoming", "remove_incoming"),
    *("issue", "remove_outgoing", "accept", "remove_incoming", "register"),
]


ELSEWHERE = {
    "certificate",
    "lease",
    "site",
    "slip_device",
    "take_over",
    "stray",
    "copy",
    "clock_correction",
}
"""Tables that a plain day does not fill; the tests of numbers and take-overs rebuild those."""


def test_i7_rebuilding_a_mixed_day_changes_no_row(office: Office) -> None:
    a_day(office, WHOLE_DAY)
    office.close()
    before = tables(office.config)

    rebuilt = rebuild(office.config.database)

    assert rebuilt.changed == ()
    assert tables(office.config) == before
    assert set(before) == set(TABLES)
    assert all(before[table] for table in TABLES if table not in ELSEWHERE)
    assert_whole(office.config)


@given(acts=st.lists(st.sampled_from(ACTS), min_size=1, max_size=8))
@settings(max_examples=12)
def test_i7_any_day_is_rebuilt_to_the_same_rows(
    acts: list[str],
    furnished: NodeConfig,
    portal: BlockingPortal,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    office = Office(copied(furnished, tmp_path_factory.mktemp("day")), portal, world=hand_world())
    try:
        a_day(office, acts)
    finally:
        office.close()

    assert_whole(office.config)


def test_rebuild_repairs_rows_that_were_damaged_and_names_their_tables(office: Office) -> None:
    office.person("vanthu").register("Văn bản một")
    office.close()
    before = tables(office.config)
    with database(office.config, writing=True) as db:
        db.conn.execute("update incoming set subject = 'khác'")
        db.conn.execute("delete from number")

    rebuilt = rebuild(office.config.database)

    assert rebuilt.changed == ("number", "incoming")
    assert tables(office.config) == before


def test_rebuild_touches_nothing_where_the_chain_is_broken(office: Office) -> None:
    office.person("vanthu").register("Văn bản một")
    office.close()
    with database(office.config, writing=True) as db:
        db.conn.execute("update journal set actor = 'khác' where seq = 3")
    before = tables(office.config)

    with pytest.raises(ChainBroken):
        rebuild(office.config.database)

    assert tables(office.config) == before


def test_rebuild_leaves_what_belongs_to_the_machine_alone(office: Office) -> None:
    office.person("vanthu").register("Văn bản một")
    office.close()
    rebuild(office.config.database)

    office.reopen(hand_world(seed=2))

    assert office.person("vanthu").numbers() == [1]
