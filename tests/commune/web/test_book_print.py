"""Sổ in: what the node prints of a register is all of it, and says what became of each number."""

import re
from datetime import date

import httpx
import msgspec
import pytest
from anyio.from_thread import BlockingPortal

from tests.commune.failing_sidecar import Disk
from tests.commune.node import (
    UBND,
    Office,
    Person,
    entry,
    hand_world,
    operation,
    problem_of,
)
from tests.commune.papers import issued, submitted
from tests.typesetting.page_text import page_texts
from tests.typesetting.registers import column_texts
from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.domain.ports import Author
from vanthu_server.commune.storage import holder_table
from vanthu_server.typesetting.limits import BOOK_LINES_MAX
from vanthu_sync.body import Body
from vanthu_sync.events import IncomingRegistered, OutgoingReentered, PaperAttached
from vanthu_sync.journal import Event
from vanthu_sync.register_events import (
    LeaseClosed,
    LeaseGranted,
    NumberChanged,
    NumbersLost,
    RegisterClosed,
    SiteJoined,
)
from vanthu_sync.wire import IncomingFields

CLERK = Author(account="vanthu")
NUMBER_COLUMN = {"den": 2, "di": 1}


def printed(person: Person, book: str = "den", query: str = "") -> httpx.Response:
    return person.http.get(f"/api/organs/{person.organ}/registers/{book}/2026/print?{query}")


def pdf_of(person: Person, book: str = "den", query: str = "") -> bytes:
    reply = printed(person, book, query)
    assert reply.status_code == 200, reply.text
    assert reply.headers["content-type"] == "application/pdf"
    assert reply.headers["content-disposition"].startswith("inline")
    return reply.content


def numbers_of(pdf: bytes, book: str = "den") -> list[int]:
    columns = column_texts(pdf, NUMBER_COLUMN[book])
    return [int(number) for text in columns for number in re.findall(r"\b\d+(?!\S*\d)", text)]


def closing_of(pdf: bytes) -> str:
    return page_texts(pdf)[-1]


def journal(office: Office, *bodies: Body) -> list[Event]:
    """Journal these events as the clerk's."""
    with office.node.ledger.write() as unit:
        return [
            unit.record(body, organ=UBND, policy="nd30-2020@2020-03-05", by=CLERK)
            for body in bodies
        ]


def entered(number: int, **more: object) -> IncomingRegistered:
    """Return the event of an entry under this number."""
    known = {
        "id": f"{number:032x}",
        "year": 2026,
        "number": number,
        "arrival_date": date(2026, 11, 20),
        "fields": IncomingFields(subject=f"Văn bản thứ {number}", organ_name="Sở Nội vụ"),
    }
    return IncomingRegistered(**{**known, **more})  # type: ignore[arg-type]  # fields of an event


def changed(number: int, state: str, reason: str) -> NumberChanged:
    return NumberChanged(book="den", year=2026, number=number, state=state, reason=reason)


def notes_of(pdf: bytes) -> str:
    """Return cột Ghi chú of all pages."""
    return " ".join(column_texts(pdf, 10))


def test_nb3_every_number_up_to_the_mark_is_printed_once_and_in_order(office: Office) -> None:
    """R-IN-15, R-IN-17, R-BK-04."""
    clerk = office.person("vanthu")
    for count in range(1, 41):
        clerk.register(f"Văn bản {'một ' * count}")

    pdf = pdf_of(clerk)

    assert numbers_of(pdf) == list(range(1, 41))
    assert "Tổng 40 số: 40 đã vào sổ; không thiếu số nào." in closing_of(pdf)


