"""How the screen speaks of the province: away, asked for at once, and a node that is closed."""

from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.e2e.desk import open_form, step_in
from tests.e2e.house import House

pytestmark = pytest.mark.browser


class Province:
    """The province in the node's answer: what takes a hub and an outage, put into its state."""

    def __init__(self, page: Page, house: House) -> None:
        self._told = house.person().read("state")
        self.hub: dict[str, Any] = self._told["hub"] | {
            "paired": True,
            "reachable": False,
            "last_contact": "2026-11-18T02:10:00.000Z",
            "hub_head": self._told["hub"]["node_head"] - 7,
        }
        self.wishes = 0
        page.route("**/state", self._state)
        page.on("request", self._count)

    def comes_back(self) -> None:
        """Everything is there."""
        there = {"reachable": True, "hub_head": self._told["hub"]["node_head"]}
        self.hub |= there | {"last_contact": self._told["now"]}

    def _state(self, route: Route) -> None:
        route.fulfill(json=self._told | {"hub": self.hub})

    def _count(self, request: Request) -> None:
        self.wishes += request.url.endswith("/hub-now") and request.method == "POST"


def test_send_now_is_heard_and_says_that_it_sends_until_it_shows(page: Page, house: House) -> None:
    province = Province(page, house)
    step_in(page, house)
    expect(page.get_by_text("7 việc chờ gửi")).to_be_visible()
    page.get_by_role("button", name="Chi tiết").click()
    panel = page.get_by_role("dialog", name="Đồng bộ với tỉnh")
    expect(panel.get_by_role("heading", name="Đồng bộ với tỉnh")).to_be_focused()
    panel.get_by_role("button", name="Gửi ngay").click()
    expect(panel.get_by_text("Đang gửi…")).to_be_visible()
    expect(panel.get_by_role("button", name="Gửi ngay")).to_be_disabled()
    assert province.wishes == 1
    province.comes_back()
    expect(panel.get_by_text("Đang gửi…")).to_have_count(0)
    panel.get_by_role("button", name="Đóng").click()
    expect(page.get_by_text("Tỉnh đã nhận đủ.")).to_be_visible()


def test_a_closed_node_is_told_on_every_screen_and_above_the_form(page: Page, house: House) -> None:
    text = "Máy xã chưa mở sổ: dữ liệu trên máy không khớp bản ghi kèm."
    told = house.person().read("state")
    notices = [{"code": "NODE_NOT_OPEN", "text": text, "field": ""}]
    page.route("**/state", lambda route: route.fulfill(json=told | {"notices": notices}))
    step_in(page, house)
    expect(page.get_by_text(text)).to_have_count(1)
    page.get_by_role("link", name="Văn bản đi").click()
    expect(page.get_by_text(text)).to_be_visible()
    open_form(page)
    expect(page.locator("main").get_by_text(text)).to_be_visible()
