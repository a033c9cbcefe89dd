"""In sổ: from Chế độ Sổ to the printed register in a tab of its own."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.commune.node import UBND
from tests.e2e.desk import go, step_in
from tests.e2e.house import House

pytestmark = pytest.mark.browser


def asked_by_button(page: Page) -> str:
    """Press In sổ and return the address that the new tab asks for."""
    with page.context.expect_event(
        "request", lambda request: urlsplit(request.url).path.endswith("/print")
    ) as asked:
        page.get_by_role("button", name="In sổ").click()
    return str(asked.value.url)


def test_the_book_is_printed_from_its_screen_r_bk_04(page: Page, house: House) -> None:
    """R-BK-02, R-BK-03: the whole register, or the numbers of a period."""
    step_in(page, house)
    expect(page.get_by_text("In sổ năm")).to_have_count(0)
    page.get_by_label("Chế độ Sổ").check()
    page.get_by_text("In sổ năm").click()
    page.get_by_label("Từ số").fill("2")
    page.get_by_label("Đến số").fill("5")

    address = asked_by_button(page)

    assert urlsplit(address).path.startswith(f"/api/organs/{UBND}/registers/den/")
    assert parse_qs(urlsplit(address).query) == {"from": ["2"], "to": ["5"]}
    reply = page.context.request.get(address)
    assert reply.headers["content-type"] == "application/pdf"
    assert reply.body().startswith(b"%PDF-")


def test_a_number_beyond_the_register_is_told_before_anything_is_asked(
    page: Page, house: House
) -> None:
    step_in(page, house)
    page.get_by_label("Chế độ Sổ").check()
    page.get_by_text("In sổ năm").click()
    page.get_by_label("Từ số").fill("999999")
    page.get_by_role("button", name="In sổ").click()

    assert page.get_by_label("Từ số").evaluate("field => field.matches(':invalid')")
    assert len(page.context.pages) == 1


def test_the_outgoing_book_is_printed_from_its_list(page: Page, house: House) -> None:
    """R-BK-04."""
    step_in(page, house)
    go(page, "di")
    page.get_by_text("In sổ năm").click()

    address = asked_by_button(page)

    assert urlsplit(address).path.startswith(f"/api/organs/{UBND}/registers/di/")
    assert page.context.request.get(address).ok
