"""Lost replies, expired sessions, reloads: nothing typed is lost, nothing registered twice."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.commune.node import PASSWORD
from tests.e2e.desk import open_form, registered, scan_file, shown_number, stamp, step_in
from tests.e2e.house import House

pytestmark = pytest.mark.browser

COMMANDS = "**/api/commands"


def type_document(page: Page, subject: str) -> None:
    """Fill the two fields that are needed."""
    page.keyboard.type("Sở Tư pháp")
    page.get_by_label("Trích yếu nội dung").focus()
    page.keyboard.type(subject)


def lose_replies(page: Page, count: int) -> list[str]:
    """Let the node do what is asked, and lose its next `count` replies; return the bodies sent."""
    sent: list[str] = []

    def answer(route: Route) -> None:
        sent.append(route.request.post_data or "")
        if len(sent) <= count:
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(COMMANDS, answer)
    return sent


def test_a_lost_reply_is_asked_again_and_shows_the_one_number_r_in_16(
    page: Page, house: House
) -> None:
    """R-IN-16, WI2: the same operation and content until the node answers."""
    subject = "Về việc trả lời bị mất hai lần"
    step_in(page, house)
    open_form(page)
    type_document(page, subject)
    sent = lose_replies(page, 2)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Chưa nhận được trả lời. Đang hỏi lại…")).to_be_visible()
    number = stamp(page)
    assert len(sent) == 3
    assert len(set(sent)) == 1
    assert registered(house, subject) == [number]


def test_a_reload_in_the_middle_goes_on_with_the_same_operation(page: Page, house: House) -> None:
    """R-IN-16: the operation was kept before it was sent."""
    subject = "Về việc tải lại trang giữa chừng"
    step_in(page, house)
    open_form(page)
    type_document(page, subject)
    sent = lose_replies(page, 1000)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Chưa nhận được trả lời. Đang hỏi lại…")).to_be_visible()
    page.unroute(COMMANDS)
    page.reload()
    number = stamp(page)
    assert len(set(sent)) == 1
    assert registered(house, subject) == [number]


def test_a_number_not_yet_on_the_paper_is_shown_again_after_a_reload(
    page: Page, house: House
) -> None:
    step_in(page, house)
    open_form(page)
    type_document(page, "Về việc chưa kịp ghi dấu")
    page.keyboard.press("Alt+Enter")
    number = shown_number(page)
    page.keyboard.press("Escape")
    assert shown_number(page) == number
    page.reload()
    assert stamp(page) == number
    page.reload()
    expect(page.get_by_label("Cơ quan ban hành")).to_have_value("")


def test_an_expired_session_keeps_the_typed_form(page: Page, house: House) -> None:
    """Log in again over the form, and it saves: nothing typed is lost."""
    subject = "Về việc hết phiên làm việc"
    step_in(page, house)
    open_form(page)
    type_document(page, subject)
    page.context.clear_cookies()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog", name="Phiên làm việc đã hết giờ")).to_be_visible()
    expect(page.get_by_label("Mật khẩu")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    number = stamp(page)
    assert registered(house, subject) == [number]


def test_what_is_typed_survives_a_reload(page: Page, house: House) -> None:
    step_in(page, house)
    open_form(page)
    type_document(page, "Về việc đang nhập dở")
    page.set_input_files("input[type=file]", scan_file("ke-hoach.pdf"))
    expect(page.get_by_text("Đã lên máy xã")).to_be_visible()
    page.wait_for_timeout(600)
    page.reload()
    expect(page.get_by_label("Trích yếu nội dung")).to_have_value("Về việc đang nhập dở")
    expect(page.get_by_label("Cơ quan ban hành")).to_have_value("Sở Tư pháp")
    expect(page.get_by_text("ke-hoach.pdf")).to_be_visible()


def test_a_silent_node_is_said_and_stops_nobody_from_typing(page: Page, house: House) -> None:
    step_in(page, house)
    open_form(page)
    page.route("**/api/**", lambda route: route.abort("connectionrefused"))
    expect(page.get_by_text("Chưa liên lạc được với máy xã.")).to_be_visible(timeout=10_000)
    type_document(page, "Vẫn gõ được")
    page.unroute("**/api/**")
    expect(page.get_by_text("Chưa liên lạc được với máy xã.")).to_have_count(0, timeout=10_000)
    expect(page.get_by_label("Trích yếu nội dung")).to_have_value("Vẫn gõ được")
