"""What people do at the screen, by keyboard, and what they read from it."""

import re
from typing import Final

from playwright.sync_api import FilePayload, Page, expect

from tests.commune.node import PASSWORD, UBND
from tests.commune.papers import scan
from tests.e2e.house import CLERK, House

NUMBER: Final = re.compile(r"SỐ ĐẾN\s+(\d+)\s+·\s+\d\d/\d\d/\d{4}")


def log_in(page: Page, account: str = CLERK, password: str = PASSWORD) -> None:
    """Open the app and log in by keyboard; ends on the person's first screen."""
    page.goto("/")
    expect(page.get_by_label("Tài khoản")).to_be_focused()
    page.keyboard.type(account)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/#/*/*")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def step_in(page: Page, house: House, account: str = CLERK) -> None:
    """Be logged in without the form, for tests of what comes after it."""
    (cookie,) = house.person(account).http.cookies.jar
    assert cookie.value is not None
    page.context.add_cookies(
        [{"name": cookie.name, "value": cookie.value, "url": house.address, "httpOnly": True}]
    )
    page.goto("/")
    page.wait_for_url("**/#/*/*")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def open_form(page: Page) -> None:
    """F2: the registration form, with the focus in its first field."""
    page.keyboard.press("F2")
    expect(page.get_by_label("Cơ quan ban hành")).to_be_focused()


def go(page: Page, place: str) -> None:
    """Go to a screen by its address."""
    page.goto(f"/#/{UBND}/{place}")


def shown_number(page: Page) -> int:
    """Return the huge number once it stands there."""
    stamp = page.locator(".stamp")
    expect(stamp).to_be_visible()
    found = NUMBER.search((stamp.text_content() or "").replace("\n", " "))
    assert found is not None, stamp.text_content()
    return int(found[1])


def stamp(page: Page) -> int:
    """Return the huge number and say that it is on the paper."""
    number = shown_number(page)
    expect(page.get_by_role("button", name="Đã ghi dấu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".stamp")).to_have_count(0)
    return number


def registered(house: House, subject: str) -> list[int]:
    """Return the numbers under which the node holds `subject`, asked by a second client."""
    rows = house.person().read("incoming", q=subject, limit=200)["rows"]
    return [row["number"] for row in rows if row["subject"] == subject]


def scan_file(name: str) -> FilePayload:
    """Return a PDF of one page as the file chooser gives it."""
    return {"name": name, "mimeType": "application/pdf", "buffer": scan(name)}
