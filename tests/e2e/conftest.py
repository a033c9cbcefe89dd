"""Chromium and an office for the tests of this folder."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from anyio.from_thread import start_blocking_portal
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.house import House, filled_house

ARGUMENTS: Final = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
STATIC: Final = Path("server/src/vanthu_server/commune/web/static/index.html")
OFFICE_PC: Final = (1366, 768)
PHONE: Final = (360, 800)
HERE: Final = Path(__file__).parent

Opened = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep all tests of this folder in one worker: one house, one Chromium at a time."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[House]:
    """One office for all tests of this folder; each test registers documents of its own."""
    assert (pytestconfig.rootpath / STATIC).is_file(), "the PWA is not built: npm run build in pwa/"
    with start_blocking_portal() as portal:
        filled = filled_house(tmp_path_factory.mktemp("house"), portal)
    yield filled
    filled.node.stop()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, without a window.

    One a module, because Playwright keeps an event loop running as long as it lives: asyncio
    tests that come later in the same process need theirs.
    """
    path = shutil.which("chromium") or shutil.which("google-chrome")
    assert path is not None, "no Chromium in PATH"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, house: House) -> Iterator[Opened]:
    """Opens a new person's browser: nothing cached, nothing kept, no fault unseen.

    It looks at the house, or at the node of another `address`.
    """
    faults: list[str] = []
    contexts = []

    def opened(size: tuple[int, int] = OFFICE_PC, *, address: str = "") -> Page:
        width, height = size
        context = chromium.new_context(
            base_url=address or house.address,
            viewport={"width": width, "height": height},
            locale="vi-VN",
            timezone_id="America/Lima",  # nothing on the screen may depend on it
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(open_page: Opened) -> Page:
    """A browser at the office PC."""
    return open_page()
