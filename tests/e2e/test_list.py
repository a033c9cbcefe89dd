"""The incoming register on the screen: found without accents, as rows or as the bound book."""

from datetime import datetime, timedelta, timezone

import pytest
from playwright.sync_api import Page, expect

from tests.commune.papers import scan
from tests.e2e.desk import go, step_in
from tests.e2e.house import House

pytestmark = pytest.mark.browser

VIETNAM = timezone(timedelta(hours=7))

COLUMNS = [
    "Ngày đến",
    "Số đến",
    "Tác giả",
    "Số, ký hiệu",
    "Ngày tháng văn bản",
    "Tên loại và trích yếu nội dung",
    "Đơn vị hoặc người nhận",
    "Ngày chuyển",
    "Ký nhận",
    "Ghi chú",
]


def test_a_document_is_found_without_accents(page: Page, house: House) -> None:
    """R-BK-01: a register that can be searched."""
    house.person().register("Về việc đắp đê ở thôn Đoài", organ_name="UBND huyện Thủy Nguyên")
    step_in(page, house)
    page.keyboard.press("/")
    expect(page.get_by_label("Tìm")).to_be_focused()
    page.keyboard.type("dap de doai")
    expect(page.get_by_role("link", name="Về việc đắp đê ở thôn Đoài")).to_be_visible()
    expect(page.locator(".rows > li")).to_have_count(1)
    page.get_by_label("Tìm").fill("không có văn bản nào như vậy")
    expect(page.get_by_text("Không tìm thấy văn bản nào")).to_be_visible()


def test_the_book_has_the_ten_columns_in_their_order_r_bk_04(page: Page, house: House) -> None:
    """R-BK-01, NĐ 30/2020 Phụ lục IV."""
    step_in(page, house)
    page.get_by_label("Chế độ Sổ").check()
    expect(page.get_by_role("columnheader")).to_have_text(COLUMNS)
    page.reload()
    expect(page.get_by_role("columnheader")).to_have_count(len(COLUMNS))


def test_more_rows_come_on_demand_down_to_number_one(page: Page, house: House) -> None:
    """R-IN-15: one series, no number missing, none twice."""
    step_in(page, house)
    total = house.person().read("incoming")["total"]
    rows = page.locator(".rows > li")
    expect(rows.first).to_be_visible()
    while (shown := rows.count()) < total:
        page.get_by_role("button", name="Xem thêm").click()
        expect(rows.nth(shown)).to_be_visible()
    expect(page.get_by_role("button", name="Xem thêm")).to_have_count(0)
    numbers = [int(text) for text in page.locator(".row-number strong").all_inner_texts()]
    assert numbers == list(range(len(numbers), 0, -1))


def test_what_another_client_registers_appears_by_itself_and_says_where_it_is(
    page: Page, house: House
) -> None:
    """R-TIM-02: the time is Vietnam's, wherever the browser believes to be."""
    step_in(page, house)
    house.person().register("Về việc do máy khác nhập")
    link = page.get_by_role("link", name="Về việc do máy khác nhập")
    expect(link).to_be_visible(timeout=10_000)
    row = page.locator(".rows > li").filter(has=link)
    (saved,) = house.person().read("incoming", q="do máy khác nhập")["rows"]
    there = datetime.fromisoformat(saved["place"]["saved_at"]).astimezone(VIETNAM)
    expect(row.get_by_text(f"Đã lưu trên máy xã {there:%H:%M}")).to_be_visible()
    expect(row.get_by_text("Tỉnh đã nhận")).to_have_count(0)


def test_a_document_opens_with_its_fields_files_and_history(page: Page, house: House) -> None:
    """R-PRC-17: the history names who did what."""
    clerk = house.person()
    made = clerk.register("Về việc xem chi tiết", signer_name="Đỗ Văn Sáu")
    files = [clerk.kept("to-trinh.pdf", scan("tờ trình"))]
    clerk.done("document.attach", {"id": made["id"], "files": files})
    step_in(page, house)
    go(page, f"den/{made['id']}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(made["number"]))
    expect(page.get_by_text("Đỗ Văn Sáu")).to_be_visible()
    line = page.locator(".file-line").filter(has_text="to-trinh.pdf")
    expect(line).to_contain_text("Trần Thị Văn")
    expect(page.get_by_role("heading", name="Lịch sử")).to_be_visible()
    expect(page.locator(".history li")).to_have_count(2)
    expect(page.locator(".history li strong")).to_have_text(["Trần Thị Văn", "Trần Thị Văn"])
