"""NB30 at the screen: what the province numbers waits under a slip, and shows its number."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from playwright.sync_api import Page, expect

from tests.commune.couriers import settle
from tests.commune.letters import FakeHub
from tests.commune.node import HandClock, Office, RealNode, entry, furnish, hand_world
from tests.commune.papers import sign_by_hand, submitted
from tests.commune.province_word import delegate, give
from tests.commune.web.test_slips import written
from tests.e2e.conftest import OFFICE_PC, PHONE, Opened
from tests.e2e.days import today
from tests.e2e.desk import go, log_in, open_form
from tests.e2e.looks import look_at
from vanthu_server.commune.services.courier import Courier

pytestmark = pytest.mark.browser

SIZES = {"phone": PHONE, "pc": OFFICE_PC}
FIRST, SECOND, THIRD = (written("00", counter) for counter in (1, 2, 3))

Then = Callable[[FakeHub, Courier], None]


class Waiting:
    """A commune whose books the province numbers: some wait, some were given a number."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.node: RealNode | None = None

    def start(self, then: Then = lambda _hub, _courier: None) -> str:
        """Fill it, let the province say what `then` says, run it; return the address."""
        world = replace(hand_world(), clock=HandClock(datetime.now(UTC)))
        config = furnish(self.folder, world)
        hub = FakeHub()
        with start_blocking_portal() as portal:
            office = Office(config, portal, world=world)
            courier = office.courier(hub)
            settle(courier)
            for book in ("den", "di"):
                delegate(hub, "province", book=book)
            settle(courier)
            _documents(office)
            settle(courier)
            give(hub, FIRST, 12)
            settle(courier)
            then(hub, courier)
            office.close()
        self.node = RealNode(config)
        return self.node.start().address


def _documents(office: Office) -> None:
    clerk = office.person("vanthu")
    symbol = {"code_number": "412", "code_notation": "SNV-CCHC"}
    for subject in (
        "Về việc rà soát thủ tục hành chính cấp xã sau sắp xếp",
        "Về việc báo cáo kết quả thực hiện nhiệm vụ tháng 11 năm 2026",
    ):
        clerk.done("incoming.register", entry(subject, duplicate_ok=True, **symbol))
    document = submitted(clerk, "Về việc trả lời kiến nghị của cử tri")
    sign_by_hand(office, document)


@pytest.fixture
def waiting(tmp_path: Path) -> Iterator[Waiting]:
    made = Waiting(tmp_path / "waiting")
    yield made
    if made.node is not None:
        made.node.stop()


def test_nb30_the_list_says_what_waits_and_which_number_came(
    waiting: Waiting, open_page: Opened
) -> None:
    """R-IN-15: in a phone's width and on the office's screen."""
    address = waiting.start()
    for name, size in SIZES.items():
        page = open_page(size, address=address)
        log_in(page)
        go(page, "den")
        expect(page.get_by_role("heading", name="Chờ số của tỉnh (1)")).to_be_visible()
        expect(page.get_by_text(f"Mã tạm {SECOND}")).to_be_visible()
        expect(page.get_by_text("Đã gửi lên tỉnh, chờ số")).to_be_visible()
        page.get_by_text("Số tỉnh mới cấp (1)").click()
        expect(page.get_by_text("ghi lên dấu ĐẾN")).to_be_visible()
        look_at(page, f"cho-so-{name}")
        page.get_by_role("link", name=f"Mở văn bản mã tạm {FIRST}").click()
        expect(page).to_have_url(re.compile(r"/den/[0-9a-f]{32}"))
        expect(page.get_by_text("rà soát thủ tục").first).to_be_visible()
        go(page, f"tinh-trang-so/den-{today().year}")
        expect(page.get_by_text(f"Tỉnh cấp số cho mã tiếp nhận tạm {FIRST}.")).to_be_visible()
        expect(page.get_by_text("Số do tỉnh giữ").first).to_be_visible()
        expect(page.get_by_role("button", name="HỦY số 11")).to_be_visible()
        look_at(page, f"tinh-trang-so-tinh-{name}")


@pytest.mark.parametrize("size", list(SIZES))
def test_nb30_a_saved_document_shows_its_slip_and_nothing_is_typed_again(
    waiting: Waiting, open_page: Opened, size: str
) -> None:
    page = open_page(SIZES[size], address=waiting.start())
    log_in(page)
    go(page, "den")
    open_form(page)
    page.get_by_label("Cơ quan ban hành").fill("Sở Xây dựng")
    page.get_by_label("Trích yếu nội dung").fill("Về việc quản lý trật tự xây dựng")
    page.keyboard.press("Control+Enter")
    dialog = page.get_by_role("dialog", name="Đã lưu, chờ số của tỉnh")
    expect(dialog.get_by_text(THIRD)).to_be_visible()
    expect(dialog.get_by_role("button", name="Đã ghi mã")).to_be_focused()
    look_at(page, f"ma-tam-{size}")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Trích yếu nội dung")).to_have_value("")
    go(page, "den")
    expect(page.get_by_role("heading", name="Chờ số của tỉnh (2)")).to_be_visible()
    expect(page.get_by_text("Chưa gửi lên tỉnh")).to_be_visible()


def test_nb30_what_waits_comes_in_here_once_the_book_is_ours_again(
    waiting: Waiting, open_page: Opened
) -> None:
    def then(hub: FakeHub, courier: Courier) -> None:
        delegate(hub, "node")
        settle(courier)

    page = open_page(PHONE, address=waiting.start(then))
    log_in(page)
    go(page, "den")
    expect(page.get_by_text("Sổ đã giao lại cho xã cấp số")).to_be_visible()
    page.get_by_role("button", name=f"Vào sổ tại xã mã tạm {SECOND}").click()
    expect(page.locator(".stamp")).to_contain_text("13")
    page.get_by_role("button", name="Đã ghi dấu").click()
    expect(page.get_by_role("heading", name="Chờ số của tỉnh")).to_have_count(0)


def test_nb30_an_outgoing_document_says_that_it_waits(waiting: Waiting, open_page: Opened) -> None:
    address = waiting.start()
    page = open_page(address=address)
    log_in(page)
    _open_outgoing(page)
    page.get_by_role("button", name="Cấp số").click()
    dialog = page.get_by_role("dialog", name="Đã lưu, chờ số của tỉnh")
    expect(dialog.get_by_text(THIRD)).to_be_visible()
    dialog.get_by_role("button", name="Đã xem").click()
    expect(page.get_by_text(f"mã tạm {THIRD}.")).to_be_visible()
    expect(page.get_by_role("button", name="Cấp số")).to_have_count(0)
    look_at(page, "di-cho-so")
    go(page, "di")
    expect(page.get_by_role("heading", name="Chờ số của tỉnh (1)")).to_be_visible()


def _open_outgoing(page: Page) -> None:
    go(page, "di")
    page.get_by_role("link", name="Về việc trả lời kiến nghị").click()
    expect(page.get_by_role("button", name="Cấp số")).to_be_visible()
