"""A clerk registers paper documents and never touches the mouse."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desk import log_in, open_form, registered, stamp, step_in
from tests.e2e.house import House

pytestmark = pytest.mark.browser

STRUCTURED_KEYS_MAX = 22  # ux.md, measurable goals; the trích yếu is typed beside them
SECONDS_TO_NUMBER_MAX = 1.0


class Keyboard:
    """Types, and counts the keys."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.pressed = 0

    def type(self, text: str) -> None:
        self._page.keyboard.type(text)
        self.pressed += len(text)

    def press(self, *keys: str) -> None:
        for key in keys:
            self._page.keyboard.press(key)
        self.pressed += len(keys)


def test_a_paper_document_is_registered_by_keyboard_alone_r_in_11(page: Page, house: House) -> None:
    """R-IN-11, R-IN-17, R-TIM-06: number and day of arrival come from the node, not typed."""
    subject = "Về việc rà soát hộ nghèo, hộ cận nghèo năm 2026"
    log_in(page)
    open_form(page)
    keyboard = page.keyboard
    keyboard.type("Ủy ban nhân dân huyện Phong Điền")
    keyboard.press("Enter")
    keyboard.type("45/KH-UBND")
    keyboard.press("Enter")
    keyboard.type("0804")
    expect(page.get_by_text("08/04/2026")).to_be_visible()
    keyboard.press("Enter")
    expect(page.get_by_label("Tên loại")).to_have_value("Kế hoạch")
    keyboard.press("Enter")
    keyboard.type(subject)
    keyboard.press("Control+Enter")
    number = stamp(page)
    assert registered(house, subject) == [number]
    (row,) = house.person().read("incoming", q=subject)["rows"]
    assert row["arrival_date"] == house.person().read("state")["today"]
    expect(page.get_by_label("Ngày đến")).to_have_count(0)
    expect(page.get_by_label("Cơ quan ban hành")).to_be_focused()
    expect(page.get_by_label("Cơ quan ban hành")).to_have_value("")


def test_twenty_two_keys_beside_the_subject_are_enough(page: Page, house: House) -> None:
    """R-IN-13: the fields of the register, with suggestions from what was entered before."""
    before = {"organ_name": "Sở Tài chính", "code_number": "7", "code_notation": "TB-STC"}
    house.person().register("Về dự toán", **before)
    subject = "Về việc quyết toán ngân sách"
    step_in(page, house)
    keys = Keyboard(page)
    keys.press("F2")
    with page.expect_response("**/incoming?limit=100"):
        expect(page.get_by_label("Cơ quan ban hành")).to_be_focused()
    keys.type("stc")
    expect(page.get_by_role("option", name="Sở Tài chính")).to_be_visible()
    keys.press("ArrowDown", "Enter")
    keys.type("19")
    expect(page.get_by_role("option", name="19/TB-STC")).to_be_visible()
    keys.press("ArrowDown", "Enter")
    keys.type("1911")
    keys.press("Enter", "Enter")
    page.keyboard.type(subject)
    keys.press("Control+Enter")
    number = stamp(page)
    assert keys.pressed <= STRUCTURED_KEYS_MAX
    (row,) = house.person().read("incoming", q=subject)["rows"]
    shown = [row[key] for key in ("number", "organ_name", "symbol", "issued_date", "type_name")]
    assert shown == [number, "Sở Tài chính", "19/TB-STC", "2026-11-19", "Thông báo"]


def test_the_number_stands_there_within_a_second(page: Page, house: House) -> None:
    """R-IN-15: number after number, the best of three within the goal."""
    step_in(page, house)
    open_form(page)
    took: list[float] = []
    numbers: list[int] = []
    for count in range(3):
        page.keyboard.type("Sở Y tế")
        page.get_by_label("Trích yếu nội dung").focus()
        page.keyboard.type(f"Về việc phòng dịch lần {count}")
        began = time.monotonic()
        page.keyboard.press("Control+Enter")
        expect(page.locator(".stamp")).to_be_visible()
        took.append(time.monotonic() - began)
        numbers.append(stamp(page))
    assert numbers == sorted(set(numbers))
    assert min(took) <= SECONDS_TO_NUMBER_MAX


def test_f4_repeats_the_document_before(page: Page, house: House) -> None:
    step_in(page, house)
    open_form(page)
    page.keyboard.type("Sở Giáo dục và Đào tạo")
    page.keyboard.press("Enter")
    page.keyboard.type("3/QĐ-SGDĐT")
    page.get_by_label("Trích yếu nội dung").focus()
    page.keyboard.type("Về năm học mới")
    page.keyboard.press("Control+Enter")
    stamp(page)
    page.keyboard.press("F4")
    expect(page.get_by_label("Cơ quan ban hành")).to_have_value("Sở Giáo dục và Đào tạo")
    expect(page.get_by_label("Số, ký hiệu")).to_have_value("/QĐ-SGDĐT")
    page.keyboard.type("4")
    expect(page.get_by_label("Số, ký hiệu")).to_have_value("4/QĐ-SGDĐT")
    expect(page.get_by_label("Trích yếu nội dung")).to_have_value("")


def test_a_composed_letter_is_never_rewritten_while_it_is_typed(page: Page, house: House) -> None:
    """R-FMT-06: the field is mended when it is left, not under the fingers."""
    step_in(page, house)
    open_form(page)
    field = page.get_by_label("Trích yếu nội dung")
    field.focus()
    wire = page.context.new_cdp_session(page)
    for composed in ("d", "dd", "đ"):
        place = {"text": composed, "selectionStart": len(composed), "selectionEnd": len(composed)}
        wire.send("Input.imeSetComposition", place)
        expect(field).to_have_value(composed)
    wire.send("Input.insertText", {"text": "\u00d0ươ\u0300ng  làng"})
    expect(field).to_have_value("\u00d0ươ\u0300ng  làng")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Đường làng")
