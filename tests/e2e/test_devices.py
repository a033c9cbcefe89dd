"""DV1-DV6 at the screen: a phone is let in by a code, is listed, and wipes itself when put out."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.commune.node import PASSWORD
from tests.e2e.conftest import PHONE, Opened
from tests.e2e.desk import go, log_in, step_in
from tests.e2e.house import CLERK, LEADER, OFFICER, House
from tests.e2e.looks import look_at

pytestmark = pytest.mark.browser

KEPT = """async () => {
    const open = indexedDB.open('vanthu-device');
    const database = await new Promise(done => { open.onsuccess = () => done(open.result); });
    const stores = [...database.objectStoreNames];
    const kept = stores.includes('key')
        ? await new Promise(done => {
            const all = database.transaction('key').objectStore('key').getAll();
            all.onsuccess = () => done(all.result);
          })
        : [];
    database.close();
    return kept.map(({ pair, known }) => [pair.privateKey.extractable, known?.name ?? '']);
}"""
"""What this browser keeps of its key: whether it can be taken out, and the device's name."""

WAITS = """async () => {
    const open = indexedDB.open('vanthu');
    const database = await new Promise(done => { open.onsuccess = () => done(open.result); });
    const writing = database.transaction('outbox', 'readwrite');
    writing.objectStore('outbox').add({
        op: 'f'.repeat(32), kind: 'incoming.register', organ: 'xa', payload: {}, account: 'ai-do',
        label: 'Chưa gửi', made_at: '2026-11-20T02:10:00.000Z', bytes: 2, state: 'waiting',
        problem: null,
    });
    await new Promise(done => { writing.oncomplete = done; });
    database.close();
}"""
"""Somebody's work that was never sent lies on the device."""

HOLDS = """async () => {
    const open = indexedDB.open('vanthu');
    const database = await new Promise(done => { open.onsuccess = () => done(open.result); });
    const count = name => new Promise(done => {
        if (!database.objectStoreNames.contains(name)) { done(0); return; }
        const asked = database.transaction(name).objectStore(name).count();
        asked.onsuccess = () => done(asked.result);
    });
    const held = [await count('rows') > 0, await count('outbox') > 0];
    database.close();
    return held;
}"""
"""Whether rows of documents, and work that was never sent, are on the device."""


def at_devices(page: Page, house: House, account: str = CLERK) -> None:
    step_in(page, house, account)
    go(page, "thiet-bi")
    expect(page.get_by_role("heading", level=1, name="Thiết bị")).to_be_visible()


def code_of(page: Page) -> str:
    page.get_by_role("button", name=re.compile("Lấy mã")).click()
    shown = page.locator(".device-code strong")
    expect(shown).to_have_text(re.compile(r"^\d{4} \d{4}$"))
    return str(shown.text_content())


def enrol(page: Page, code: str, name: str) -> None:
    page.get_by_label("Mã ghi danh").fill(code)
    page.get_by_label("Tên máy").fill(name)
    page.get_by_role("button", name="Ghi danh máy này").click()
    expect(page.get_by_text(f"Máy này đã ghi danh: {name}")).to_be_visible()


def line(page: Page, name: str) -> Locator:
    return page.locator(".rows > li").filter(has_text=name)


def revoke(page: Page, name: str, *, lost: bool) -> None:
    line(page, name).get_by_role("button", name=f"Thu hồi {name}").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Lý do").fill("Đổi máy")
    if lost:
        dialog.get_by_label("Máy đã mất").check()
    dialog.get_by_role("button", name="Thu hồi").click()
    expect(page.get_by_text(f"Đã thu hồi {name}.")).to_be_visible()


