"""Quản trị at the screen: people, signer agents, certificates; never a document."""

import msgspec
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.commune.agent import AgentDevice, pair_request
from tests.commune.papers import submitted
from tests.e2e.conftest import Opened
from tests.e2e.desk import go, log_in, step_in
from tests.e2e.house import ADMINISTRATOR, House
from tests.signing.office import new_pki
from vanthu_server.keys.node_key import SigningKey
from vanthu_sync import agent_wire

pytestmark = pytest.mark.browser

NEW_PASSWORD = "cau tre lac leo"


def section(page: Page, house: House, name: str) -> None:
    """Be the administrator, in one of the sections."""
    step_in(page, house, ADMINISTRATOR)
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def add(page: Page, *, account: str, name: str, role: str) -> Locator:
    """Add a person; return the line of the list."""
    page.get_by_role("button", name="Thêm người dùng").click()
    page.get_by_label("Tên đăng nhập").fill(account)
    page.get_by_label("Họ và tên").fill(name)
    page.get_by_label(role).check()
    page.get_by_label("Mật khẩu mới").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Lưu tài khoản").click()
    expect(page.get_by_text(f"Đã lưu tài khoản của {name}.")).to_be_visible()
    return page.locator(".rows > li").filter(has_text=account)


def test_a_clerk_is_added_and_logs_in(open_page: Opened, house: House) -> None:
    """R-ACC-01, R-ACC-06: an own account, issued at the screen."""
    page = open_page()
    section(page, house, "Người dùng")
    line = add(page, account="thu.vt", name="Bùi Thị Thu", role="Văn thư")
    expect(line).to_contain_text("Bùi Thị Thu")
    clerk = open_page()
    log_in(clerk, "thu.vt", NEW_PASSWORD)
    expect(clerk.get_by_text("Bùi Thị Thu")).to_be_visible()
    expect(clerk.get_by_role("link", name="Vào sổ").first).to_be_visible()


