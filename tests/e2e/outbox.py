"""What a device keeps in its own database, and a Chromium that can be killed."""

import base64
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect

from tests.commune.device import DeviceKey, code_for_device, enrol
from tests.commune.node import RealNode
from tests.e2e.conftest import ARGUMENTS
from tests.e2e.desk import open_form

SYNC: Final = "**/api/sync"
LATER: Final = "Để vào việc chờ gửi, nhập văn bản khác"
WAIT_S: Final = 20.0

_READ_ALL: Final = """(store) => new Promise((done, failed) => {
    const opening = indexedDB.open("vanthu");
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
        const reading = opening.result.transaction(store).objectStore(store).getAll();
        reading.onsuccess = () => { opening.result.close(); done(reading.result); };
        reading.onerror = () => failed(reading.error);
    };
})"""


_KEEP_KEY: Final = """async ({ secret, point, known }) => {
    const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
    const kind = { name: "ECDSA", namedCurve: "P-256" };
    const pair = {
        privateKey: await crypto.subtle.importKey("pkcs8", bytes(secret), kind, false, ["sign"]),
        publicKey: await crypto.subtle.importKey("raw", bytes(point), kind, true, ["verify"]),
    };
    const opening = indexedDB.open("vanthu-device", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("key");
    await new Promise((done) => { opening.onsuccess = done; });
    const writing = opening.result.transaction("key", "readwrite");
    writing.objectStore("key").put({ pair, known }, "this");
    await new Promise((done) => { writing.oncomplete = done; });
    opening.result.close();
}"""


def let_in(page: Page, node: RealNode) -> None:
    """Make this browser a device that the node knows; it hears of it at its next sync."""
    key, clerk = DeviceKey(), node.person()
    reply = enrol(clerk.http, key.wish(code_for_device(clerk)))
    assert reply.status_code == 200, reply.text
    secret = key.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    kept_key = {"secret": base64.b64encode(secret).decode("ascii"), "point": key.public}
    page.evaluate(_KEEP_KEY, {**kept_key, "known": reply.json()})


def kept(page: Page, store: str) -> list[dict[str, Any]]:
    """Return all records of one store of this browser."""
    records: list[dict[str, Any]] = page.evaluate(_READ_ALL, store)
    return records


def waiting_ops(page: Page) -> list[str]:
    """Return the operation ids in the outbox."""
    return [each["op"] for each in kept(page, "outbox")]


def await_count(page: Page, count: int) -> None:
    """Wait until the bar tells how many commands wait."""
    button = page.get_by_role("button", name=f"Máy này: {count} việc chờ gửi")
    expect(button).to_be_visible(timeout=15_000)


def await_that(page: Page, true: Callable[[], bool]) -> None:
    """Wait until `true` holds."""
    end = time.monotonic() + WAIT_S
    while not true():
        assert time.monotonic() < end
        page.wait_for_timeout(50)


def open_outbox(page: Page) -> None:
    """Open «Việc chờ gửi»."""
    page.get_by_role("button", name="việc chờ gửi").first.click()
    expect(page.get_by_role("dialog", name="Việc chờ gửi")).to_be_visible()


def give_offline(page: Page, subject: str, *, symbol: str = "") -> str:
    """Cut the link, register `subject` and leave it to the outbox; return its operation id."""
    before = waiting_ops(page)
    open_form(page)
    page.context.set_offline(True)
    page.keyboard.type("Sở Tư pháp")
    page.get_by_label("Số, ký hiệu").fill(symbol)
    page.get_by_label("Trích yếu nội dung").fill(subject)
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name=LATER).click()
    expect(page.get_by_label("Trích yếu nội dung")).to_have_value("")
    (given,) = [op for op in waiting_ops(page) if op not in before]
    return given


def sync_fails(page: Page | BrowserContext) -> None:
    """Let the page load, but no sync get through."""
    page.route(SYNC, lambda route: route.abort("connectionreset"))


class Syncs:
    """The syncs that a browser sends, by the cursor and the operations in them."""

    def __init__(self, context: BrowserContext) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.answers: list[dict[str, Any]] = []
        context.on("request", self._sent)
        context.on("requestfinished", self._answered)

    def times(self, op: str) -> int:
        """Return how many requests held the operation."""
        return sum(op in {each["op"] for each in body["commands"]} for body in self.bodies)

    def answered(self, op: str) -> int:
        """Return how many of them the node answered."""
        return sum(op in {each["op"] for each in body["commands"]} for body in self.answers)

    def _answered(self, request: Request) -> None:
        if request.url.endswith("/api/sync"):
            self.answers.append(json.loads(request.post_data or "{}"))

    def _sent(self, request: Request) -> None:
        if request.url.endswith("/api/sync"):
            self.bodies.append(json.loads(request.post_data or "{}"))


class PassFirst:
    """Lets the first sync pass and cuts all after it, while it is set."""

    def __init__(self, page: Page) -> None:
        self._passed = 0
        page.route(SYNC, self._answer)

    def _answer(self, route: Route) -> None:
        self._passed += 1
        if self._passed == 1:
            route.continue_()
        else:
            route.abort("connectionreset")


class Chromium:
    """A Chromium process of its own over a profile that outlives it."""

    def __init__(self, profile: Path, *, driver: Browser) -> None:
        self._profile = profile
        self._driver = driver
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Page:
        """Run it and return a page of it."""
        program = shutil.which("chromium") or shutil.which("google-chrome")
        assert program is not None, "no Chromium in PATH"
        place = [f"--user-data-dir={self._profile}", "--remote-debugging-port=0"]
        arguments = ["--headless=new", "--no-first-run", *ARGUMENTS, *place, "about:blank"]
        told = self._profile / "DevToolsActivePort"
        told.unlink(missing_ok=True)
        self._process = subprocess.Popen(
            [program, *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        browser = self._driver.browser_type.connect_over_cdp(f"http://127.0.0.1:{_port(told)}")
        return browser.contexts[0].new_page()

    def kill(self) -> None:
        """End it and its children at once, as a power cut does."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None


def _port(told: Path) -> int:
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        if told.is_file() and (lines := told.read_text().splitlines()):
            return int(lines[0])
        time.sleep(0.05)
    raise AssertionError("Chromium told no port")
