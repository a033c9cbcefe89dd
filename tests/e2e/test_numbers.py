"""What becomes of numbers, done at the screen with the node itself behind it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Opened
from tests.e2e.days import said, shown, today
from tests.e2e.desk import go, open_form, registered, shown_number, stamp, step_in
from tests.e2e.house import ADMINISTRATOR, LEADER, House
from vanthu_sync import slip

pytestmark = pytest.mark.browser

YEAR = today().year
CODE = re.compile(r"^\d{4,}$")


def row_of(page: Page, subject: str) -> Locator:
    """Return the line of the list that is about `subject`."""
    link = page.get_by_role("link", name=subject)
    expect(link).to_be_visible()
    return page.locator(".rows > li").filter(has=link)


def number_line(page: Page, number: int) -> Locator:
    """Return the line of a number in Tình trạng số."""
    shown = page.locator(".row-number strong").get_by_text(str(number), exact=True)
    return page.locator(".rows > li").filter(has=shown)


def fill(page: Page, subject: str, *, symbol: str = "") -> None:
    """Fill the registration form as far as these tests need it."""
    page.get_by_label("Cơ quan ban hành").fill("Sở Xây dựng")
    page.get_by_label("Số, ký hiệu").fill(symbol)
    page.get_by_label("Trích yếu nội dung").fill(subject)


def fill_slip(page: Page, text: str) -> None:
    """Unfold the slip's fields and type it, received yesterday at 14:05."""
    page.get_by_text("Nhập theo phiếu tạm").click()
    page.get_by_label("Mã tiếp nhận tạm").fill(text)
    page.get_by_label("Ngày nhận ghi trên phiếu").fill("19/11")
    page.get_by_label("Giờ nhận").fill("14h05")


def test_a_number_is_struck_out_with_its_reason_and_stays_r_out_07(
    page: Page, house: House
) -> None:
    """R-IN-15: HỦY is final, the line stays, the number goes to nobody else."""
    subject = "Về việc đóng dấu nhầm lên thư mời"
    made = house.person().register(subject)
    step_in(page, house)
    go(page, f"den/{made['id']}")
    page.get_by_role("button", name="HỦY số").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("không bỏ hủy được")).to_be_visible()
    dialog.get_by_role("button", name="HỦY số").click()
    expect(dialog.get_by_text("Ghi lý do.")).to_be_visible()
    dialog.get_by_label("Lý do").fill("đóng dấu nhầm")
    dialog.get_by_role("button", name="HỦY số").click()
    expect(page.get_by_text("HỦY: đóng dấu nhầm")).to_be_visible()
    expect(page.get_by_role("button", name="HỦY số")).to_have_count(0)

    go(page, "den")
    page.get_by_label("Tìm").fill(subject)
    line = row_of(page, subject)
    expect(line).to_have_class("struck")
    expect(line).to_contain_text("HỦY: đóng dấu nhầm")
    go(page, f"tinh-trang-so/den-{YEAR}")
    struck = number_line(page, made["number"])
    expect(struck).to_contain_text("Hủy")
    expect(struck).to_contain_text("đóng dấu nhầm")
    expect(struck.get_by_role("button", name="HỦY số")).to_have_count(0)
    assert house.person().register("Về việc số tiếp theo")["number"] > made["number"]


def test_a_leader_strikes_a_number_out_where_the_numbers_are_listed(
    page: Page, house: House
) -> None:
    made = house.person().register("Về việc lãnh đạo hủy số")
    step_in(page, house, LEADER)
    go(page, f"tinh-trang-so/den-{YEAR}")
    page.get_by_label("Trạng thái").select_option("Đã vào sổ")
    line = number_line(page, made["number"])
    line.get_by_role("button", name="HỦY số").click()
    page.get_by_label("Lý do").fill("vào sổ hai lần")
    page.get_by_role("dialog").get_by_role("button", name="HỦY số").click()
    expect(line).to_have_count(0)
    page.get_by_label("Trạng thái").select_option("Các số cần biết")
    expect(number_line(page, made["number"])).to_contain_text("vào sổ hai lần")