def test_dv2_a_phone_is_let_in_and_listed_with_its_contact(open_page: Opened, house: House) -> None:
    """R-ACC-07: an officer's phone has the form alone, no list and no code."""
    desk, phone = open_page(), open_page(PHONE)
    at_devices(desk, house)
    code = code_of(desk)
    look_at(desk, "thiet-bi-ma")
    at_devices(phone, house, OFFICER)
    expect(phone.get_by_role("button", name=re.compile("Lấy mã"))).to_have_count(0)
    look_at(phone, "thiet-bi-chua-ghi-danh-dien-thoai")

    enrol(phone, code, "Điện thoại anh Sơn")

    assert phone.evaluate(KEPT) == [[False, "Điện thoại anh Sơn"]]
    look_at(phone, "thiet-bi-da-ghi-danh-dien-thoai")
    desk.reload()
    expect(line(desk, "Điện thoại anh Sơn")).to_contain_text("liên lạc lần cuối")


def test_dv1_a_wrong_code_is_told_beside_the_form(page: Page, house: House) -> None:
    at_devices(page, house, LEADER)
    page.get_by_role("button", name="Ghi danh máy này").click()
    expect(page.locator(".fault")).to_have_count(2)
    page.get_by_label("Mã ghi danh").fill("0000 0000")
    page.get_by_label("Tên máy").fill("Máy lãnh đạo")
    page.get_by_role("button", name="Ghi danh máy này").click()
    expect(page.get_by_text("Mã ghép không đúng, đã dùng hoặc đã hết hạn.")).to_be_visible()


@pytest.mark.parametrize("lost", [True, False])
def test_dv5_a_device_that_is_put_out_wipes_itself(
    open_page: Opened, house: House, *, lost: bool
) -> None:
    """R-ACC-07."""
    desk, phone, name = open_page(PHONE), open_page(PHONE), f"Máy thử {'mất' if lost else 'đổi'}"
    at_devices(desk, house)
    code = code_of(desk)
    log_in(phone, LEADER)
    go(phone, "thiet-bi")
    enrol(phone, code, name)
    expect(line(phone, name)).to_contain_text("máy này")
    expect(line(phone, name)).to_contain_text("liên lạc lần cuối", timeout=15_000)
    phone.evaluate(WAITS)
    assert phone.evaluate(HOLDS) == [True, True]
    desk.reload()
    revoke(desk, name, lost=lost)
    look_at(desk, f"thiet-bi-{'mat' if lost else 'thu-hoi'}-dien-thoai")

    phone.reload()

    expect(phone.get_by_label("Tài khoản" if lost else "Mã ghi danh")).to_be_visible()
    assert phone.evaluate(HOLDS) == [False, not lost]
    if lost:
        phone.evaluate("indexedDB.deleteDatabase('vanthu')")  # which the look at it has made
        log_in(phone, LEADER)
        go(phone, "thiet-bi")
    expect(phone.get_by_text("Máy này chưa ghi danh.")).to_be_visible()
    assert phone.evaluate(KEPT) == []


def test_a_screen_left_alone_locks_until_the_password_is_given(
    open_page: Opened, house: House
) -> None:
    """R-ACC-02: in every tab, and what is being typed stays."""
    page = open_page(PHONE)
    page.clock.install()
    step_in(page, house)
    go(page, "vao-so")
    page.get_by_label("Cơ quan ban hành").fill("Sở Nội vụ")
    page.clock.run_for(4 * 60_000)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.clock.run_for(2 * 60_000)

    dialog = page.get_by_role("dialog", name="Màn hình đã khóa")
    expect(dialog).to_be_visible()
    expect(page.get_by_label("Cơ quan ban hành")).to_be_hidden()
    page.reload()
    expect(dialog).to_be_visible()
    page.clock.run_for(1_000)
    look_at(page, "man-hinh-khoa-dien-thoai")
    dialog.get_by_label("Mật khẩu").fill(PASSWORD)
    dialog.get_by_role("button", name="Đăng nhập").click()

    expect(page.get_by_label("Cơ quan ban hành")).to_have_value("Sở Nội vụ")
    expect(dialog).to_have_count(0)
