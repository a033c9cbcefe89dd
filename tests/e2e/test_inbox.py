"""Chờ tiếp nhận at the screen: checked, accepted into the book, or given back with a reason."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desk import go, registered, shown_number, step_in
from tests.e2e.house import LEADER, TO_ACCEPT, TO_RETURN, URGENT_LETTER, House

pytestmark = pytest.mark.browser


def open_item(page: Page, subject: str) -> None:
    """Open one of the waiting items from the list."""
    page.get_by_role("link", name="Chờ tiếp nhận").click()
    page.get_by_role("link", name=subject).click()
    expect(page.get_by_role("button", name="Kiểm tra ký số")).to_be_visible()


def test_urgent_items_stand_first_and_say_so(page: Page, house: House) -> None:
    """R-IN-20: the priority queue of what was not yet received."""
    step_in(page, house)
    page.get_by_role("link", name="Chờ tiếp nhận").click()
    first = page.locator(".rows > li").first
    expect(first).to_contain_text(URGENT_LETTER)
    expect(first.locator(".urgent")).to_be_visible()


def test_what_nobody_accepted_is_shown_to_no_leader(page: Page, house: House) -> None:
    """R-IN-02: no way in the navigation, nothing under the address, nothing in the register."""
    step_in(page, house, LEADER)
    expect(page.get_by_role("link", name="Chờ tiếp nhận")).to_have_count(0)
    page.get_by_label("Tìm").fill(URGENT_LETTER)
    expect(page.get_by_text("Không tìm thấy")).to_be_visible()
    go(page, "cho-tiep-nhan")
    expect(page.get_by_text("không mở màn hình này")).to_be_visible()
    expect(page.get_by_text(URGENT_LETTER)).to_have_count(0)


def test_an_item_is_checked_signature_by_signature_then_accepted_with_a_huge_number(
    page: Page, house: House
) -> None:
    """R-IN-03, R-IN-17, R-GEN-06."""
    step_in(page, house)
    open_item(page, TO_ACCEPT)
    expect(page.get_by_role("button", name="Tiếp nhận", exact=True)).to_be_disabled()
    expect(page.locator(".file-line").filter(has_text="van-ban-0.pdf")).to_contain_text("Máy xã")
    page.get_by_role("button", name="Kiểm tra ký số").click()
    signatures = page.locator(".signature")
    expect(signatures).to_have_count(2)
    expect(signatures.filter(has_text="Chữ ký cá nhân")).to_contain_text("Hợp lệ")
    expect(signatures.filter(has_text="Chữ ký cơ quan")).to_contain_text("Hợp lệ")
    page.get_by_role("button", name="Tiếp nhận", exact=True).click()
    number = shown_number(page)
    assert registered(house, TO_ACCEPT) == [number]
    page.get_by_role("button", name="Đã ghi dấu").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Số đến {number}/")
    expect(page.locator(".verdict")).to_contain_text("Hợp lệ")
    expect(page.get_by_text("Liên thông")).to_be_visible()


def test_an_item_goes_back_only_with_a_reason(page: Page, house: House) -> None:
    """R-RCL-04."""
    step_in(page, house)
    open_item(page, TO_RETURN)
    page.get_by_role("button", name="Trả lại").click()
    dialog = page.get_by_role("dialog", name="Trả lại nơi gửi")
    dialog.get_by_role("button", name="Trả lại").click()
    expect(dialog.get_by_text("Ghi lý do.")).to_be_visible()
    dialog.get_by_label("Lý do").fill("Gửi nhầm nơi nhận")
    dialog.get_by_role("button", name="Trả lại").click()
    expect(page.get_by_text("Đã trả lại")).to_be_visible()
    expect(page.get_by_role("button", name="Tiếp nhận", exact=True)).to_have_count(0)
    assert registered(house, TO_RETURN) == []
    page.get_by_role("link", name="Chờ tiếp nhận").click()
    expect(page.locator(".rows > li").first).to_be_visible()
    expect(page.get_by_role("link", name=TO_RETURN)).to_have_count(0)