def test_a_slip_gets_its_number_once_and_its_line_says_so(page: Page, house: House) -> None:
    """R-IN-15, R-TIM-02: the device is coded at the screen; the capture time stays."""
    step_in(page, house)
    go(page, "giu-so")
    page.get_by_role("button", name="Cấp mã cho thiết bị").click()
    page.get_by_label("Tên thiết bị").fill("Điện thoại của chị Hoa")
    page.get_by_role("button", name="Cấp mã", exact=True).click()
    device = page.locator(".rows > li").filter(has_text="Điện thoại của chị Hoa")
    expect(device).to_contain_text("T-")
    code = device.inner_text().partition("T-")[2][:2]
    printed = slip.make(code, 3).text

    open_form(page)
    fill(page, "Về việc nhận lúc mất mạng")
    fill_slip(page, printed.lower().replace("-", " "))
    page.keyboard.press("Control+Enter")
    number = stamp(page)
    go(page, "den")
    line = row_of(page, "Về việc nhận lúc mất mạng")
    expect(line).to_contain_text(f"Theo mã tạm {printed}, nhận lúc 19/11 14:05")

    open_form(page)
    fill(page, "Về việc nhận lúc mất mạng, lần hai")
    fill_slip(page, printed)
    page.keyboard.press("Control+Enter")
    dialog = page.get_by_role("dialog", name="Phiếu này đã được cấp số")
    expect(dialog.get_by_text(f"Số đến {number} năm {YEAR}")).to_be_visible()
    expect(dialog.get_by_role("button")).to_have_count(1)
    dialog.get_by_role("button", name="Quay lại sửa").click()
    assert registered(house, "Về việc nhận lúc mất mạng, lần hai") == []

    go(page, "giu-so")
    expect(device).to_contain_text("còn 2 phiếu chưa về")
    expect(device).to_contain_text(slip.make(code, 1).text)


def test_a_slip_of_an_unknown_device_needs_the_clerks_word(page: Page, house: House) -> None:
    step_in(page, house)
    open_form(page)
    fill(page, "Về việc phiếu của máy lạ")
    fill_slip(page, slip.make("ZZ", 9).text)
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Vẫn vào sổ theo phiếu này").click()
    number = stamp(page)
    assert registered(house, "Về việc phiếu của máy lạ") == [number]


def test_a_mistyped_slip_is_told_beside_its_field(page: Page, house: House) -> None:
    step_in(page, house)
    open_form(page)
    fill(page, "Về việc gõ nhầm phiếu")
    fill_slip(page, "T-01-0004A")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Mã này không đúng.")).to_be_visible()
    expect(page.get_by_label("Mã tiếp nhận tạm")).to_be_focused()
    assert registered(house, "Về việc gõ nhầm phiếu") == []


def test_the_paper_of_an_e_document_takes_its_number_not_another(page: Page, house: House) -> None:
    """R-IN-15: found as a duplicate while the paper is entered."""
    subject = "Về việc quy hoạch phân khu"
    symbol = {"code_number": "71", "code_notation": "SXD-QH"}
    clerk = house.person()
    made = clerk.register(subject, organ_name="Sở Xây dựng", source="lien_thong", **symbol)
    mark = max(clerk.numbers())
    step_in(page, house)
    open_form(page)
    fill(page, subject, symbol="71/SXD-QH")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name=f"Đây là bản giấy của số {made['number']}").click()
    expect(page.get_by_role("dialog", name="Đã ghi nhận bản giấy")).to_be_visible()
    assert shown_number(page) == made["number"]
    page.get_by_role("button", name="Đã ghi dấu").click()
    expect(page.get_by_label("Cơ quan ban hành")).to_have_value("")
    assert max(clerk.numbers()) == mark
    go(page, f"den/{made['id']}")
    expect(page.get_by_text(f"Bản giấy đến ngày {shown(today())}")).to_be_visible()
    expect(page.get_by_role("button", name="Bản giấy đã đến")).to_have_count(0)


