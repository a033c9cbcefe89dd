"""Bad input at the screen: a clear text with the next step beside it, and nothing lost."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desk import go, open_form, registered, scan_file, stamp, step_in
from tests.e2e.house import House

pytestmark = pytest.mark.browser


def type_document(page: Page, subject: str) -> None:
    """Fill the two fields that are needed."""
    page.keyboard.type("Sở Xây dựng")
    page.get_by_label("Trích yếu nội dung").fill(subject)


def test_a_wrong_password_says_what_to_check(page: Page, house: House) -> None:
    page.goto("/")
    page.get_by_label("Tài khoản").fill("vanthu")
    page.get_by_label("Mật khẩu").fill("sai mat khau")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("AUTH_WRONG")
    expect(page.get_by_label("Mật khẩu")).to_be_focused()
    expect(page.get_by_label("Tài khoản")).to_have_value("vanthu")
    step_in(page, house)


def test_an_impossible_date_is_named_beside_its_field(page: Page, house: House) -> None:
    subject = "Về việc ngày không có thật"
    step_in(page, house)
    open_form(page)
    type_document(page, subject)
    day = page.get_by_label("Ngày văn bản")
    day.fill("31/4/2026")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("tháng 4 năm 2026 có 30 ngày")).to_be_visible()
    expect(day).to_be_focused()
    expect(day).to_have_attribute("aria-invalid", "true")
    assert registered(house, subject) == []
    day.fill("30/4/2026")
    page.keyboard.press("Control+Enter")
    number = stamp(page)
    assert registered(house, subject) == [number]


def test_a_marked_secret_is_refused_and_the_paper_way_is_named(page: Page, house: House) -> None:
    """R-GEN-01, R-SEC-09: told before it is typed, refused after."""
    subject = "Về việc không được nhập"
    step_in(page, house)
    open_form(page)
    type_document(page, subject)
    expect(page.get_by_text("Văn bản mật không nhập vào đây")).to_be_visible()
    page.get_by_label("Độ mật").select_option("MẬT")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("vào sổ văn bản mật riêng")).to_be_visible()
    assert registered(house, subject) == []


def test_a_document_entered_before_is_shown_and_may_be_registered_all_the_same(
    page: Page, house: House
) -> None:
    """R-IN-16: NĐ 30/2020 Phụ lục VI III.1.h, equal number, symbol and organ."""
    subject = "Về việc trùng số ký hiệu"
    symbol = {"code_number": "98", "code_notation": "SXD-QLN", "issued_date": "2026-11-02"}
    earlier = house.person().register(subject, organ_name="Sở Xây dựng", **symbol)["number"]
    step_in(page, house)
    open_form(page)
    type_document(page, subject)
    page.get_by_label("Số, ký hiệu").fill("98/SXD-QLN")
    page.get_by_label("Ngày văn bản").fill("2/11")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog")).to_contain_text(f"Số đến {earlier} năm")
    page.get_by_role("button", name="Quay lại sửa").click()
    expect(page.get_by_label("Số, ký hiệu")).to_have_value("98/SXD-QLN")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Vẫn vào sổ").click()
    number = stamp(page)
    assert sorted(registered(house, subject)) == [earlier, number]


def test_a_text_that_looks_secret_needs_one_answer(page: Page, house: House) -> None:
    subject = "Tài liệu TUYỆT MẬT về phòng thủ"
    step_in(page, house)
    open_form(page)
    type_document(page, subject)
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Không phải văn bản mật").click()
    number = stamp(page)
    assert registered(house, subject) == [number]


def test_a_broken_file_is_refused_beside_its_name_and_the_others_stay_r_in_11(
    page: Page, house: House
) -> None:
    subject = "Về việc có tệp hỏng"
    step_in(page, house)
    open_form(page)
    type_document(page, subject)
    broken = scan_file("hong.pdf")
    broken["buffer"] = b"%PDF-1.7 cut short"
    page.set_input_files("input[type=file]", [scan_file("tot.pdf"), broken])
    lines = page.locator(".file-line")
    expect(lines.filter(has_text="tot.pdf")).to_contain_text("Đã lên máy xã")
    expect(lines.filter(has_text="hong.pdf")).to_contain_text("PDF_BROKEN")
    page.get_by_role("button", name="Bỏ tệp hong.pdf").click()
    page.get_by_label("Trích yếu nội dung").focus()
    page.keyboard.press("Control+Enter")
    stamp(page)
    (row,) = house.person().read("incoming", q=subject)["rows"]
    assert row["files"] == 1


def test_a_subject_over_the_standard_is_kept_whole_with_a_word(page: Page, house: House) -> None:
    """R-IN-13: real subjects run to 635 characters."""
    subject = "Về việc " + "thực hiện nhiệm vụ phát triển kinh tế " * 16 + "năm 2026"
    step_in(page, house)
    open_form(page)
    type_document(page, subject)
    expect(page.get_by_text("vẫn lưu đủ")).to_be_visible()
    page.keyboard.press("Control+Enter")
    number = stamp(page)
    assert registered(house, subject) == [number]


def test_a_document_that_is_not_there_says_so(page: Page, house: House) -> None:
    step_in(page, house)
    go(page, "den/khong-co")
    expect(page.get_by_role("alert")).to_contain_text("NOT_FOUND")