def test_nb3_the_printed_register_explains_every_state(office: Office) -> None:
    """R-IN-15, R-IN-17: void, slip, lease, leased, lost, re-entered, removed, đính chính."""
    clerk = office.person("vanthu")
    clerk.register("Nhập sai cơ quan")
    removed = clerk.register("Gõ nhầm")
    clerk.done("content.remove", {"id": removed["id"], "reason": "Văn bản gửi nhầm"})
    journal(
        office,
        changed(1, "void", "Ghi sai cơ quan"),
        entered(3, slip="T-07-0012K", captured_at="2026-11-19T01:05:00.000Z"),
        SiteJoined(id="co-so-2", name="cơ sở Tân Hòa", kind="branch", key=""),
        LeaseGranted(id="lo-1", book="den", year=2026, first=4, last=7, site="co-so-2"),
        entered(4, lease="lo-1", registered_at="2026-11-19T09:30:00.000Z"),
        LeaseClosed(id="lo-1", book="den", year=2026, first=7, last=7, reason="Số dư cuối ngày"),
        NumbersLost(book="den", year=2026, first=8, last=9, reason="Hỏng ổ đĩa"),
        entered(9, again=True),
        entered(10, corrects=1),
        PaperAttached(id=f"{10:032x}", received_on=date(2026, 11, 21)),
    )

    pdf = pdf_of(clerk)

    assert numbers_of(pdf) == list(range(1, 11))
    assert column_texts(pdf, 2) == [
        "1 HỦY 2 ĐÃ GỠ 3 4 5 ĐANG GIAO 6 ĐANG GIAO 7 HỦY 8 MẤT NỘI DUNG 9 10"
    ]
    for words in (
        "HỦY: Ghi sai cơ quan (Trần Thị Văn, 09:10 20/11/2026). Đính chính bằng số đến 10",
        "Nội dung đã gỡ: Văn bản gửi nhầm",
        "Theo mã tiếp nhận tạm T-07-0012K, nhận lúc 08:05 19/11/2026",
        "Cấp tại cơ sở Tân Hòa lúc 16:30 19/11/2026",
        "Số đang giao cho cơ sở Tân Hòa, chưa dùng",
        "HỦY: Số dư cuối ngày (Trần Thị Văn, 09:10 20/11/2026)",
        "nội dung mất, chờ nhập lại từ bản giấy: Hỏng ổ đĩa",
        "Nhập lại từ bản giấy ngày 20/11/2026",
        "Đính chính: thay cho số đến 1. Bản giấy nhận ngày 21/11/2026",
    ):
        assert words in notes_of(pdf)
    assert "Nhập sai cơ quan" in " ".join(column_texts(pdf, 6))
    assert (
        "Tổng 10 số: 5 đã vào sổ, 2 hủy, 1 mất nội dung, 2 đang giao; không thiếu số nào."
        in closing_of(pdf)
    )


def test_nb27_an_entry_of_the_branch_that_lost_is_explained_on_both_lines(office: Office) -> None:
    """R-IN-15: a number given twice, found later, corrected and never silently renumbered."""
    clerk = office.person("vanthu")
    clerk.register("Văn bản còn số")
    journal(office, entered(2, corrects=1, origin=f"1:20:{'a' * 64}"))

    notes = notes_of(pdf_of(clerk))

    assert "Số này từng cấp trùng; văn bản kia nay mang số đến 2" in notes
    assert "Đính chính: thay cho số đến 1 đã cấp trùng trên máy cũ" in notes


def test_a_number_is_read_up_to_the_mark_so_that_a_lost_row_is_missing(office: Office) -> None:
    """NB2: the checker itself: rows that go from the database are named, not passed over."""
    clerk = office.person("vanthu")
    for count in range(1, 6):
        clerk.register(f"Văn bản {count}")
    with office.node.ledger.machine() as db:
        db.conn.execute("delete from number where number in (3, 5)")
        db.conn.execute("delete from incoming where number = 4")

    pdf = pdf_of(clerk)

    assert numbers_of(pdf) == [1, 2, 3, 4, 5]
    assert "Tổng 5 số: 2 đã vào sổ; THIẾU 3 số: 3-5." in closing_of(pdf)


def test_the_outgoing_register_shows_what_its_form_asks_for(office: Office) -> None:
    """R-OUT-07, R-BK-04; NĐ 30/2020 Phụ lục IV."""
    clerk = office.person("vanthu")
    issued(office, clerk, "Về việc trả lời kiến nghị")
    submitted(clerk, "Chưa có số nên chưa vào sổ")

    pdf = pdf_of(clerk, "di")

    shown = [column_texts(pdf, at) for at in range(1, 11)]
    assert shown == [
        ["01/TB-UBND"],
        ["20/11/2026"],
        ["Thông báo. Về việc trả lời kiến nghị"],
        ["Nguyễn Văn An"],
        ["Ủy ban nhân dân xã Phú Lâm"],
        ["VT"],
        [""],
        [""],
        [""],
        [""],
    ]


