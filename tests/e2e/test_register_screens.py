"""The screens about numbers and who holds the registers, at a phone's and an office PC's size.

What takes a broken disk, a second site or a week to come about is told by a stand-in for the
node's answer (registers.py); test_numbers.py does the same things with the node itself.
"""

from collections.abc import Callable
from typing import Any, Final

import msgspec
import pytest
from playwright.sync_api import Page, expect

from tests.e2e import registers
from tests.e2e.conftest import OFFICE_PC, PHONE, Opened
from tests.e2e.days import said, today
from tests.e2e.desk import go, open_form, step_in
from tests.e2e.house import ADMINISTRATOR, LEADER, House
from tests.e2e.looks import look_at

pytestmark = pytest.mark.browser

Show = Callable[[Page, House], None]

DEN_STATE: Final = "tinh-trang-so/den-2026"


def band(question: registers.Question) -> Show:
    """Show the list below an opening that asks `question`."""

    def show(page: Page, house: House) -> None:
        registers.open_as(page, registers.opening(question))
        step_in(page, house)
        expect(page.locator(".rows > li").first).to_be_visible()
        expect(page.locator(".band")).to_contain_text("Chưa cấp số")

    return show


def paper_typed(page: Page, house: House) -> None:
    band("paper_confirm")(page, house)
    page.get_by_role("button", name="Không đúng, sửa số").click()
    page.get_by_role("textbox", name="Số đến cuối trên giấy năm 2026").fill("15b")
    page.get_by_role("button", name="Trả lời").click()
    expect(page.get_by_text("Ô này chỉ ghi số.")).to_be_visible()


def paper_unknown(page: Page, house: House) -> None:
    band("paper_lost")(page, house)
    page.get_by_role("checkbox", name="Số đi cuối trên giấy").check()
    page.get_by_role("button", name="Trả lời").click()
    expect(page.get_by_text("Nhập số cuối trên giấy, hoặc chọn")).to_be_visible()


def day_typed(page: Page, house: House) -> None:
    band("day")(page, house)
    page.get_by_label("Hôm nay là ngày nào?").fill("2011")
    expect(page.get_by_text("Thứ Sáu, 20/11/2026").first).to_be_visible()


def leader_waits(page: Page, house: House) -> None:
    registers.open_as(page, registers.opening("paper_confirm"))
    step_in(page, house, LEADER)
    expect(page.get_by_text("Văn thư trả lời câu hỏi này.")).to_be_visible()


def recovered(page: Page, house: House) -> None:
    registers.open_as(page, registers.RECOVERED)
    step_in(page, house)
    expect(page.get_by_text("đã lấy lại 3 việc còn thiếu từ bản ghi kèm")).to_be_visible()


def form_behind_the_band(page: Page, house: House) -> None:
    registers.open_as(page, registers.opening("paper_confirm"))
    unsaid = registers.problem(
        "PAPER_UNSAID",
        "Chưa xác nhận số cuối trên giấy nên chưa cấp số.",
        "Trả lời câu hỏi ở đầu màn hình rồi bấm lưu lại; nội dung đang nhập vẫn còn.",
    )
    registers.refuse_commands(page, unsaid)
    fill_and_save(page, house)
    expect(page.get_by_text("PAPER_UNSAID")).to_be_visible()


def fill_and_save(page: Page, house: House) -> None:
    step_in(page, house)
    open_form(page)
    page.keyboard.type("Sở Nội vụ")
    page.get_by_label("Trích yếu nội dung").fill("Về việc rà soát biên chế")
    page.keyboard.press("Control+Enter")


def holding(page: Page, house: House, account: str = "vanthu") -> None:
    registers.answer(page, "**/holding", registers.HOLDING)
    step_in(page, house, account)
    go(page, "giu-so")
    expect(page.get_by_role("heading", name="Các lần tiếp quản")).to_be_visible()


def held_by_another(page: Page, house: House) -> None:
    registers.answer(page, "**/holding", registers.FOLLOWING)
    registers.open_as(page, registers.opening(standing="follower"))
    step_in(page, house)
    go(page, "giu-so")
    expect(page.get_by_role("link", name="Tiếp quản sổ trên máy này")).to_be_visible()


def administrator(page: Page, house: House) -> None:
    holding(page, house, ADMINISTRATOR)


def site_code(page: Page, house: House) -> None:
    registers.answer(page, "**/site-code", {"code": "482913", "minutes": 15})
    holding(page, house)
    new_site(page)
    page.get_by_role("button", name="Lấy mã", exact=True).click()
    expect(page.get_by_role("dialog").get_by_text("482913")).to_be_visible()


