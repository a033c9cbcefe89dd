"""A node that may not stamp asks one question at the screen, and what was typed is still there."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from anyio.from_thread import start_blocking_portal
from playwright.sync_api import Locator, Page, expect

from tests.commune.node import PASSWORD, HandClock, Office, RealNode, furnish, hand_world
from tests.commune.sites import follower
from tests.e2e.conftest import Opened
from tests.e2e.days import said, today
from tests.e2e.desk import go, log_in, open_form, stamp
from tests.e2e.house import CLERK, LEADER
from vanthu_server.commune.config import NodeConfig

pytestmark = pytest.mark.browser

YEAR: Final = today().year
BOOKS: Final = 6
"""Three books of each of the two organs."""

ASKED_LATER: Final = timedelta(days=1)


class Desks:
    """Nodes of one test, each ended with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.world = hand_world()
        self._running: list[RealNode] = []

    def furnished(self, *, age: timedelta = timedelta()) -> NodeConfig:
        """Return an office that was set up `age` ago."""
        self.world = replace(hand_world(), clock=HandClock(datetime.now(UTC) - age))
        return furnish(self.folder, self.world)

    def start(self, config: NodeConfig) -> RealNode:
        """Run the node."""
        node = RealNode(config)
        self._running.append(node)
        return node.start()

    def registered(self, config: NodeConfig, count: int) -> None:
        """Run the node, register `count` documents, end it."""
        node = self.start(config)
        clerk = node.person(CLERK)
        for number in range(count):
            clerk.register(f"Về việc thứ {number + 1}")
        node.stop()

    def stop(self) -> None:
        """End them all."""
        for node in self._running:
            node.stop()


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[Desks]:
    """Nodes that break as the test wants it."""
    made = Desks(tmp_path)
    yield made
    made.stop()


def fill_and_save(page: Page, subject: str) -> None:
    """Type a document and press save."""
    open_form(page)
    page.keyboard.type("Sở Nội vụ")
    page.get_by_label("Trích yếu nội dung").fill(subject)
    page.keyboard.press("Control+Enter")


def say(form: Locator, last: str, *, organ: str, number: str) -> None:
    """Type the last number on paper of a book of the organ whose name begins with `organ`."""
    form.get_by_role("textbox", name=re.compile(f"^{organ} .*: {last}")).fill(number)


def test_numbers_on_paper_are_asked_for_once_and_come_back_from_paper(
    open_page: Opened, desks: Desks
) -> None:
    """R-IN-15: the sidecar is gone; the paper says 5 where the machine knows 3."""
    config = desks.furnished()
    desks.registered(config, 3)
    config.sidecar.unlink()
    page = open_page(address=desks.start(config).address)
    log_in(page)
    band = page.locator(".band")
    expect(band).to_contain_text("Không thấy bản ghi kèm")
    expect(page.locator(".rows > li")).to_have_count(3)
    fill_and_save(page, "Về việc đang gõ thì hỏi")
    expect(page.get_by_text("NODE_NOT_OPEN")).to_be_visible()
    expect(page.locator(".stamp")).to_have_count(0)

    band.get_by_role("button", name="Trả lời").click()
    expect(band.get_by_text("Nhập số cuối trên giấy, hoặc chọn")).to_have_count(BOOKS)
    say(band, "Số đến cuối trên giấy", organ="Ủy ban", number="5")
    for place in range(BOOKS):
        if not band.locator(f"[name=paper-{place}]").input_value():
            band.locator(f"[name=unknown-{place}]").check()
    band.get_by_role("button", name="Trả lời").click()
    assert stamp(page) == 6
    expect(page.get_by_text("Đã ghi câu trả lời")).to_be_visible()
    page.get_by_role("button", name="Đã biết").click()
    expect(page.get_by_text("Đã ghi câu trả lời")).to_have_count(0)

    go(page, f"tinh-trang-so/den-{YEAR}")
    expect(page.locator(".row-number strong")).to_have_text(["5", "4"])
    page.get_by_role("link", name="Nhập lại từ giấy số 4").click()
    page.get_by_label("Ngày đến (trên dấu)").fill(f"{today():%d/%m}")
    page.get_by_label("Cơ quan ban hành").fill("Công an tỉnh")
    page.get_by_label("Trích yếu nội dung").fill("Về việc có trên giấy")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".stamp")).to_contain_text("4")
    page.get_by_role("button", name="Đã đối chiếu").click()
    expect(page.get_by_role("link", name="Nhập lại từ giấy số 5")).to_be_visible()
    expect(page.get_by_role("link", name="Nhập lại từ giấy số 4")).to_have_count(0)
    go(page, "den")
    expect(page.get_by_text("Nhập lại từ bản giấy")).to_be_visible()
    reenter_issued(page, 3)


