"""The device's outbox: what is given without a link is kept, and is done once when it is back."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from playwright.sync_api import Browser, Page, Route, expect

from tests.commune.node import HandClock, Office, RealNode, furnish, hand_world
from tests.e2e.conftest import OFFICE_PC, PHONE, Opened
from tests.e2e.desk import log_in, stamp
from tests.e2e.house import CLERK, LEADER
from tests.e2e.looks import look_at
from tests.e2e.outbox import (
    Chromium,
    PassFirst,
    Syncs,
    await_count,
    await_that,
    give_offline,
    kept,
    let_in,
    open_outbox,
    sync_fails,
    waiting_ops,
)
from vanthu_sync import limits

pytestmark = pytest.mark.browser

STOCK = limits.CHANGES_MAX + 10


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealNode]:
    """A node with more documents than a page of changes holds."""
    world = replace(hand_world(), clock=HandClock(datetime.now(UTC)))
    config = furnish(tmp_path_factory.mktemp("stocked"), world)
    with start_blocking_portal() as portal:
        office = Office(config, portal, world=world)
        clerk = office.person(CLERK)
        for place in range(STOCK):
            clerk.register(f"Văn bản cũ thứ {place}", organ_name="Sở Nội vụ", duplicate_ok=True)
        office.close()
    served = RealNode(config).start()
    yield served
    served.stop()


@pytest.fixture
def desk(open_page: Opened, node: RealNode) -> Page:
    """A clerk's browser at the node."""
    page = open_page(address=node.address)
    log_in(page)
    let_in(page, node)
    page.reload()
    await_finished(page)
    return page


def registered(node: RealNode, subject: str) -> list[int]:
    """Return the numbers under which the node holds `subject`."""
    rows = node.person().read("incoming", q=subject, limit=200)["rows"]
    return [row["number"] for row in rows if row["subject"] == subject]


def test_se1_a_command_given_offline_outlives_a_reload_and_is_done_once(
    desk: Page, node: RealNode
) -> None:
    """R-IN-16: kept before it is told; the same operation on every try; the number shows later."""
    syncs = Syncs(desk.context)
    given = give_offline(desk, "Cấp khi mất mạng")
    await_count(desk, 1)
    sync_fails(desk)
    desk.context.set_offline(False)
    desk.reload()
    await_count(desk, 1)
    assert waiting_ops(desk) == [given]
    assert registered(node, "Cấp khi mất mạng") == []
    desk.unroute("**/api/sync")
    open_outbox(desk)
    desk.get_by_role("button", name="Gửi ngay").click()
    desk.get_by_role("button", name="Xem số để ghi dấu").click()
    number = stamp(desk)
    assert registered(node, "Cấp khi mất mạng") == [number]
    expect(desk.get_by_text("Không có việc nào chờ gửi.")).to_be_visible()
    assert (waiting_ops(desk), kept(desk, "answers")) == ([], [])
    assert syncs.times(given) >= 2


def test_se1_a_command_given_offline_outlives_a_killed_browser(
    chromium: Browser, node: RealNode, tmp_path: Path
) -> None:
    """R-IN-16: killed without a warning the moment after it was told as kept."""
    browser = Chromium(tmp_path / "profile", driver=chromium)
    try:
        page = browser.start()
        enter(page, node)
        let_in(page, node)
        given = give_offline(page, "Cấp rồi máy tắt")
        browser.kill()
        page = browser.start()
        sync_fails(page)
        enter(page, node)
        await_count(page, 1)
        assert waiting_ops(page) == [given]
        page.unroute("**/api/sync")
        page.reload()
        await_count(page, 0)
        assert len(registered(node, "Cấp rồi máy tắt")) == 1
    finally:
        browser.kill()


