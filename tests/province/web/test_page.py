"""The province page: who gets in, and that what is not known is a dash."""

from datetime import timedelta

import pytest

from tests.province.conftest import PASSWORD, Hub
from tests.province.fake_node import FakeNode, code_of
from vanthu_server.province import app
from vanthu_sync.errors import Refused


async def log_in(hub: Hub, password: str) -> int:
    form = {"account": "quantri", "password": password}
    return (await hub.client.post("/login", data=form)).status_code


async def test_without_a_session_there_is_a_login_form_and_no_data(hub: Hub) -> None:
    await hub.node()
    reply = await hub.client.get("/")
    assert "Đăng nhập trang tỉnh" in reply.text
    assert "Đồng Hòa" not in reply.text
    assert code_of(await hub.client.get("/api/overview")) == "AUTH_REQUIRED"


async def test_r_acc_01_a_person_logs_in_with_a_password_and_out_again(hub: Hub) -> None:
    await hub.log_in()
    assert "quantri" in (await hub.client.get("/")).text
    token = hub.client.cookies["vanthu_province"]
    await hub.client.post("/logout")
    hub.client.cookies.set("vanthu_province", token, domain="tinh.test")
    assert code_of(await hub.client.get("/api/overview")) == "AUTH_EXPIRED"


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(hub: Hub) -> None:
    app.accounts(hub.database, hub.world).add("quantri", PASSWORD)
    reply = await hub.client.post("/login", data={"account": "quantri", "password": PASSWORD})
    cookie = reply.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


async def test_a_wrong_password_and_a_wrong_name_look_the_same(hub: Hub) -> None:
    app.accounts(hub.database, hub.world).add("quantri", PASSWORD)
    wrong = await hub.client.post("/login", data={"account": "quantri", "password": "x"})
    nobody = await hub.client.post("/login", data={"account": "aiđó", "password": "x"})
    assert wrong.status_code == nobody.status_code == 401
    assert wrong.text.replace("quantri", "") == nobody.text.replace("aiđó", "")
    assert "Kiểm tra phím Caps Lock" in wrong.text


async def test_five_wrong_passwords_lock_the_account_for_five_minutes(hub: Hub) -> None:
    app.accounts(hub.database, hub.world).add("quantri", PASSWORD)
    assert [await log_in(hub, "sai") for _ in range(5)] == [401, 401, 401, 401, 429]
    assert await log_in(hub, PASSWORD) == 429
    hub.clock.move(timedelta(minutes=5, seconds=1))
    assert await log_in(hub, PASSWORD) == 303


async def test_a_right_password_clears_the_wrong_tries(hub: Hub) -> None:
    app.accounts(hub.database, hub.world).add("quantri", PASSWORD)
    for _ in range(3):
        assert [await log_in(hub, "sai") for _ in range(4)] == [401] * 4
        assert await log_in(hub, PASSWORD) == 303


async def test_an_idle_session_ends_and_says_so(hub: Hub) -> None:
    await hub.log_in()
    hub.clock.move(timedelta(minutes=31))
    assert "Phiên làm việc đã hết hạn" in (await hub.client.get("/")).text


async def test_a_session_ends_after_a_day_of_work_even_when_it_is_used(hub: Hub) -> None:
    await hub.log_in()
    for _ in range(24):
        hub.clock.move(timedelta(minutes=29))
        (await hub.client.get("/api/overview")).raise_for_status()
    hub.clock.move(timedelta(minutes=29))
    assert code_of(await hub.client.get("/api/overview")) == "AUTH_EXPIRED"


async def test_r_acc_04_a_new_password_ends_open_sessions(hub: Hub) -> None:
    await hub.log_in()
    app.accounts(hub.database, hub.world).add("quantri", PASSWORD + "!")
    assert code_of(await hub.client.get("/api/overview")) == "AUTH_EXPIRED"


async def test_a_short_password_is_refused(hub: Hub) -> None:
    with pytest.raises(Refused, match="10 đến 200"):
        app.accounts(hub.database, hub.world).add("quantri", "ngắn")


@pytest.mark.parametrize("path", ["/login", "/logout", "/pair-codes"])
async def test_a_form_from_another_site_is_refused(hub: Hub, path: str) -> None:
    await hub.log_in()
    reply = await hub.client.post(path, headers={"origin": "https://evil.test"}, data={"a": "b"})
    assert reply.status_code == 403
    assert "REQUEST_FOREIGN" in reply.text


async def test_the_page_makes_a_pairing_code_that_works(hub: Hub) -> None:
    await hub.log_in()
    headers = {"origin": "http://tinh.test"}
    form = {"commune": "Xã Đồng Hòa"}
    page = (await hub.client.post("/pair-codes", data=form, headers=headers)).text
    code = page.partition('<p class="digits">')[2].partition("<")[0]
    assert len(code) == 7
    assert (await FakeNode(hub.client, slug="dong-hoa").pair(code)).is_success


async def test_a_nameless_commune_gets_no_code(hub: Hub) -> None:
    await hub.log_in()
    reply = await hub.client.post("/pair-codes", data={"commune": " "})
    assert reply.status_code == 422
    assert "FIELDS_INVALID" in reply.text


async def test_no_more_than_ten_codes_are_open(hub: Hub) -> None:
    for number in range(10):
        hub.pair_code(f"Xã {number}")
    with pytest.raises(Refused, match="chờ mã cũ hết hạn"):
        hub.pair_code("Xã 11")


async def test_what_nodes_call_themselves_is_escaped(hub: Hub) -> None:
    hub.pair_code("<script>alert(1)</script>")
    await hub.log_in()
    page = (await hub.client.get("/")).text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


async def test_every_answer_forbids_foreign_content_and_guessing(hub: Hub) -> None:
    for path in ("/", "/health", "/static/province.css", "/nowhere", "/link/inbox"):
        headers = (await hub.client.get(path)).headers
        assert headers["content-security-policy"].startswith("default-src 'self'")
        assert headers["x-content-type-options"] == "nosniff"


async def test_the_page_has_no_inline_script_or_style(hub: Hub) -> None:
    await hub.node()
    await hub.log_in()
    page = (await hub.client.get("/")).text
    assert "<script" not in page
    assert "<style" not in page
    assert " style=" not in page


async def test_an_unknown_page_says_where_to_go(hub: Hub) -> None:
    reply = await hub.client.get("/khong-co")
    assert reply.status_code == 404
    assert 'href="/"' in reply.text
    assert code_of(await hub.client.get("/link/khong-co")) == "NOT_FOUND"


async def test_health_tells_nothing_but_health(hub: Hub) -> None:
    reply = await hub.client.get("/health")
    assert (reply.status_code, reply.text) == (200, '{"ok":true}')