def test_an_outgoing_document_entered_from_paper_shows_only_what_the_paper_said(
    office: Office,
) -> None:
    """Its draft is gone: no keeper and no count of copies is made up."""
    clerk = office.person("vanthu")
    again = OutgoingReentered(
        id="b" * 32,
        year=2026,
        number=1,
        symbol="01/QĐ-UBND",
        issued_date=date(2026, 3, 2),
        type_name="Quyết định",
        subject="Về việc giao chỉ tiêu",
        signer_name="Nguyễn Văn An",
        recipients="Như Điều 3",
    )
    journal(office, NumbersLost(book="di", year=2026, first=1, last=1, reason="Hỏng ổ đĩa"), again)

    pdf = pdf_of(clerk, "di")

    assert column_texts(pdf, 3) == ["Quyết định. Về việc giao chỉ tiêu"]
    assert [column_texts(pdf, at) for at in (5, 6, 7)] == [["Như Điều 3"], [""], [""]]
    assert column_texts(pdf, 10) == ["Nhập lại từ bản giấy ngày 20/11/2026"]


def test_the_same_range_at_the_same_head_has_the_same_bytes_a_reprint_too(office: Office) -> None:
    """The cover sheet says that it is a reprint; the book behind it begins as the first print."""
    clerk = office.person("vanthu")
    clerk.register("Văn bản một")
    first = pdf_of(clerk)

    assert pdf_of(office.person("chutich")) == first
    again = pdf_of(clerk, query="copy=2")
    assert again.startswith(first)
    assert "BẢN IN LẠI LẦN 2" in page_texts(again)[0]
    clerk.register("Văn bản hai")
    assert pdf_of(clerk, query="from=1&to=1") != first


def test_every_page_names_the_head_of_the_journal_it_was_read_at(office: Office) -> None:
    clerk = office.person("vanthu")
    clerk.register("Văn bản một")
    head = office.node.ledger.head()

    for text in page_texts(pdf_of(clerk)):
        assert f"Nhật ký {head.seq} · {head.hash[:12]} Trang" in text


def test_a_range_is_printed_alone_and_names_the_mark_of_the_year(office: Office) -> None:
    """R-BK-02, R-BK-03: a quarter's numbers bound as a volume of their own."""
    clerk = office.person("vanthu")
    for count in range(1, 10):
        clerk.register(f"Văn bản {count}")

    pdf = pdf_of(clerk, query="from=4&to=6")

    assert numbers_of(pdf) == [4, 5, 6]
    assert "Từ số 4 đến số 6 (số đã cấp của năm: từ 1 đến 9)" in closing_of(pdf)
    assert numbers_of(pdf_of(clerk, query="from=8&to=&copy=")) == [8, 9]


def test_a_closed_book_says_when_it_was_closed(office: Office) -> None:
    clerk = office.person("vanthu")
    assert "Mở sổ ngày 20/11/2026" in page_texts(pdf_of(clerk))[0]
    journal(office, RegisterClosed(book="den", year=2026, mark=0, issued=0, void=0, content_lost=0))

    assert "Khóa sổ ngày 20/11/2026" in page_texts(pdf_of(clerk))[0]
    assert "Khóa sổ ngày 20/11/2026" not in page_texts(pdf_of(clerk, "di"))[0]


def test_a_book_without_numbers_is_printed_as_such(office: Office) -> None:
    pdf = pdf_of(office.person("vanthu"))

    assert "Tổng 0 số: 0 đã vào sổ; không thiếu số nào." in closing_of(pdf)


