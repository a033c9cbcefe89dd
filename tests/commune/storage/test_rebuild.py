"""I7: the same journal gives the same rows, whatever the office did in whatever order."""

from datetime import date, timedelta
from typing import Final

import msgspec
import pytest
from anyio.from_thread import BlockingPortal
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.commune.device import paired
from tests.commune.letters import document_letter, status_letter
from tests.commune.node import UBND, Json, Office, copied, entry, hand_world
from tests.commune.papers import draft, issued, scan, sign_by_hand, submitted
from tests.commune.stores import assert_whole, database, tables
from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.domain.ports import NODE
from vanthu_server.commune.storage.rebuild import rebuild
from vanthu_server.commune.storage.rows_check import mend_rows
from vanthu_server.projection import TABLES
from vanthu_sync import site_wire, slip, wire
from vanthu_sync.body import Body
from vanthu_sync.clock import vietnam_day
from vanthu_sync.events import IncomingRegistered, write
from vanthu_sync.journal import ChainBroken
from vanthu_sync.link import Inbox, Message
from vanthu_sync.register_events import ClockCorrected, EntryStrayed, NumbersLost
from vanthu_sync.wire import IncomingFields

POLICY: Final = "nd30-2020@2020-03-05"
NEW_YEAR: Final = timedelta(days=46)
"""From the day of `HandClock` into January."""


