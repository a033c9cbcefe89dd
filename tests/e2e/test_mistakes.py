"""What was done by mistake, or got lost, is mended in «Giữ sổ»: a book too early, a phone gone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from anyio.from_thread import start_blocking_portal
from playwright.sync_api import Page, expect

from tests.commune.node import UBND, Office
from tests.e2e.conftest import OFFICE_PC, PHONE, Opened
from tests.e2e.days import today
from tests.e2e.desk import go, log_in, open_form, stamp
from tests.e2e.looks import look_at
from tests.e2e.test_opening import Desks
from vanthu_sync import slip

pytestmark = pytest.mark.browser

THIS = today().year
NEXT = THIS + 1
PHONE_OF: Final = "Điện thoại của chị Hoa"


@pytest.fixture
def too_early(tmp_path: Path) -> Iterator[str]:
    """The address of a node on which next year's book of arrivals was opened, and a phone coded."""
    desks = Desks(tmp_path)
    config = desks.furnished()
    with start_blocking_portal() as portal:
        office = Office(config, portal, world=desks.world)
        office.person("vanthu").register("Về việc trước khi mở nhầm")
        office.open_book(UBND, "den", year=NEXT, owner="node")
        office.person("vanthu").done("device.code", {"name": PHONE_OF})
        office.close()
    yield desks.start(config).address
    desks.stop()


@pytest.mark.parametrize("size", [OFFICE_PC, PHONE], ids=["office", "phone"])
def test_nb17_a_book_opened_by_mistake_is_withdrawn_and_the_old_one_goes_on(
    open_page: Opened, too_early: str, size: tuple[int, int]
) -> None:
    """R-IN-15, R-TIM-02: the year's own numbers go on where they were."""
    page = open_page(size, address=too_early)
    log_in(page)
    save(page, "Về việc khi sổ năm sau đã mở")
    assert stamp(page) == 2
    go(page, "giu-so")
    early = page.locator(".rows > li").filter(has_text=f"sổ đến {NEXT}")
    expect(page.get_by_role("button", name="Khóa sổ")).to_have_count(0)
    look_at(page, f"giu-so-mo-nham-{size[0]}")
    early.get_by_role("button", name="Rút sổ mở nhầm").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Rút sổ mở nhầm").click()
    expect(dialog.locator(".fault")).to_be_visible()
    look_at(page, f"giu-so-rut-{size[0]}")
    dialog.get_by_label("Lý do").fill("Mở nhầm khi chưa hết năm")
    dialog.get_by_role("button", name="Rút sổ mở nhầm").click()
    expect(early).to_have_count(0)
    expect(page.locator(".rows > li").filter(has_text=f"sổ đến {THIS}")).to_contain_text("Đang mở")
    look_at(page, f"giu-so-da-rut-{size[0]}")
    save(page, "Về việc sau khi rút")
    assert stamp(page) == 3


@pytest.mark.parametrize("size", [OFFICE_PC, PHONE], ids=["office", "phone"])
def test_nb19_a_lost_phone_is_reported_and_its_slips_want_the_clerks_word(
    open_page: Opened, too_early: str, size: tuple[int, int]
) -> None:
    page = open_page(size, address=too_early)
    log_in(page)
    go(page, "giu-so")
    device = page.locator(".rows > li").filter(has_text=PHONE_OF)
    device.get_by_role("button", name="Báo mất").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Lý do").fill("Rơi khi đi cơ sở")
    look_at(page, f"giu-so-bao-mat-{size[0]}")
    dialog.get_by_role("button", name="Báo mất").click()
    expect(device).to_contain_text("đã báo mất")
    expect(device.get_by_role("button")).to_have_count(0)
    look_at(page, f"giu-so-da-bao-mat-{size[0]}")
    withdraw(page)
    open_form(page)
    page.get_by_text("Nhập theo phiếu tạm").click()
    page.get_by_label("Mã tiếp nhận tạm").fill(slip.make("01", 1).text)
    page.get_by_label("Ngày nhận").fill(f"19/11/{THIS}")
    page.get_by_label("Giờ nhận").fill("14:05")
    page.get_by_label("Cơ quan ban hành").fill("Sở Nội vụ")
    page.get_by_label("Trích yếu nội dung").fill("Về việc ghi trên máy đã mất")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Vẫn vào sổ theo phiếu này").click()
    assert stamp(page) == 2


def withdraw(page: Page) -> None:
    """Bring this year's book back."""
    page.get_by_role("button", name="Rút sổ mở nhầm").click()
    page.get_by_role("dialog").get_by_label("Lý do").fill("Mở nhầm")
    page.get_by_role("dialog").get_by_role("button", name="Rút sổ mở nhầm").click()
    expect(page.get_by_role("button", name="Rút sổ mở nhầm")).to_have_count(0)


def save(page: Page, subject: str) -> None:
    """Type a document and press save."""
    open_form(page)
    page.keyboard.type("Sở Nội vụ")
    page.get_by_label("Trích yếu nội dung").fill(subject)
    page.keyboard.press("Control+Enter")
