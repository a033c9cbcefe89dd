"""Numbers lent to a second site at the screen, taken back with a reason; a site that leaves."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from playwright.sync_api import expect

from tests.commune.node import HandClock, Office, RealNode, furnish, hand_world
from tests.commune.sites import branch
from tests.e2e.conftest import Opened
from tests.e2e.days import today
from tests.e2e.desk import go, log_in, open_form, stamp
from tests.e2e.house import CLERK

pytestmark = pytest.mark.browser

YEAR = today().year


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[RealNode]:
    """The machine that holds the registers, with a branch that gets numbers only by hand."""
    world = replace(hand_world(), clock=HandClock(datetime.now(UTC)))
    config = furnish(tmp_path / "holder", world)
    with start_blocking_portal() as portal:
        office = Office(config, portal, world=world)
        office.person(CLERK).register("Về việc trước khi giao số")
        branch(office, portal, tmp_path / "branch", block=0).office.close()
        office.close()
    node = RealNode(config).start()
    yield node
    node.stop()


def test_a_block_is_lent_and_what_is_left_of_it_is_void(
    open_page: Opened, holder: RealNode
) -> None:
    """R-IN-15: the holder goes on after the block; none of it goes to another entry."""
    page = open_page(address=holder.address)
    log_in(page)
    go(page, "giu-so")
    page.get_by_role("button", name="Giao số").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Cơ sở nhận")).to_contain_text("Máy branch")
    dialog.get_by_label("Sổ").last.select_option("den")
    dialog.get_by_label("Bao nhiêu số").fill("không")
    dialog.get_by_role("button", name="Giao số").click()
    expect(dialog.get_by_text("Nhập bao nhiêu số")).to_be_visible()
    dialog.get_by_label("Bao nhiêu số").fill("5")
    dialog.get_by_role("button", name="Giao số").click()
    lease = page.locator(".rows > li").filter(has_text="số 2–6")  # noqa: RUF001 - as it stands there
    expect(lease).to_contain_text("đã dùng 0/5")
    go(page, f"tinh-trang-so/den-{YEAR}")
    expect(page.locator(".row-number strong")).to_have_text(["6", "5", "4", "3", "2"])
    open_form(page)
    page.keyboard.type("Sở Nội vụ")
    page.get_by_label("Trích yếu nội dung").fill("Về việc sau khi giao số")
    page.keyboard.press("Control+Enter")
    assert stamp(page) == 7

    go(page, "giu-so")
    lease.get_by_role("button", name="Thu lại").click()
    page.get_by_label("Lý do").fill("cơ sở đã có mạng")
    page.get_by_role("dialog").get_by_role("button", name="Thu lại").click()
    expect(lease).to_contain_text("đã thu lại")
    go(page, f"tinh-trang-so/den-{YEAR}")
    expect(page.locator(".rows > li.struck")).to_have_count(5)
    expect(page.locator(".rows > li").first).to_contain_text("cơ sở đã có mạng")


def test_a_site_that_is_given_up_gets_no_numbers(open_page: Opened, holder: RealNode) -> None:
    page = open_page(address=holder.address)
    log_in(page)
    go(page, "giu-so")
    site = page.locator(".file-line").filter(has_text="Máy branch")
    expect(site).to_contain_text("liên lạc")
    site.get_by_role("button", name="Thôi dùng").click()
    page.get_by_label("Lý do").fill("cơ sở đã đóng cửa")
    page.get_by_role("dialog").get_by_role("button", name="Thôi dùng").click()
    expect(site).to_contain_text("đã thôi")
    expect(page.get_by_role("button", name="Giao số")).to_have_count(0)
