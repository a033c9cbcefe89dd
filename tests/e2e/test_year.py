"""A new year at the screen: opened by a person who reads the day, the old book closed after it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.commune.node import HandClock, RealNode, furnish, hand_world
from tests.e2e.conftest import Opened
from tests.e2e.days import said, today
from tests.e2e.desk import go, log_in, open_form, stamp

pytestmark = pytest.mark.browser

A_YEAR: Final = timedelta(days=366)
NOW = today().year
THEN = NOW - 1


@pytest.fixture
def last_year(tmp_path: Path) -> RealNode:
    """A node whose books are those of last year."""
    world = replace(hand_world(), clock=HandClock(datetime.now(UTC) - A_YEAR))
    return RealNode(furnish(tmp_path, world))


def test_the_year_is_opened_with_the_day_before_the_eyes_r_tim_02(
    open_page: Opened, last_year: RealNode
) -> None:
    """R-IN-15: the first number of the new book is 1; what was typed is still there."""
    page = open_page(address=last_year.start().address)
    log_in(page)
    page.get_by_role("button", name="Đúng như vậy").click()
    open_form(page)
    page.keyboard.type("Sở Nội vụ")
    page.get_by_label("Trích yếu nội dung").fill("Về việc đầu năm")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("YEAR_NOT_OPEN")).to_be_visible()
    page.get_by_role("button", name=f"Mở sổ năm mới {NOW}").click()
    dialog = page.get_by_role("dialog")
    asked = f"Hôm nay là {said(today())}. Mở sổ năm {NOW}?"
    expect(dialog.get_by_text(asked)).to_be_visible()
    dialog.get_by_role("button", name="Thôi").click()
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name=f"Mở sổ năm mới {NOW}").click()
    dialog.get_by_role("button", name="Đúng, mở sổ năm mới").click()
    expect(page.get_by_text("Đã mở sổ năm mới. Bấm lưu lại.")).to_be_visible()
    page.get_by_role("button", name="Lưu và thêm mới").click()
    assert stamp(page) == 1

    go(page, "giu-so")
    old = page.locator(".rows > li").filter(has_text=f"sổ đến {THEN}")
    expect(old).to_contain_text("Chờ khóa sổ")
    old.get_by_role("button", name="Khóa sổ").click()
    dialog.get_by_role("button", name="Khóa sổ").click()
    expect(dialog.get_by_text("Ô này chỉ ghi số.")).to_be_visible()
    dialog.get_by_label("Số cuối cùng trong sổ giấy của năm này").fill("1")
    dialog.get_by_role("button", name="Khóa sổ").click()
    expect(old).to_contain_text("Đã khóa sổ")
    expect(old.get_by_role("button", name="Khóa sổ")).to_have_count(0)
    last_year.stop()


def test_a_book_begun_by_hand_goes_on_after_its_last_number(
    open_page: Opened, last_year: RealNode
) -> None:
    page = open_page(address=last_year.start().address)
    log_in(page)
    page.get_by_role("button", name="Đúng như vậy").click()
    expect(page.locator(".band")).to_have_count(0)
    go(page, "giu-so")
    page.get_by_role("button", name=f"Mở sổ đến {NOW}").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Số cuối đã ghi trên sổ giấy năm này").fill("4")
    dialog.get_by_role("button", name="Đúng, mở sổ năm mới").click()
    expect(page.get_by_text(f"Máy này đang giữ sổ đến {NOW} (đến số 4)")).to_be_visible()
    expect(page.get_by_role("button", name=f"Mở sổ đến {NOW}")).to_have_count(0)
    expect(page.get_by_role("button", name=f"Mở sổ đi {NOW}")).to_be_visible()
    go(page, f"tinh-trang-so/den-{NOW}")
    expect(page.locator(".row-number strong")).to_have_text(["4", "3", "2", "1"])
    last_year.stop()