def test_a_paper_that_comes_later_is_noted_at_its_document(page: Page, house: House) -> None:
    made = house.person().register("Về việc bản giấy gửi sau", source="thu_dien_tu")
    step_in(page, house)
    go(page, f"den/{made['id']}")
    page.get_by_role("button", name="Bản giấy đã đến").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(said(today()))).to_be_visible()
    dialog.get_by_label("Ngày nhận bản giấy").fill("31/2")
    dialog.get_by_role("button", name="Ghi nhận bản giấy").click()
    expect(dialog.locator(".fault")).to_contain_text("Không có ngày 31/2")
    dialog.get_by_label("Ngày nhận bản giấy").fill(f"{today():%d/%m}")
    dialog.get_by_role("button", name="Ghi nhận bản giấy").click()
    expect(page.get_by_text(f"Bản giấy đến ngày {shown(today())}")).to_be_visible()


def test_copies_of_every_kind_share_one_series(page: Page, house: House) -> None:
    step_in(page, house)
    go(page, "ban-sao")
    for count, kind in enumerate(("SY", "SL", "TrS"), start=1):
        page.get_by_label("Cơ quan ban hành bản gốc").fill("UBND tỉnh")
        page.get_by_label("Số, ký hiệu bản gốc").fill(f"{count}/QĐ-UBND")
        page.get_by_label("Trích yếu nội dung").fill(f"Về việc sao văn bản {kind}")
        page.get_by_label("Hình thức sao").select_option(kind)
        page.get_by_role("button", name="Cấp số", exact=True).click()
        expect(page.locator(".stamp")).to_contain_text(f"{count:02d}/{kind}")
        page.get_by_role("button", name="Đã ghi").click()
        expect(page.locator(".rows > li").first).to_contain_text(f"{count:02d}/{kind}")
    expect(page.locator(".rows .row-number strong")).to_have_text(["3", "2", "1"])
    go(page, "giu-so")
    expect(page.get_by_text(f"Máy này đang giữ sổ bản sao {YEAR} (đến số 3)")).to_be_visible()


def test_who_holds_the_registers_stands_there_for_each_role(
    open_page: Opened, house: House
) -> None:
    """R-SEC-11: an administrator sees machines and counts, no number's document."""
    mark = max(house.person().numbers())
    for account in ("vanthu", LEADER, ADMINISTRATOR):
        page = open_page()
        step_in(page, house, account)
        go(page, "giu-so")
        held = f"Máy này đang giữ sổ đến {YEAR} (đến số {mark})"
        expect(page.get_by_text(held)).to_be_visible()
        states = page.get_by_role("link", name="Tình trạng số")
        if account == ADMINISTRATOR:
            expect(states).to_have_count(0)
            go(page, f"tinh-trang-so/den-{YEAR}")
            expect(page.get_by_text("không mở màn hình này")).to_be_visible()
        else:
            expect(states.first).to_be_visible()


def test_a_code_brings_a_branch_to_the_registers(page: Page, house: House) -> None:
    step_in(page, house, ADMINISTRATOR)
    go(page, "giu-so")
    page.get_by_role("button", name="Lấy mã cho máy mới").click()
    page.get_by_label("Máy mới là").select_option("branch")
    page.get_by_label("Cách giữ thứ tự số").select_option("dung_tiep")
    page.get_by_label("Mỗi lần giao bao nhiêu số").fill("nhiều")
    page.get_by_role("button", name="Lấy mã", exact=True).click()
    expect(page.get_by_text("Ô này chỉ ghi số, từ 0 đến 9999.")).to_be_visible()
    page.get_by_label("Mỗi lần giao bao nhiêu số").fill("20")
    page.get_by_role("button", name="Lấy mã", exact=True).click()
    expect(page.get_by_role("dialog").locator("strong")).to_have_text(CODE)
