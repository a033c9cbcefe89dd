"""Every screen at a phone's and an office PC's size: axe finds nothing, nothing runs out of it.

The pictures lie in .build/screens/ to be looked at.
"""

from collections.abc import Callable
from typing import Any, Final

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import OFFICE_PC, PHONE, Opened
from tests.e2e.desk import go, open_form, scan_file, step_in
from tests.e2e.house import ADMINISTRATOR, LEADER, House
from tests.e2e.looks import look_at, small_targets, violations

pytestmark = pytest.mark.browser

Show = Callable[[Page, House], None]


def log_in_screen(page: Page, _house: House) -> None:
    page.goto("/")
    expect(page.get_by_label("Tài khoản")).to_be_focused()


def wrong_password(page: Page, house: House) -> None:
    log_in_screen(page, house)
    page.get_by_label("Tài khoản").fill("vanthu")
    page.get_by_label("Mật khẩu").fill("sai")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()


def node_away_at_start(page: Page, _house: House) -> None:
    page.route("**/api/**", lambda route: route.abort("connectionrefused"))
    page.goto("/")
    expect(page.get_by_role("button", name="Thử lại")).to_be_visible()


def incoming(page: Page, house: House) -> None:
    step_in(page, house)
    expect(page.locator(".rows > li").first).to_be_visible()


def book(page: Page, house: House) -> None:
    incoming(page, house)
    page.get_by_label("Chế độ Sổ").check()
    expect(page.get_by_role("table")).to_be_visible()


def nothing_found(page: Page, house: House) -> None:
    incoming(page, house)
    page.get_by_label("Tìm").fill("khongcogi")
    expect(page.get_by_text("Không tìm thấy")).to_be_visible()


def document(page: Page, house: House) -> None:
    clerk = house.person()
    content = scan_file("Quyết định giao chỉ tiêu.pdf")["buffer"]
    sha256 = clerk.kept("quyet-dinh-giao-chi-tieu.pdf", content)
    made = clerk.register("Về việc giao chỉ tiêu", urgency=1, files=[sha256], duplicate_ok=True)
    step_in(page, house)
    go(page, f"den/{made['id']}")
    expect(page.get_by_role("heading", name="Lịch sử")).to_be_visible()


def removal(page: Page, house: House) -> None:
    document(page, house)
    page.get_by_role("button", name="Gỡ nội dung").press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()


def form(page: Page, house: House) -> None:
    step_in(page, house)
    open_form(page)


def form_with_suggestions(page: Page, house: House) -> None:
    step_in(page, house)
    with page.expect_response("**/incoming?limit=100"):
        open_form(page)
    page.keyboard.type("uy ban")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")


def form_with_faults(page: Page, house: House) -> None:
    form(page, house)
    page.get_by_label("Ngày văn bản").fill("31/2/2026")
    empty = scan_file("rong.pdf")
    empty["buffer"] = b""
    page.set_input_files("input[type=file]", [scan_file("tot.pdf"), empty])
    expect(page.get_by_text("UPLOAD_EMPTY")).to_be_visible()
    page.get_by_label("Trích yếu nội dung").focus()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Có 3 chỗ cần sửa.")).to_be_visible()


def fill_and_save(page: Page, house: House, subject: str) -> None:
    form(page, house)
    page.keyboard.type("Sở Nông nghiệp và Môi trường")
    page.get_by_label("Trích yếu nội dung").fill(subject)
    page.keyboard.press("Control+Enter")


def number(page: Page, house: House) -> None:
    fill_and_save(page, house, "Về việc kiểm tra đê điều trước mùa mưa bão")
    expect(page.locator(".stamp")).to_be_visible()


def secret_refused(page: Page, house: House) -> None:
    form(page, house)
    page.get_by_label("Độ mật").select_option("TỐI MẬT")
    page.get_by_label("Cơ quan ban hành").fill("Bộ Công an")
    page.get_by_label("Trích yếu nội dung").fill("Kế hoạch")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("SECRET_REFUSED")).to_be_visible()


