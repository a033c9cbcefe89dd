"""A draft on its way: each person sees only the steps that are theirs."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import PHONE, Opened
from tests.e2e.desk import go, step_in
from tests.e2e.house import LEADER, OFFICER, House

pytestmark = pytest.mark.browser

TARGET = 48


def top(locator: Locator) -> float:
    """Return where it begins, in pixels from the top of the page."""
    expect(locator).to_be_visible()
    box = locator.bounding_box()
    assert box is not None
    return box["y"]


def write_draft(page: Page, subject: str) -> None:
    """Fill and save the form of a draft."""
    go(page, "soan")
    expect(page.get_by_label("Ký hiệu")).to_have_value("TB-UBND")
    page.get_by_label("Tên loại").select_option("Báo cáo")
    expect(page.get_by_label("Ký hiệu")).to_have_value("BC-UBND")
    page.get_by_label("Trích yếu nội dung").fill(subject)
    page.get_by_role("textbox", name="Nội dung", exact=True).fill("Đoạn thứ nhất.\nĐoạn thứ hai.")
    page.get_by_label("Nơi nhận bản giấy").fill("Lưu: VT")
    page.get_by_label("Người ký").select_option("chutich")
    expect(page.get_by_label("Chức vụ")).to_have_value("Chủ tịch")
    page.get_by_role("button", name="Lưu dự thảo").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Báo cáo")


def test_an_officer_drafts_and_submits_r_out_02(page: Page, house: House) -> None:
    subject = "Báo cáo công tác phòng chống thiên tai"
    step_in(page, house, OFFICER)
    write_draft(page, subject)
    expect(page.get_by_text("Đoạn thứ hai.")).to_be_visible()
    expect(page.get_by_role("button", name="Ký số")).to_have_count(0)
    page.get_by_role("button", name="Trình ký").click()
    expect(page.get_by_text("Chờ ký")).to_be_visible()
    (row,) = house.person().read("outgoing", q=subject)["rows"]
    assert row["state"] == "trinh_ky"


def test_a_leader_sees_the_step_and_why_it_cannot_be_taken(page: Page, house: House) -> None:
    """Without a signer agent the way on is named."""
    step_in(page, house, LEADER)
    go(page, f"di/{house.outgoing['trinh_ky']}")
    page.get_by_role("button", name="Ký số").click()
    problem = page.get_by_role("alert")
    expect(problem).to_be_visible()
    expect(problem).to_contain_text("Quản trị gắn chứng thư")
    expect(page.get_by_role("button", name="Trả lại")).to_be_visible()


def test_a_leader_reads_and_decides_in_the_first_screenful_of_a_phone(
    open_page: Opened, house: House
) -> None:
    """The document first, then the two acts; fields after, the rare act last."""
    page = open_page(PHONE)
    step_in(page, house, LEADER)
    go(page, f"di/{house.outgoing['trinh_ky']}")
    places = [
        top(page.locator(".subject")),
        top(page.get_by_role("link", name="Xem bản PDF")),
        top(page.get_by_role("button", name="Ký số")),
        top(page.locator(".facts").first),
        top(page.get_by_role("button", name="Gỡ nội dung")),
    ]
    assert places == sorted(places)
    assert top(page.get_by_role("button", name="Trả lại")) == places[2]
    assert places[2] + TARGET <= PHONE[1]
    assert page.evaluate("window.scrollY") == 0


def test_taking_content_out_is_last_and_within_reach_of_the_keyboard(
    page: Page, house: House
) -> None:
    made = house.person().register("Về việc gỡ bằng bàn phím", duplicate_ok=True)
    step_in(page, house)
    for place in (f"den/{made['id']}", f"di/{house.outgoing['du_thao']}"):
        go(page, place)
        expect(page.get_by_role("button", name="Gỡ nội dung")).to_be_visible()
        stops = page.locator("main a[href], main button, main input, main summary")
        expect(stops.last).to_have_text("Gỡ nội dung")
        stops.last.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_label("Lý do")).to_be_focused()
        page.keyboard.press("Escape")
        expect(stops.last).to_be_focused()


def test_the_number_of_an_outgoing_document_stands_there_huge(page: Page, house: House) -> None:
    """R-OUT-01, R-OUT-07: taken by the clerk after the signature, and in the book by that."""
    step_in(page, house)
    go(page, f"di/{house.outgoing['da_ky']}")
    page.get_by_role("button", name="Cấp số").click()
    expect(page.locator(".stamp")).to_contain_text("/TB-UBND")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã cấp số, chờ đóng dấu").first).to_be_visible()
    symbol = page.get_by_role("heading", level=1).inner_text().removeprefix("Thông báo ")
    page.get_by_role("link", name="Văn bản đi").click()
    expect(page.locator(".rows > li").filter(has_text=symbol)).to_contain_text("(da_ky)")


def test_a_clerk_issues_and_follows_each_receiver(open_page: Opened, house: House) -> None:
    """R-OUT-10, R-SND-05: by văn thư alone; a status stands beside every receiver."""
    place = f"di/{house.outgoing['da_dong_dau']}"
    leader = open_page()
    step_in(leader, house, LEADER)
    go(leader, place)
    expect(leader.get_by_role("heading", name="Lịch sử")).to_be_visible()
    expect(leader.get_by_role("button", name="Phát hành")).to_have_count(0)
    page = open_page()
    step_in(page, house)
    go(page, place)
    page.get_by_role("button", name="Phát hành").click()
    expect(page.get_by_text("Đã phát hành").first).to_be_visible()
    expect(page.get_by_role("button", name="Phát hành")).to_have_count(0)
    receiver = page.locator(".file-line").filter(has_text="Ủy ban nhân dân xã Phú Lâm")
    expect(receiver).to_contain_text("Chờ gửi")
    expect(leader.get_by_text("Đã phát hành").first).to_be_visible(timeout=10_000)


def test_a_draft_goes_back_with_its_reason(open_page: Opened, house: House) -> None:
    """R-OUT-03: the leader looks before any signing, and what must change is told."""
    page = open_page()
    step_in(page, house, OFFICER)
    write_draft(page, "Báo cáo cần sửa")
    page.get_by_role("button", name="Trình ký").click()
    expect(page.get_by_text("Chờ ký")).to_be_visible()
    document = page.url.rpartition("/")[2]
    leader = open_page()
    step_in(leader, house, LEADER)
    go(leader, f"di/{document}")
    leader.get_by_role("button", name="Trả lại").click()
    expect(leader.get_by_label("Lý do")).to_be_focused()
    leader.keyboard.press("Tab")
    leader.keyboard.press("Enter")
    expect(leader.get_by_text("Ghi lý do.")).to_be_visible()
    leader.get_by_label("Lý do").fill("Bổ sung số liệu thiệt hại")
    leader.get_by_role("dialog").get_by_role("button", name="Trả lại").click()
    expect(page.get_by_text("Bổ sung số liệu thiệt hại")).to_be_visible(timeout=10_000)
    expect(page.get_by_role("link", name="Sửa dự thảo")).to_be_visible()