def reenter_issued(page: Page, number: int) -> None:
    """Enter an issued document again: nobody knew how far that book was on paper."""
    go(page, f"nhap-lai/di-{YEAR}-{number}")
    page.get_by_label("Ngày văn bản").fill("19/11")
    page.get_by_label("Số, ký hiệu").fill(f"{number}/TB-UBND")
    page.get_by_label("Tên loại").select_option("Thông báo")
    page.get_by_label("Người ký").fill("Nguyễn Văn An")
    page.get_by_label("Trích yếu nội dung").fill("Về việc đã phát hành trên giấy")
    page.get_by_role("button", name=f"Lưu vào số {number}").click()
    expect(page.locator(".stamp")).to_contain_text(str(number))
    page.get_by_role("button", name="Đã đối chiếu").click()
    expect(page.get_by_role("link", name="Nhập lại từ giấy số 200")).to_be_visible()
    go(page, "di")
    expect(page.get_by_role("link", name="Về việc đã phát hành trên giấy")).to_be_visible()


def test_the_first_opening_of_a_day_is_confirmed_with_one_press(
    open_page: Opened, desks: Desks
) -> None:
    config = desks.furnished(age=ASKED_LATER)
    node = desks.start(config)
    page = open_page(address=node.address)
    log_in(page)
    band = page.locator(".band")
    expect(band).to_contain_text(f"Hôm nay là {said(today())}.")
    expect(band.get_by_text("Số đến cuối trên giấy là 0?")).to_have_count(2)
    fill_and_save(page, "Về việc đầu ngày")
    expect(page.get_by_text("PAPER_UNSAID")).to_be_visible()
    band.get_by_role("button", name="Đúng như vậy").click()
    expect(band).to_have_count(0)
    page.get_by_role("button", name="Lưu và thêm mới").click()
    assert stamp(page) == 1


def test_another_number_on_paper_is_typed_and_goes_before_the_machines(
    open_page: Opened, desks: Desks
) -> None:
    config = desks.furnished(age=ASKED_LATER)
    page = open_page(address=desks.start(config).address)
    log_in(page)
    band = page.locator(".band")
    band.get_by_role("button", name="Không đúng, sửa số").click()
    expect(band.get_by_role("textbox").nth(1)).to_be_focused()
    say(band, "Số đến cuối trên giấy", organ="Ủy ban", number="12")
    page.keyboard.press("Enter")
    expect(band).to_have_count(0)
    fill_and_save(page, "Về việc sau số trên giấy")
    assert stamp(page) == 13


def test_a_leader_reads_the_question_and_the_clerk_answers_it(
    open_page: Opened, desks: Desks
) -> None:
    config = desks.furnished(age=ASKED_LATER)
    page = open_page(address=desks.start(config).address)
    log_in(page, LEADER)
    expect(page.get_by_text("Văn thư trả lời câu hỏi này.")).to_be_visible()
    expect(page.locator(".band button")).to_have_count(0)


def test_what_came_back_is_told_once(open_page: Opened, desks: Desks) -> None:
    """The database was restored from yesterday's copy; the sidecar had the rest."""
    config = desks.furnished()
    desks.registered(config, 1)
    kept = config.data.with_name("kept")
    shutil.copytree(config.data, kept)
    desks.registered(config, 2)
    shutil.rmtree(config.data)
    shutil.copytree(kept, config.data)
    page = open_page(address=desks.start(config).address)
    log_in(page)
    told = page.get_by_text("đã lấy lại")
    expect(told).to_contain_text("từ bản ghi kèm")
    expect(page.locator(".rows > li")).to_have_count(3)
    page.get_by_role("button", name="Đã biết").click()
    expect(told).to_have_count(0)
    page.reload()
    expect(page.locator(".rows > li")).to_have_count(3)
    expect(told).to_have_count(0)


def test_a_follower_shows_its_lists_and_takes_over_when_the_holder_is_gone(
    open_page: Opened, desks: Desks
) -> None:
    """R-ACC-06: every number of the holder is known; the next one follows."""
    with start_blocking_portal() as portal:
        holder = Office(desks.furnished(), portal, world=desks.world)
        holder.person(CLERK).register("Về việc của máy giữ sổ")
        second = follower(holder, portal, desks.folder / "second")
        second.sync()
        second.office.close()
        holder.close()
    page = open_page(address=desks.start(second.office.config).address)
    log_in(page)
    expect(page.get_by_role("link", name="Về việc của máy giữ sổ")).to_be_visible()
    expect(page.get_by_text(f"Máy khác đang giữ sổ đến {YEAR}")).to_be_visible()
    expect(page.locator(".band")).to_contain_text("Máy này theo dõi máy giữ sổ")
    page.get_by_role("link", name="Mở màn hình tiếp quản sổ").click()
    fill_take_over(page, "Máy giữ sổ bị sét đánh", last="1")
    take_over(page)
    expect(page.get_by_text(f"Máy này đang giữ sổ đến {YEAR} (đến số 1)")).to_be_visible()
    fill_and_save(page, "Về việc sau khi tiếp quản")
    assert stamp(page) == 2


