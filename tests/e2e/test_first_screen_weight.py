"""What Chromium fetches until the first usable screen (ux.md, measurable goals)."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desk import log_in

pytestmark = pytest.mark.browser

ALL_BYTES_MAX = 100 * 1024
SCRIPT_BYTES_MAX = 60 * 1024


@dataclass
class Wire:
    """Bytes as they came over the network, headers included, by kind of resource."""

    bytes: dict[str, float] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    origins: set[str] = field(default_factory=set)

    def listen(self, page: Page) -> None:
        """Count from now on."""
        session = page.context.new_cdp_session(page)
        session.on("Network.responseReceived", self._received)
        session.on("Network.loadingFinished", self._finished)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def _received(self, event: dict[str, Any]) -> None:
        self.kinds[event["requestId"]] = event["type"]
        self.origins.add("/".join(event["response"]["url"].split("/")[:3]))

    def _finished(self, event: dict[str, Any]) -> None:
        kind = self.kinds.get(event["requestId"], "Other")
        self.bytes[kind] = self.bytes.get(kind, 0) + event["encodedDataLength"]


def test_log_in_and_list_stay_within_the_budget(page: Page) -> None:
    wire = Wire()
    wire.listen(page)
    log_in(page)
    expect(page.locator(".rows > li").first).to_be_visible()
    expect(page.get_by_text("Máy này đang giữ sổ đến")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert 0 < wire.bytes["Script"] <= SCRIPT_BYTES_MAX, wire.bytes
    assert sum(wire.bytes.values()) <= ALL_BYTES_MAX, wire.bytes
    assert len(wire.origins) == 1, wire.origins


def test_the_form_comes_only_when_it_is_opened(page: Page) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    log_in(page)
    page.wait_for_load_state("networkidle")
    assert not any("/register-" in url for url in fetched)
    page.keyboard.press("F2")
    expect(page.get_by_label("Cơ quan ban hành")).to_be_focused()
    assert any("/register-" in url for url in fetched)