def new_site(page: Page) -> None:
    page.get_by_role("button", name="Lấy mã cho máy mới").click()
    page.get_by_label("Máy mới là").select_option(label="Cơ sở khác (được giao số)")
    expect(page.get_by_label("Cách giữ thứ tự số")).to_be_visible()


def branch(page: Page, house: House) -> None:
    holding(page, house)
    new_site(page)


def lease(page: Page, house: House) -> None:
    holding(page, house)
    page.get_by_role("button", name="Giao số").click()
    page.get_by_role("dialog").get_by_role("button", name="Giao số").click()
    expect(page.get_by_text("Nhập bao nhiêu số")).to_be_visible()


def device(page: Page, house: House) -> None:
    holding(page, house)
    page.get_by_role("button", name="Cấp mã cho thiết bị").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def closing(page: Page, house: House) -> None:
    holding(page, house)
    page.get_by_role("button", name="Khóa sổ").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def new_year(page: Page, house: House) -> None:
    unconfirmed = registers.problem(
        "YEAR_UNCONFIRMED",
        "Chưa xác nhận đã sang năm mới.",
        "Xem ngày ghi bên dưới; nếu đúng, bấm «Đúng, mở sổ năm mới».",
    )
    old = (msgspec.structs.replace(registers.DEN, year=2025),)
    registers.answer(page, "**/holding", msgspec.structs.replace(registers.HOLDING, registers=old))
    registers.refuse_commands(page, unconfirmed)
    step_in(page, house)
    go(page, "giu-so")
    page.get_by_role("button", name=f"Mở sổ đến {today().year}").click()
    expect(
        page.get_by_text(f"Hôm nay là {said(today())}. Mở sổ năm {today().year}?")
    ).to_be_visible()


def take_over(page: Page, house: House) -> None:
    registers.answer(page, "**/api/opening", registers.opening("take_over"))
    step_in(page, house)
    go(page, "tiep-quan")
    page.get_by_role("button", name="Tiếp quản sổ").click()
    expect(page.locator(".fault").first).to_be_visible()


def taken_over(page: Page, house: House) -> None:
    registers.answer(page, "**/api/take-over", registers.OPEN)
    take_over(page, house)
    page.get_by_label("Lý do tiếp quản").fill("Máy cũ hỏng ổ đĩa")
    for number in page.get_by_role("textbox", name="cuối trên giấy").all():
        number.fill("57")
    for label in ("Tài khoản văn thư", "Mật khẩu văn thư"):
        page.get_by_label(label).fill("vanthu")
    for label in ("Tài khoản lãnh đạo", "Mật khẩu lãnh đạo"):
        page.get_by_label(label).fill("chutich")
    page.get_by_role("button", name="Tiếp quản sổ").click()
    expect(page.get_by_role("heading", name="Máy này đã giữ sổ")).to_be_visible()


def numbers(page: Page, house: House) -> None:
    registers.answer(page, "**/numbers/den/2026?*", registers.NUMBERS)
    step_in(page, house)
    go(page, DEN_STATE)
    expect(page.get_by_role("link", name="Nhập lại từ giấy số 152")).to_be_visible()


def voiding(page: Page, house: House) -> None:
    numbers(page, house)
    page.get_by_role("button", name="HỦY số 152").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def no_such_register(page: Page, house: House) -> None:
    step_in(page, house)
    go(page, "tinh-trang-so")
    expect(page.get_by_text("Không có sổ này.")).to_be_visible()


def reentry(page: Page, house: House) -> None:
    step_in(page, house)
    go(page, "nhap-lai/den-2026-152")
    expect(page.get_by_role("button", name="Lưu vào số 152")).to_be_visible()


def reentry_out(page: Page, house: House) -> None:
    step_in(page, house)
    go(page, "nhap-lai/di-2026-57")
    page.get_by_role("button", name="Lưu vào số 57").click()
    expect(page.locator(".fault").first).to_be_visible()


def copies(page: Page, house: House) -> None:
    registers.answer(page, "**/copies?*", registers.COPIES)
    step_in(page, house)
    go(page, "ban-sao")
    expect(page.get_by_text("1/TrS-UBND")).to_be_visible()


def with_fates(found: dict[str, Any]) -> dict[str, Any]:
    rows = [
        row | (registers.FATES[place] if place < len(registers.FATES) else {})
        for place, row in enumerate(found["rows"])
    ]
    return found | {"rows": rows}


def fates(page: Page, house: House) -> None:
    registers.changed(page, "**/incoming?*", with_fates)
    step_in(page, house)
    expect(page.get_by_text("HỦY: đóng dấu nhầm văn bản")).to_be_visible()


def fates_in_the_book(page: Page, house: House) -> None:
    fates(page, house)
    page.get_by_label("Chế độ Sổ").check()
    expect(page.get_by_role("table")).to_be_visible()
    expect(page.get_by_role("link", name="Tình trạng số")).to_be_visible()