def fill_take_over(page: Page, reason: str, *, last: str) -> None:
    """Fill the form; `last` is the last số đến of the first organ on paper."""
    form = page.locator("main")
    page.get_by_label("Lý do tiếp quản").fill(reason)
    for name in ("Số đến cuối", "Số đi cuối", "Số bản sao cuối"):
        say(form, name, organ="Hội đồng", number="0")
        say(form, name, organ="Ủy ban", number=last if name == "Số đến cuối" else "0")
    for role, account in (("văn thư", CLERK), ("lãnh đạo", LEADER)):
        page.get_by_label(f"Tài khoản {role}").fill(account)
        page.get_by_label(f"Mật khẩu {role}").fill(PASSWORD)


def take_over(page: Page) -> None:
    """Press the button and go on to «Giữ sổ»."""
    page.get_by_role("button", name="Tiếp quản sổ").click()
    expect(page.get_by_role("heading", name="Máy này đã giữ sổ")).to_be_visible()
    page.get_by_role("link", name="Vào làm việc").click()


def test_clerk_and_leader_take_the_registers_over_on_another_machine(
    open_page: Opened, desks: Desks
) -> None:
    """R-ACC-06: a moved disk stamps nothing until two people say so, each with the password."""
    config = desks.furnished()
    desks.registered(config, 2)
    moved = NodeConfig(data=desks.folder / "moved" / "data")
    shutil.copytree(config.data, moved.data)
    shutil.copytree(config.sidecar.parent, moved.sidecar.parent)
    page = open_page(address=desks.start(moved).address)
    log_in(page)
    fill_and_save(page, "Về việc gõ trên máy mới")
    expect(page.get_by_text("NODE_NOT_OPEN")).to_be_visible()
    page.get_by_role("link", name="Mở màn hình tiếp quản sổ").click()
    expect(page.get_by_role("heading", name="Tiếp quản sổ")).to_be_visible()
    page.get_by_label("Tài khoản văn thư").fill(CLERK)
    page.get_by_label("Tài khoản lãnh đạo").fill(CLERK)
    page.get_by_role("button", name="Tiếp quản sổ").click()
    expect(page.get_by_text("phải là hai người khác nhau")).to_be_visible()
    expect(page.get_by_label("Lý do tiếp quản")).to_be_focused()
    fill_take_over(page, "Máy cũ hỏng ổ đĩa", last="2")
    page.get_by_label("Mật khẩu lãnh đạo").fill("sai mật khẩu")
    page.get_by_role("button", name="Tiếp quản sổ").click()
    expect(page.locator("main .problem")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_label("Mật khẩu lãnh đạo").fill(PASSWORD)
    take_over(page)
    expect(page.get_by_text("Lượt giữ sổ thứ 2, từ")).to_be_visible()
    expect(page.get_by_text("Máy cũ hỏng ổ đĩa")).to_be_visible()
    page.keyboard.press("F2")
    assert stamp(page) == 3
    go(page, "den")
    expect(page.get_by_role("link", name="Về việc gõ trên máy mới")).to_be_visible()


def test_an_entry_of_the_branch_that_lost_comes_home_under_a_new_number(
    open_page: Opened, desks: Desks
) -> None:
    """R-IN-15: a restored copy went on by itself; nothing of either side is thrown away."""
    config = desks.furnished()
    desks.registered(config, 1)
    kept, sidecar = config.data.with_name("kept"), config.sidecar.read_bytes()
    shutil.copytree(config.data, kept)
    desks.registered(config, 3)
    longer = config.sidecar.read_bytes()
    shutil.rmtree(config.data)
    shutil.copytree(kept, config.data)
    config.sidecar.write_bytes(sidecar)
    clone = desks.start(config)
    clone.person(CLERK).register("Về việc ghi trên bản chép")
    clone.stop()
    config.sidecar.write_bytes(longer)

    page = open_page(address=desks.start(config).address)
    log_in(page)
    expect(page.locator(".band")).to_contain_text("Hai bản dữ liệu khác nhau")
    page.get_by_role("link", name="Mở màn hình tiếp quản sổ").click()
    fill_take_over(page, "Bản chép đã ghi riêng một mục", last="4")
    take_over(page)
    stray = page.locator(".rows > li").filter(has_text="Về việc ghi trên bản chép")
    expect(stray).to_contain_text("Số này đã thuộc văn bản khác")
    stray.get_by_role("button", name="Đưa vào sổ").click()
    assert stamp(page) == 5
    expect(stray).to_contain_text("Đã vào sổ, số 5")
    go(page, "den")
    expect(page.get_by_text("Đính chính: thay cho số 2")).to_be_visible()