class Day:
    """What an office does in a day, one act after the other; each finds what it needs."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.clerk = office.person("vanthu")
        self.incoming: list[str] = []
        self.outgoing: list[str] = []
        self.letters = 0
        self.year = 2026
        self.slips = 0
        self.branch = ""

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

    def void(self) -> None:
        self.clerk.give("number.void", self.number(self.register_one()["number"]))

    def void_outgoing(self) -> None:
        document = submitted(self.clerk)
        sign_by_hand(self.office, document)
        numbered = self.clerk.done("outgoing.number", {"id": document})
        self.clerk.done("number.void", self.number(numbered["number"], "di"))
        self.outgoing.append(document)

    def reenter(self) -> None:
        number = self.lose("den")
        fields = entry("Nhập lại từ giấy")["fields"]
        again = {"year": self.year, "number": number, "arrival_date": self.today, "fields": fields}
        self.incoming.append(self.clerk.done("incoming.reenter", again)["id"])

    def reenter_outgoing(self) -> None:
        again = {
            "year": self.year,
            "number": self.lose("di"),
            "issued_date": self.today,
            "symbol": "07/TB-UBND",
            "type_name": "Thông báo",
            "subject": "Nhập lại",
            "signer_name": "Nguyễn Văn An",
        }
        self.clerk.done("outgoing.reenter", again)
        self.outgoing.append(self.clerk.read("outgoing")["rows"][0]["id"])

    def copy(self) -> None:
        made = {"source": "", "source_symbol": "12/QĐ", "subject": "Về việc", "kind": "SL"}
        self.clerk.done("copy.number", made)

    def slip(self) -> None:
        self.slips += 1
        self.clerk.done("device.code", {"name": f"Điện thoại {self.slips}"})
        device = self.clerk.read("holding")["devices"][-1]["code"]
        payload = {**entry("Theo phiếu"), "slip": slip.make(device, 1).text}
        self.incoming.append(self.clerk.done("incoming.register", payload)["id"])

    def lose_device(self) -> None:
        self.slip()
        device = self.clerk.read("holding")["devices"][-1]["code"]
        self.clerk.done("device.lose", {"code": device, "reason": "Rơi mất"})

    def enrol(self) -> None:
        self.slips += 1
        paired(self.clerk, self.clerk, "vanthu")

    def revoke(self) -> None:
        self.enrol()
        device = self.clerk.read("devices")["devices"][0]["id"]
        wish = {"id": device, "reason": "Rơi mất", "lost": self.slips % 2 == 0}
        self.clerk.done("device.revoke", wish)

    def lease(self) -> None:
        if not self.branch:
            new = wire.NewSite(kind="branch", order="dung_tiep", block=0)
            code = self.office.node.joining().new_code(new, organ=UBND).code
            asked = site_wire.Join(code=code, name="Cơ sở 2", key=b"k" * 32)
            self.branch = self.office.node.joining().join(asked).site
        self.clerk.done("lease.grant", {"book": "den", "site": self.branch, "count": 3})

    def close_lease(self) -> None:
        self.lease()
        held = self.clerk.read("holding")["leases"][0]["id"]
        self.clerk.done("lease.close", {"id": held, "reason": "Thu lại"})

    def attach_paper(self) -> None:
        self.accept()
        paper = {"id": self.incoming[-1], "received_on": self.today}
        self.clerk.done("paper.attach", paper)

    def stray(self) -> None:
        number = self.lose("den")
        fields = IncomingFields(subject="Mục lạc", organ_name="Sở Nội vụ")
        content = IncomingRegistered(
            id=f"lac-{number}",
            year=self.year,
            number=number,
            arrival_date=date.fromisoformat(self.today),
            fields=fields,
        )
        stray = EntryStrayed(
            origin=f"1:{self.year}:{number}",
            kind="incoming.registered",
            id=content.id,
            book="den",
            year=self.year,
            number=number,
            at="2026-11-20T02:10:00.000Z",
            actor="vanthu",
            content=msgspec.json.encode(write(content)).decode(),
        )
        self.record(stray)
        self.incoming.append(self.clerk.done("stray.settle", {"origin": stray.origin})["id"])

    def open_year(self) -> None:
        if self.year != 2026:
            return
        self.office.clock.move(NEW_YEAR)
        self.clerk, self.year = self.office.person("vanthu"), 2027
        for book in ("den", "di", "sao"):
            self.clerk.done("register.open", {"book": book, "year": 2027, "confirmed": True})
        self.clerk.done("register.close", {"book": "sao", "year": 2026, "paper": 0})

    def correct_clock(self) -> None:
        self.record(ClockCorrected(seconds=0, basis="hub", raw=""), organ="")

    @property
    def today(self) -> str:
        return vietnam_day(self.office.clock.now()).isoformat()

    def register_one(self) -> Json:
        self.register()
        return dict(self.clerk.read("incoming")["rows"][0])

    def number(self, number: int, book: str = "den") -> Json:
        return {"book": book, "year": self.year, "number": number, "reason": "Nhầm"}

    def lose(self, book: str) -> int:
        with self.office.node.ledger.read() as unit:
            held = next(e for e in unit.registers(UBND, book) if e.year == self.year)
        first = held.mark + 1
        lost = NumbersLost(book=book, year=self.year, first=first, last=first + 1, reason="Mất")
        self.record(lost)
        return first

    def record(self, body: Body, *, organ: str = UBND) -> None:
        with self.office.node.ledger.write() as unit:
            unit.record(body, organ=organ, policy=POLICY if organ else "", by=NODE)

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
    "void",
    "void_outgoing",
    "reenter",
    "reenter_outgoing",
    "copy",
    "slip",
    "lose_device",
    "enrol",
    "revoke",
    "lease",
    "close_lease",
    "attach_paper",
    "stray",
    "open_year",
    "correct_clock",
)


def a_day(office: Office, acts: list[str]) -> None:
    day = Day(office)
    for act in acts:
        getattr(day, act)()


WHOLE_DAY: Final = [
    *("register", "attach", "register", "accept", "draft", "issue", "send_back"),
    *("remove_outgoing", "send_letter_back", "remove_incoming", "remove_incoming"),
    *("issue", "remove_outgoing", "accept", "remove_incoming", "register"),
    *("void", "remove_incoming", "void_outgoing", "remove_outgoing", "reenter", "remove_incoming"),
    *("reenter_outgoing", "remove_outgoing", "copy", "slip", "remove_incoming", "lose_device"),
    *("revoke", "enrol"),
    *("close_lease", "lease", "attach_paper", "remove_incoming", "stray", "remove_incoming"),
    *("stray", "correct_clock", "open_year", "register", "void", "copy", "issue", "slip", "lease"),
]


ELSEWHERE = {"certificate", "take_over", "asked", "given"}
"""Tables that such a day does not fill.

The tests of signing, of take-overs and of the province's numbers rebuild those.
"""


def test_i7_rebuilding_a_mixed_day_changes_no_row(office: Office) -> None:
    a_day(office, WHOLE_DAY)
    office.close()
    before = tables(office.config)
    assert not mend_rows(office.config.database, office.config.sidecar)

    rebuilt = rebuild(office.config.database)

    assert rebuilt.changed == ()
    assert tables(office.config) == before
    assert set(before) == set(TABLES)
    assert all(before[table] for table in TABLES if table not in ELSEWHERE)
    assert_whole(office.config)


@given(acts=st.lists(st.sampled_from(ACTS), min_size=1, max_size=10))
@settings(max_examples=16)
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