def test_each_organ_prints_its_own_register(office: Office) -> None:
    """R-IN-16."""
    office.person("vanthu").register("Văn bản của UBND")
    pdf = pdf_of(office.person("vanthu-hdnd"))

    text = " ".join(page_texts(pdf))
    assert "HỘI ĐỒNG NHÂN DÂN XÃ ĐỒNG HÒA" in text
    assert "Văn bản của UBND" not in text


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=0", "from"),
        ("from=3&to=2", "from"),
        ("to=4", "from"),
        ("from=4", "from"),
        ("from=một", "from"),
        ("to=-1", "to"),
        (f"to={10**10}", "to"),
        ("to=\u0663", "to"),
        ("copy=100", "copy"),
        ("copy=hai", "copy"),
    ],
)
def test_what_cannot_be_printed_is_refused_with_the_field_that_is_wrong(
    office: Office, query: str, field: str
) -> None:
    clerk = office.person("vanthu")
    for count in range(1, 4):
        clerk.register(f"Văn bản {count}")

    problem = problem_of(printed(clerk, query=query))

    assert (problem["code"], problem["field"]) == ("PRINT_ASKED_WRONG", field)
    assert problem["detail"]


@pytest.mark.parametrize("place", ["sao/2026", "mat/2026", "den/2025", "den/20260", "den/nay"])
def test_a_book_that_is_not_here_is_not_found(office: Office, place: str) -> None:
    clerk = office.person("vanthu")

    reply = clerk.http.get(f"/api/organs/{UBND}/registers/{place}/print")

    assert problem_of(reply)["code"] == "NOT_FOUND"


def test_more_than_a_volume_is_refused_with_the_way_on(office: Office) -> None:
    clerk = office.person("vanthu")
    journal(
        office, NumbersLost(book="den", year=2026, first=1, last=BOOK_LINES_MAX + 1, reason="Mất")
    )

    problem = problem_of(printed(clerk))

    assert problem["code"] == "PRINT_TOO_LONG"
    assert numbers_of(pdf_of(clerk, query=f"from={BOOK_LINES_MAX}")) == [
        BOOK_LINES_MAX,
        BOOK_LINES_MAX + 1,
    ]


@pytest.mark.parametrize(
    ("account", "code"),
    [
        ("chutich", ""),
        ("chuyenvien", ""),
        ("quantri", "RIGHT_MISSING"),
        ("vanthu-hdnd", "NOT_FOUND"),
    ],
)
def test_who_may_read_the_register_may_print_it(office: Office, account: str, code: str) -> None:
    """R-ACC-07, R-SEC-11."""
    path = f"/api/organs/{UBND}/registers/den/2026/print"
    reply = office.person(account).http.get(path)

    assert (problem_of(reply)["code"] if code else "") == code
    assert (reply.status_code == 200) == (code == "")
    assert problem_of(office.client().get(path))["code"] == "AUTH_REQUIRED"


def test_nb6_a_register_waits_until_all_of_it_is_in_the_sidecar(
    config: NodeConfig, portal: BlockingPortal
) -> None:
    """No number is printed that is shown nowhere else; nor the book without it, as if whole."""
    disk = Disk(hand_world())
    office = Office(config, portal, world=disk.world)
    clerk = office.person("vanthu")
    clerk.register("Văn bản một")
    disk.sidecar.fill_up()
    clerk.refused("incoming.register", entry("Văn bản hai"), op=operation("hai"))

    assert problem_of(printed(clerk))["code"] == "PRINT_WAITS"

    disk.sidecar.fault = None
    clerk.register("Văn bản hai", op=operation("hai"))
    assert numbers_of(pdf_of(clerk)) == [1, 2]
    office.close()


def test_nb10_a_node_that_cannot_be_sure_prints_no_register(office: Office) -> None:
    """It could not say that no number is missing."""
    office.person("vanthu").register("Văn bản một")
    office.close()
    with office.config.sidecar.open("ab") as file:
        file.write(b"{}\n")

    office.reopen(hand_world(seed=2))

    assert problem_of(printed(office.person("vanthu")))["code"] == "NODE_NOT_OPEN"


def test_nb14_a_branch_prints_no_register_since_it_has_only_its_own_leases(office: Office) -> None:
    clerk = office.person("vanthu")
    with office.node.ledger.machine() as db:
        held = holder_table.holder(db)
        holder_table.keep(db, msgspec.structs.replace(held, standing="branch"))

    assert problem_of(printed(clerk))["code"] == "REGISTER_NOT_HERE"