def enter(page: Page, node: RealNode) -> None:
    """Open the app as the clerk in a browser that knows no base address."""
    (cookie,) = node.person().http.cookies.jar
    assert cookie.value is not None
    page.context.add_cookies(
        [{"name": cookie.name, "value": cookie.value, "url": node.address, "httpOnly": True}]
    )
    page.goto(node.address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_se1_a_lost_reply_to_a_sync_registers_nothing_twice(desk: Page, node: RealNode) -> None:
    """R-IN-16: the node did it, the device did not hear: the same operation goes again."""
    give_offline(desk, "Trả lời bị mất")
    lost: list[int] = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort("connectionreset")

    desk.route("**/api/sync", lose, times=1)
    desk.context.set_offline(False)
    await_count(desk, 0)
    assert lost == [200]
    assert len(registered(node, "Trả lời bị mất")) == 1


def test_se1_five_tabs_that_race_send_an_operation_once(desk: Page, node: RealNode) -> None:
    """R-IN-16: one tab writes; when it is closed in the middle another goes on."""
    pages = [desk.context.new_page() for _ in range(4)]
    for page in pages:
        page.goto("/")
        await_count(page, 0)
    syncs = Syncs(desk.context)
    given = give_offline(desk, "Năm thẻ cùng gửi")
    for page in pages:
        await_count(page, 1)
    desk.context.set_offline(False)
    for page in pages:
        page.evaluate("window.dispatchEvent(new Event('online'))")
    for page in pages:
        await_count(page, 0)
    assert syncs.answered(given) == 1
    assert len(registered(node, "Năm thẻ cùng gửi")) == 1
    desk.close()
    second = give_offline(pages[0], "Sau khi đóng thẻ ghi")
    pages[0].context.set_offline(False)
    await_count(pages[3], 0)
    assert syncs.times(second) >= 1
    assert len(registered(node, "Sau khi đóng thẻ ghi")) == 1


def test_se9_a_first_sync_that_is_cut_goes_on_where_it_stood(
    open_page: Opened, node: RealNode
) -> None:
    """R-IN-15: what came stays, the rest follows, and the bar says how much is left."""
    page = open_page(address=node.address)
    log_in(page)
    let_in(page, node)
    PassFirst(page)
    page.reload()
    expect(page.get_by_text("Đang tải về máy này: còn")).to_be_visible()
    (place,) = kept(page, "meta")
    half = len(kept(page, "rows"))
    assert place["filling"] is True
    assert 0 < half <= limits.CHANGES_MAX
    syncs = Syncs(page.context)
    page.unroute("**/api/sync")
    page.reload()
    expect(page.get_by_text("Đang tải về máy này: còn")).to_have_count(0)
    await_finished(page)
    assert syncs.bodies[0]["cursor"] == place["cursor"]
    rows = kept(page, "rows")
    assert len(rows) > STOCK - 1
    assert {row["generation"] for row in rows} == {1}


def await_finished(page: Page) -> None:
    """Wait until nothing remains of a first sync."""
    await_that(page, lambda: [place["filling"] for place in kept(page, "meta")] == [False])


def test_se4_what_the_node_refuses_comes_back_with_its_content(desk: Page, node: RealNode) -> None:
    """R-IN-16: it stays, says why, holds up nobody, and leaves only into a file."""
    node.person().register(
        "Đã vào sổ", organ_name="Sở Tư pháp", code_number="77", code_notation="STP"
    )
    given = give_offline(desk, "Đã vào sổ", symbol="77/STP")
    other = give_offline(desk, "Việc khác")
    desk.context.set_offline(False)
    await_that(desk, lambda: other not in waiting_ops(desk))
    assert waiting_ops(desk) == [given]
    open_outbox(desk)
    expect(desk.get_by_text("Cần xem: máy xã không nhận")).to_be_visible()
    expect(desk.get_by_text("DUPLICATE_DOCUMENT")).to_be_visible()
    with desk.expect_download() as saving:
        desk.get_by_role("button", name="Xuất ra tệp rồi bỏ").click()
    rescued = json.loads(saving.value.path().read_text(encoding="utf-8"))
    (command,) = rescued["commands"]
    assert command["op"] == given
    assert command["payload"]["fields"]["subject"] == "Đã vào sổ"
    expect(desk.get_by_text("Không có việc nào chờ gửi.")).to_be_visible()
    assert waiting_ops(desk) == []


def test_se2_a_command_goes_only_under_the_account_that_gave_it(desk: Page, node: RealNode) -> None:
    """R-IN-16: another person at the same browser neither sees nor sends it."""
    sync_fails(desk)
    given = give_offline(desk, "Của văn thư")
    desk.context.set_offline(False)
    desk.get_by_role("button", name="Đăng xuất").click()
    syncs = Syncs(desk.context)
    desk.unroute("**/api/sync")
    log_in(desk, LEADER)
    await_count(desk, 0)
    await_that(desk, lambda: len(kept(desk, "meta")) == 2)
    assert syncs.times(given) == 0
    assert waiting_ops(desk) == [given]
    desk.get_by_role("button", name="Đăng xuất").click()
    log_in(desk)
    await_count(desk, 0)
    assert len(registered(node, "Của văn thư")) == 1


def test_a_count_that_cannot_be_read_is_a_dash_and_never_0(
    open_page: Opened, node: RealNode
) -> None:
    page = open_page(address=node.address)
    page.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    log_in(page)
    expect(page.get_by_role("button", name="Máy này: — việc chờ gửi")).to_be_visible()


@pytest.mark.parametrize("size", [OFFICE_PC, PHONE], ids=["office-pc", "phone"])
def test_what_waits_is_listed_with_its_size_and_reason(
    open_page: Opened, node: RealNode, size: tuple[int, int]
) -> None:
    page = open_page(size, address=node.address)
    log_in(page)
    let_in(page, node)
    await_count(page, 0)
    sync_fails(page)
    give_offline(page, "Về việc báo cáo tình hình thực hiện nhiệm vụ phát triển kinh tế, xã hội")
    await_count(page, 1)
    name = f"outbox-{size[0]}"
    expect(page.get_by_text("Chưa liên lạc được với máy xã.")).to_be_visible(timeout=10_000)
    look_at(page, f"{name}-bar")
    open_outbox(page)
    expect(page.get_by_text("Đã lưu trên máy này, gửi khi có mạng")).to_be_visible()
    look_at(page, f"{name}-offline")
    page.unroute("**/api/sync")
    page.context.set_offline(False)
    expect(page.get_by_role("button", name="Xem số để ghi dấu")).to_be_visible(timeout=15_000)
    look_at(page, f"{name}-answered")