def duplicate(page: Page, house: House) -> None:
    symbol = {"organ_name": "Sở Công Thương", "code_number": "55", "code_notation": "SCT-QLTM"}
    house.person().register("Về việc trùng", **symbol, duplicate_ok=True)
    form(page, house)
    page.keyboard.type("Sở Công Thương")
    page.get_by_label("Số, ký hiệu").fill("55/SCT-QLTM")
    page.get_by_label("Trích yếu nội dung").fill("Về việc trùng")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog")).to_be_visible()


def lost_reply(page: Page, house: House) -> None:
    page.route("**/api/commands", lambda route: route.abort("connectionreset"))
    fill_and_save(page, house, "Về việc đang hỏi lại")
    expect(page.get_by_text("Đang hỏi lại…")).to_be_visible()


def expired(page: Page, house: House) -> None:
    form(page, house)
    page.context.clear_cookies()
    expect(page.get_by_role("dialog")).to_be_visible(timeout=10_000)


def inbox(page: Page, house: House) -> None:
    step_in(page, house)
    go(page, "cho-tiep-nhan")
    expect(page.locator(".rows > li").first).to_be_visible()


def inbox_item(page: Page, house: House) -> None:
    inbox(page, house)
    page.get_by_role("link", name="Về việc phối hợp phòng dịch").click()
    page.get_by_role("button", name="Kiểm tra ký số").click()
    expect(page.get_by_role("button", name="Tiếp nhận")).to_be_enabled()


def outgoing(page: Page, house: House) -> None:
    step_in(page, house)
    go(page, "di")
    expect(page.locator(".rows > li").first).to_be_visible()


def draft(page: Page, house: House) -> None:
    step_in(page, house)
    go(page, "soan")
    expect(page.get_by_label("Ký hiệu")).to_be_visible()


def outgoing_at(stage: str, account: str = "vanthu") -> Show:
    def show(page: Page, house: House) -> None:
        step_in(page, house, account)
        go(page, f"di/{house.outgoing[stage]}")
        expect(page.get_by_role("heading", name="Lịch sử")).to_be_visible()

    return show


def signing(page: Page, house: House) -> None:
    asked = {"job": "1", "role": "person", "state": "asked", "agent": "Máy ký lãnh đạo"}
    lines = [{**asked, "reason": "", "at": "2026-11-20T02:10:00.000Z"}]
    path = f"**/outgoing/{house.outgoing['trinh_ky']}"
    asking = {"signing": lines, "may": ["outgoing.send_back", "content.remove"]}
    page.route(path, lambda route: answer_with(route, lambda found: found | asking))
    outgoing_at("trinh_ky", LEADER)(page, house)
    expect(page.get_by_text("Máy ký đang hỏi…")).to_be_visible()


def province_away(page: Page, house: House) -> None:
    problem = {
        "type": "urn:vanthu:peer-away",
        "title": "Chưa liên lạc được với máy tỉnh.",
        "status": 503,
        "code": "PEER_AWAY",
        "next_step": "Cứ làm việc; máy xã tự gửi khi có mạng.",
    }
    hub = {
        "paired": True,
        "reachable": False,
        "last_contact": "2026-11-18T02:10:00.000Z",
        "node_head": 60,
        "hub_head": 53,
        "files_waiting": 2,
        "bytes_waiting": 1_400_000,
        "failures": 4,
        "next_try_at": "2026-11-20T02:11:00.000Z",
        "problem": problem,
    }
    page.route("**/state", lambda route: answer_with(route, lambda found: found | {"hub": hub}))
    incoming(page, house)
    expect(page.get_by_text("7 việc chờ gửi")).to_be_visible()
    page.get_by_role("button", name="Chi tiết").click()


def node_away(page: Page, house: House) -> None:
    incoming(page, house)
    page.route("**/api/**", lambda route: route.abort("connectionrefused"))
    expect(page.get_by_text("Chưa liên lạc được với máy xã.")).to_be_visible(timeout=10_000)


def shortcuts(page: Page, house: House) -> None:
    incoming(page, house)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Phím tắt")).to_be_visible()


def not_theirs(page: Page, house: House) -> None:
    step_in(page, house, LEADER)
    go(page, "cho-tiep-nhan")
    expect(page.get_by_text("không mở màn hình này")).to_be_visible()


