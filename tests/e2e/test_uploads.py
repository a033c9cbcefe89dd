"""A scan on a bad link: cut, reloaded, paused; it goes on where the node has it."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.commune.cut_wire import CutWire
from tests.e2e.conftest import OFFICE_PC, PHONE, Opened
from tests.e2e.desk import open_form, registered, scan_file, stamp
from tests.e2e.house import CLERK, House
from tests.e2e.looks import look_at

pytestmark = pytest.mark.browser

MEGABYTE = 1024 * 1024
RESENT_MAX = 0.05
REST_BYTES_MAX = 100 * 1024
"""What the page, its log-in and its questions send up beside the file."""
ARRIVES_MS = 60_000
HALFWAY = re.compile(r"Đang gửi [3-9]\d %")


def large(name: str, megabytes: int, seed: int) -> FilePayload:
    """Return a PDF of so many megabytes that nobody sent before."""
    file = scan_file(name)
    file["buffer"] += random.Random(seed).randbytes(megabytes * MEGABYTE)
    return file


@pytest.fixture
def wire(house: House) -> Iterator[CutWire]:
    """A slow wire to the house that is cut twice on the way of a scan."""
    between = CutWire(house.address, cuts=[MEGABYTE, 2 * MEGABYTE])
    yield between
    between.close()


def step_in_over(page: Page, house: House, address: str) -> None:
    """Be logged in at an address that leads to the house, with the form open."""
    (cookie,) = house.person(CLERK).http.cookies.jar
    assert cookie.value is not None
    page.context.add_cookies(
        [{"name": cookie.name, "value": cookie.value, "url": address, "httpOnly": True}]
    )
    page.goto("/")
    page.wait_for_url("**/#/*/*")
    open_form(page)


def kept(house: House, file: FilePayload, folder: Path) -> None:
    """The node has the file, byte by byte."""
    (found,) = [
        path
        for path in house.node.config.blobs.rglob("*")
        if path.is_file() and path.stat().st_size == len(file["buffer"])
    ]
    assert found.read_bytes() == file["buffer"], folder


def test_up3_a_scan_of_three_megabytes_survives_cuts_and_a_reload(
    open_page: Opened, house: House, wire: CutWire, tmp_path: Path
) -> None:
    """R-IN-11: nothing goes twice, and nobody chooses the file again."""
    page = open_page(OFFICE_PC, address=wire.address)
    step_in_over(page, house, wire.address)
    file = large("Hồ sơ quét.pdf", 3, seed=1)
    page.set_input_files("input[type=file]", file)

    expect(page.get_by_text(HALFWAY)).to_be_visible(timeout=ARRIVES_MS)
    look_at(page, "gui-tep")
    page.context.set_offline(True)
    expect(page.get_by_text("Mất liên lạc ở")).to_be_visible(timeout=ARRIVES_MS)
    look_at(page, "gui-tep-mat-mang")
    page.context.set_offline(False)
    expect(page.get_by_text(HALFWAY)).to_be_visible(timeout=ARRIVES_MS)
    page.reload()
    page.wait_for_url("**/#/*/*")
    expect(page.get_by_text("Đã lên máy xã")).to_be_visible(timeout=ARRIVES_MS)

    assert wire.cuts_done == 2
    assert wire.bytes_up <= len(file["buffer"]) * (1 + RESENT_MAX) + REST_BYTES_MAX, wire.bytes_up
    kept(house, file, tmp_path)


def test_a_paused_scan_holds_nothing_up_and_goes_on_when_it_is_sent(
    open_page: Opened, house: House, wire: CutWire
) -> None:
    page = open_page(PHONE, address=wire.address)
    step_in_over(page, house, wire.address)
    page.set_input_files("input[type=file]", large("Bản đồ.pdf", 1, seed=2))
    page.get_by_role("button", name="Tạm dừng gửi Bản đồ.pdf").click()
    expect(page.get_by_text("Đã tạm dừng ở").or_(page.get_by_text("Chưa gửi ·"))).to_be_visible()
    look_at(page, "gui-tep-tam-dung")
    page.get_by_role("button", name="Gửi ngay Bản đồ.pdf").click()
    expect(page.get_by_text("Đã lên máy xã")).to_be_visible(timeout=ARRIVES_MS)


def test_on_a_link_paid_by_the_byte_a_file_waits_for_the_clerk(
    open_page: Opened, house: House
) -> None:
    page = open_page(PHONE)
    step_in_over(page, house, house.address)
    page.get_by_label("Mạng tính tiền theo dung lượng").check()
    page.set_input_files("input[type=file]", scan_file("Giấy mời.pdf"))
    expect(page.get_by_text("Chưa gửi ·")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Mạng tính tiền theo dung lượng")).to_be_checked()
    expect(page.get_by_text("Chưa gửi ·")).to_be_visible()
    page.get_by_role("button", name="Gửi ngay Giấy mời.pdf").click()
    expect(page.get_by_text("Đã lên máy xã")).to_be_visible()


def test_a_sheet_is_saved_without_the_file_once_it_is_dropped(
    open_page: Opened, house: House
) -> None:
    """R-IN-16: a number never waits for a file that the clerk has let go."""
    subject = "Về việc vào sổ trước, đính kèm sau"
    page = open_page()
    step_in_over(page, house, house.address)
    page.get_by_label("Mạng tính tiền theo dung lượng").check()
    page.set_input_files("input[type=file]", scan_file("Phụ lục.pdf"))
    page.get_by_label("Cơ quan ban hành").fill("Sở Tư pháp")
    page.get_by_label("Trích yếu nội dung").fill(subject)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Còn tệp chưa lên máy xã")).to_be_visible()
    assert registered(house, subject) == []
    page.get_by_role("button", name="Bỏ tệp Phụ lục.pdf").click()
    page.get_by_label("Trích yếu nội dung").focus()
    page.keyboard.press("Control+Enter")
    assert registered(house, subject) == [stamp(page)]


def test_up1_a_scan_that_the_node_has_is_not_sent_again(open_page: Opened, house: House) -> None:
    file = large("Thông tư.pdf", 1, seed=3)
    house.person(CLERK).kept("Thông tư.pdf", file["buffer"])
    page = open_page()
    parts: list[str] = []
    page.on("request", lambda asked: parts.append(asked.method))
    step_in_over(page, house, house.address)
    page.set_input_files("input[type=file]", file)
    expect(page.get_by_text("Đã lên máy xã")).to_be_visible()
    assert "PATCH" not in parts