def void_document(page: Page, house: House) -> None:
    registers.changed(
        page, "**/incoming/*", lambda found: found | {"row": found["row"] | registers.FATES[0]}
    )
    made = house.person().register("Về việc đóng dấu nhầm", duplicate_ok=True)
    step_in(page, house)
    go(page, f"den/{made['id']}")
    expect(page.get_by_text("HỦY: đóng dấu nhầm văn bản")).to_be_visible()


def electronic(found: dict[str, Any]) -> dict[str, Any]:
    return found | {"row": found["row"] | {"source": "lien_thong"}}


def paper_arrives(page: Page, house: House) -> None:
    registers.changed(page, "**/incoming/*", electronic)
    made = house.person().register("Về việc bản giấy đến sau", duplicate_ok=True)
    step_in(page, house)
    go(page, f"den/{made['id']}")
    page.get_by_role("button", name="Bản giấy đã đến").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def duplicate_of_electronic(page: Page, house: House) -> None:
    registers.changed(page, "**/incoming/*", electronic)
    symbol = {"organ_name": "Sở Xây dựng", "code_number": "61", "code_notation": "SXD-QH"}
    house.person().register("Về việc quy hoạch", **symbol, duplicate_ok=True)
    step_in(page, house)
    open_form(page)
    page.keyboard.type("Sở Xây dựng")
    page.get_by_label("Số, ký hiệu").fill("61/SXD-QH")
    page.get_by_label("Trích yếu nội dung").fill("Về việc quy hoạch")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Đây là bản giấy của số")).to_be_visible()


def slip_typed(page: Page, house: House) -> None:
    step_in(page, house)
    open_form(page)
    page.get_by_text("Nhập theo phiếu tạm").click()
    page.get_by_label("Mã tiếp nhận tạm").fill("T-07-0012K")
    page.get_by_label("Giờ nhận").fill("25:00")
    page.get_by_label("Trích yếu nội dung").fill("Về việc mưa lũ")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Mã này không đúng.")).to_be_visible()


def slip_of_a_stranger(page: Page, house: House) -> None:
    stranger = registers.problem(
        "SLIP_DEVICE_UNKNOWN",
        "Phiếu này thuộc thiết bị chưa có tên hoặc đã báo mất.",
        "Đối chiếu phiếu với giấy; nếu đúng, chọn «Vẫn vào sổ theo phiếu này».",
    )
    registers.refuse_commands(page, stranger)
    fill_and_save(page, house)
    expect(page.get_by_role("button", name="Vẫn vào sổ theo phiếu này")).to_be_visible()


SCREENS: Final[dict[str, Show]] = {
    "mo-so-xac-nhan": band("paper_confirm"),
    "mo-so-sua-so": paper_typed,
    "mo-so-mat": band("paper_lost"),
    "mo-so-khong-biet": paper_unknown,
    "mo-so-ngay": day_typed,
    "mo-so-tiep-quan": band("take_over"),
    "mo-so-dong": band(""),
    "mo-so-lanh-dao": leader_waits,
    "mo-so-lay-lai": recovered,
    "vao-so-cho-xac-nhan": form_behind_the_band,
    "giu-so": holding,
    "giu-so-theo-doi": held_by_another,
    "giu-so-quan-tri": administrator,
    "giu-so-ma": site_code,
    "giu-so-co-so-moi": branch,
    "giu-so-giao-so": lease,
    "giu-so-thiet-bi": device,
    "giu-so-khoa": closing,
    "giu-so-nam-moi": new_year,
    "tiep-quan": take_over,
    "tiep-quan-xong": taken_over,
    "tinh-trang-so": numbers,
    "tinh-trang-so-huy": voiding,
    "tinh-trang-so-khong": no_such_register,
    "nhap-lai-den": reentry,
    "nhap-lai-di": reentry_out,
    "ban-sao": copies,
    "dong-so": fates,
    "dong-so-che-do-so": fates_in_the_book,
    "chi-tiet-huy": void_document,
    "ban-giay-den": paper_arrives,
    "trung-lien-thong": duplicate_of_electronic,
    "vao-so-phieu-tam": slip_typed,
    "vao-so-phieu-la": slip_of_a_stranger,
}


@pytest.mark.parametrize("size", [OFFICE_PC, PHONE], ids=["office", "phone"])
@pytest.mark.parametrize("name", SCREENS)
def test_axe_finds_nothing_and_nothing_runs_out_of_the_screen(
    open_page: Opened, house: House, name: str, size: tuple[int, int]
) -> None:
    page = open_page(size)
    SCREENS[name](page, house)
    look_at(page, f"{name}-{size[0]}")