def closed_node(page: Page, house: House) -> None:
    text = (
        "Máy xã chưa mở sổ: dữ liệu trên máy không khớp bản ghi kèm. "
        "Chưa đóng dấu số nào; báo cán bộ CNTT chạy «vanthu doctor»."
    )
    notices = [{"code": "NODE_NOT_OPEN", "text": text, "field": ""}]
    page.route(
        "**/state", lambda route: answer_with(route, lambda found: found | {"notices": notices})
    )
    form(page, house)
    expect(page.get_by_text(text)).to_have_count(2)


def administration(section: str = "") -> Show:
    def show(page: Page, house: House) -> None:
        step_in(page, house, ADMINISTRATOR)
        expect(page.locator(".rows > li").first).to_be_visible()
        if section:
            page.get_by_role("link", name=section).click()
            expect(page.get_by_role("heading", level=1, name=section)).to_be_visible()

    return show


def new_account(page: Page, house: House) -> None:
    administration()(page, house)
    page.get_by_role("button", name="Thêm người dùng").click()
    page.get_by_role("button", name="Lưu tài khoản").click()
    expect(page.locator(".fault").first).to_be_visible()


def pairing_code(page: Page, house: House) -> None:
    administration("Máy ký")(page, house)
    page.get_by_role("button", name="Lấy mã ghép nối").click()
    expect(page.get_by_text("còn 15 phút")).to_be_visible()


def certificates(page: Page, house: House) -> None:
    administration("Chứng thư")(page, house)
    expect(page.locator(".rows > li").first).to_be_visible()


SCREENS: Final[dict[str, Show]] = {
    "dang-nhap": log_in_screen,
    "dang-nhap-sai": wrong_password,
    "may-xa-vang-luc-mo": node_away_at_start,
    "van-ban-den": incoming,
    "che-do-so": book,
    "khong-tim-thay": nothing_found,
    "chi-tiet-den": document,
    "go-noi-dung": removal,
    "vao-so": form,
    "vao-so-goi-y": form_with_suggestions,
    "vao-so-loi": form_with_faults,
    "so-den": number,
    "van-ban-mat": secret_refused,
    "trung": duplicate,
    "dang-hoi-lai": lost_reply,
    "het-phien": expired,
    "cho-tiep-nhan": inbox,
    "cho-tiep-nhan-mot": inbox_item,
    "van-ban-di": outgoing,
    "soan-du-thao": draft,
    "di-du-thao": outgoing_at("du_thao"),
    "di-cho-dong-dau": outgoing_at("da_cap_so"),
    "di-da-phat-hanh": outgoing_at("da_phat_hanh"),
    "di-cho-ky": outgoing_at("trinh_ky", LEADER),
    "di-dang-ky": signing,
    "tinh-vang": province_away,
    "may-xa-vang": node_away,
    "phim-tat": shortcuts,
    "may-xa-dong": closed_node,
    "nguoi-dung": administration(),
    "nguoi-dung-them": new_account,
    "may-ky": pairing_code,
    "chung-thu": certificates,
    "tinh-trang": administration("Tình trạng"),
    "khong-mo": not_theirs,
}


def answer_with(route: Route, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Answer with what the node says, changed: a state that takes a province or a token."""
    reply = route.fetch()
    route.fulfill(response=reply, json=change(reply.json()))


@pytest.mark.parametrize("size", [OFFICE_PC, PHONE], ids=["office", "phone"])
@pytest.mark.parametrize("name", SCREENS)
def test_axe_finds_nothing_and_nothing_runs_out_of_the_screen(
    open_page: Opened, house: House, name: str, size: tuple[int, int]
) -> None:
    page = open_page(size)
    SCREENS[name](page, house)
    look_at(page, f"{name}-{size[0]}")


def test_axe_would_find_a_field_without_a_name(page: Page, house: House) -> None:
    step_in(page, house)
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    assert any(found.startswith("label") for found in violations(page))


def test_a_small_button_would_be_found(page: Page, house: House) -> None:
    step_in(page, house)
    page.evaluate("document.querySelector('.person .quiet').style.minHeight = '30px'")
    assert len(small_targets(page)) == 1