def test_what_an_account_needs_is_told_before_and_beside_each_field(
    page: Page, house: House
) -> None:
    section(page, house, "Người dùng")
    page.get_by_role("button", name="Thêm người dùng").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("200 ký tự, một câu dễ nhớ")).to_be_visible()
    dialog.get_by_role("button", name="Lưu tài khoản").click()
    expect(dialog.get_by_label("Tên đăng nhập")).to_be_focused()
    expect(dialog.locator(".fault")).to_have_count(4)
    dialog.get_by_label("Tên đăng nhập").fill("chutich")
    dialog.get_by_role("button", name="Lưu tài khoản").click()
    expect(dialog.get_by_text("Tên đăng nhập này đã có.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog.get_by_label("Tên đăng nhập")).to_have_value("chutich")
    dialog.get_by_role("button", name="Thôi").click()
    expect(dialog).to_have_count(0)


def test_a_person_gets_other_roles_and_another_password(open_page: Opened, house: House) -> None:
    """R-ACC-06, R-ACC-07: rights follow the task; what was open is closed."""
    page = open_page()
    section(page, house, "Người dùng")
    line = add(page, account="nam.tc", name="Vũ Văn Nam", role="Văn thư")
    person = open_page()
    log_in(person, "nam.tc", NEW_PASSWORD)
    line.get_by_role("button", name="Sửa Vũ Văn Nam").click()
    page.get_by_label("Văn thư").uncheck()
    page.get_by_label("Chuyên viên").check()
    page.get_by_label("Mật khẩu mới").fill("mot cau khac han")
    page.get_by_label("Hiện mật khẩu").check()
    expect(page.get_by_label("Mật khẩu mới")).to_have_attribute("type", "text")
    page.get_by_role("button", name="Lưu tài khoản").click()
    expect(line).to_contain_text("Chuyên viên")
    expect(person.get_by_role("dialog", name="Phiên làm việc đã hết giờ")).to_be_visible(
        timeout=10_000
    )
    again = open_page()
    log_in(again, "nam.tc", "mot cau khac han")
    expect(
        again.get_by_role("link", name="Soạn dự thảo").or_(again.get_by_label("Tìm"))
    ).to_be_visible()
    expect(again.get_by_role("link", name="Vào sổ")).to_have_count(0)


def test_an_administrator_keeps_the_own_right_to_come_back(page: Page, house: House) -> None:
    section(page, house, "Người dùng")
    page.get_by_role("button", name="Sửa Phạm Văn Máy").click()
    expect(page.get_by_label("Quản trị", exact=True)).to_be_disabled()
    expect(page.get_by_text("Không tự bỏ vai trò quản trị")).to_be_visible()


def test_an_administrator_meets_no_document(page: Page, house: House) -> None:
    """R-SEC-11, R-ACC-08: accounts and machines, no content, by no address."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    step_in(page, house, ADMINISTRATOR)
    expect(page.get_by_role("heading", level=1, name="Người dùng")).to_be_visible()
    expect(page.get_by_role("link", name="Văn bản")).to_have_count(0)
    for place in ("den", "di", f"di/{house.outgoing['du_thao']}", "cho-tiep-nhan"):
        go(page, place)
        expect(page.get_by_text("không mở màn hình này")).to_be_visible()
    page.get_by_role("link", name="Về màn hình của bạn").click()
    expect(page.get_by_role("heading", level=1, name="Người dùng")).to_be_visible()
    documents = ("/incoming", "/outgoing", "/inbox", "/documents")
    assert not [url for url in asked if any(part in url for part in documents)]


def test_a_code_pairs_an_agent_that_is_then_seen(page: Page, house: House) -> None:
    section(page, house, "Máy ký")
    page.get_by_role("button", name="Lấy mã ghép nối").click()
    shown = page.locator(".pairing strong")
    expect(page.get_by_text("còn 15 phút")).to_be_visible()
    code = shown.inner_text()
    command = f"vanthu-signer pair --node {house.address} --code {code} --name "
    expect(page.locator(".command")).to_contain_text(command)
    key, client = SigningKey.generate(), house.node.client()
    request = pair_request(code, key)
    named = msgspec.structs.replace(request, agent_name="Máy ký phòng họp")
    reply = client.post("/agent/pair", content=msgspec.json.encode(named))
    assert reply.status_code == 200, reply.text
    told = msgspec.json.decode(reply.content, type=agent_wire.PairReply)
    agent = AgentDevice(http=client, key=key, id=told.agent_id, node_key=told.node_key)
    assert agent.jobs() == []
    seen = page.locator(".file-line").filter(has_text="Máy ký phòng họp")
    expect(seen).to_contain_text("đang kết nối", timeout=10_000)


def test_a_bound_certificate_signs_for_its_leader_without_leaving_the_screen(
    open_page: Opened, house: House
) -> None:
    """R-SIG-02, R-SIG-18, R-TOK-12."""
    page = open_page()
    section(page, house, "Người dùng")
    add(page, account="phochutich", name="Cao Thị Minh", role="Lãnh đạo")
    page.get_by_role("link", name="Chứng thư").click()
    expect(page.get_by_text("Chưa có chứng thư: ")).to_contain_text("Cao Thị Minh")
    line = page.locator(".rows > li").filter(has_text="Máy ký văn phòng").first
    expect(line).to_contain_text("khóa thử nghiệm")
    line.get_by_label("Gắn với").select_option("Cao Thị Minh")
    line.get_by_role("button", name="Gắn").click()
    expect(line).to_contain_text("Ký cho: Cao Thị Minh")
    expect(page.get_by_text("Chưa có chứng thư: ")).not_to_contain_text("Cao Thị Minh")

    document = submitted(house.person(), "Về việc ký tại chỗ", signer="phochutich")
    leader = open_page()
    log_in(leader, "phochutich", NEW_PASSWORD)
    go(leader, f"di/{document}")
    leader.get_by_role("button", name="Ký số").click()
    expect(leader.get_by_text("Đang chờ máy ký")).to_be_visible()
    expect(leader.get_by_role("button", name="Ký số")).to_have_count(0)
    expect(leader.get_by_role("button", name="Trả lại")).to_be_visible()
    assert house.agent().sign(new_pki().leader).status_code == 204
    expect(leader.get_by_text("Đã ký").first).to_be_visible()
    expect(leader.get_by_text("Đã ký, chờ cấp số").first).to_be_visible()


def test_the_state_of_the_node_is_there_for_the_administrator(page: Page, house: House) -> None:
    section(page, house, "Tình trạng")
    expect(page.get_by_text("Máy văn thư xã Đồng Hòa")).to_be_visible()
    expect(page.get_by_text("Máy này đang giữ sổ đến")).to_be_visible()
    expect(page.get_by_text("Máy xã đã ghi đến việc số")).to_be_visible()
