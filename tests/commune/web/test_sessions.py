"""Log-in, idle time, the end of the day, lock-out, clocks that jump, and foreign pages."""

from datetime import timedelta

import httpx
import pytest

from tests.commune.node import PASSWORD, UBND, Office, entry, problem_of
from tests.commune.stores import database

LOG_IN = {"account": "vanthu", "password": PASSWORD}
WRONG = {"account": "vanthu", "password": "sai mật khẩu"}


def code(reply: httpx.Response) -> str:
    return str(problem_of(reply)["code"])


def whoami(client: httpx.Client) -> httpx.Response:
    return client.get("/api/session")


def test_a_person_logs_in_sees_who_they_are_and_logs_out(office: Office) -> None:
    """R-ACC-01."""
    client = office.client()

    me = client.post("/api/session", json=LOG_IN).json()

    assert (me["account"], me["name"]) == ("vanthu", "Trần Thị Văn")
    assert [each["organ"]["id"] for each in me["memberships"]] == [UBND]
    assert me["memberships"][0]["roles"] == ["van_thu"]
    assert whoami(client).json() == me
    assert client.delete("/api/session").status_code == 204
    assert code(whoami(client)) == "AUTH_REQUIRED"


def test_the_cookie_is_closed_to_scripts_and_other_sites(office: Office) -> None:
    reply = office.client().post("/api/session", json=LOG_IN)

    flags = {part.strip().lower() for part in reply.headers["set-cookie"].split(";")[1:]}
    assert {"httponly", "samesite=strict", "path=/"} <= flags


def test_the_token_of_an_ended_session_opens_nothing(office: Office) -> None:
    client = office.client()
    client.post("/api/session", json=LOG_IN)
    token = client.cookies["vanthu_session"]
    client.delete("/api/session")

    again = office.client()
    again.cookies.set("vanthu_session", token)

    assert code(whoami(again)) == "AUTH_EXPIRED"


def test_tokens_and_passwords_are_not_kept_as_they_are(office: Office) -> None:
    client = office.client()
    client.post("/api/session", json=LOG_IN)
    token = client.cookies["vanthu_session"].encode()

    kept = b"".join(
        path.read_bytes() for path in office.config.data.parent.rglob("*") if path.is_file()
    )

    assert token not in kept
    assert PASSWORD.encode() not in kept


def test_a_screen_left_alone_for_half_an_hour_asks_again(office: Office) -> None:
    """R-ACC-02: nobody goes on under another's account."""
    client = office.person("vanthu").http
    office.clock.move(timedelta(minutes=29, seconds=59))
    assert whoami(client).status_code == 200
    office.clock.move(timedelta(minutes=29, seconds=59))
    assert whoami(client).status_code == 200

    office.clock.move(timedelta(minutes=30))

    assert code(whoami(client)) == "AUTH_EXPIRED"


def test_a_session_ends_with_the_day_however_busy(office: Office) -> None:
    client = office.person("vanthu").http
    for _ in range(35):
        office.clock.move(timedelta(minutes=20))
        assert whoami(client).status_code == 200

    office.clock.move(timedelta(minutes=20))

    assert code(whoami(client)) == "AUTH_EXPIRED"


def test_an_expired_session_does_nothing_and_loses_nothing(office: Office) -> None:
    clerk = office.person("vanthu")
    office.clock.move(timedelta(hours=1))

    command = {"op": "a" * 32, "kind": "incoming.register", "organ": UBND, "payload": entry()}
    reply = clerk.http.post("/api/commands", json={"v": 1, "commands": [command]})

    problem = problem_of(reply)
    assert problem["code"] == "AUTH_EXPIRED"
    assert "vẫn được giữ" in problem["next_step"]
    assert office.person("vanthu").numbers() == []


def test_a_clock_set_back_a_little_keeps_the_session_and_by_an_hour_ends_it(
    office: Office,
) -> None:
    client = office.person("vanthu").http
    office.clock.move(timedelta(minutes=-10))
    assert whoami(client).status_code == 200

    office.clock.move(timedelta(hours=-1))

    assert code(whoami(client)) == "AUTH_EXPIRED"


def test_five_wrong_passwords_lock_the_account_for_five_minutes(office: Office) -> None:
    """R-SEC-04."""
    client = office.client()
    for _ in range(5):
        assert code(client.post("/api/session", json=WRONG)) == "AUTH_WRONG"

    locked = problem_of(client.post("/api/session", json=LOG_IN))

    assert (locked["code"], locked["status"]) == ("AUTH_LOCKED", 429)
    assert "5 phút" in locked["detail"]
    office.clock.move(timedelta(minutes=5))
    assert client.post("/api/session", json=LOG_IN).status_code == 200


def test_a_right_password_clears_the_count(office: Office) -> None:
    client = office.client()
    for _ in range(3):
        for _ in range(4):
            client.post("/api/session", json=WRONG)
        assert client.post("/api/session", json=LOG_IN).status_code == 200


def test_a_locked_account_leaves_the_others_open(office: Office) -> None:
    for _ in range(6):
        office.client().post("/api/session", json=WRONG)

    assert office.person("chutich").organ == UBND


def test_a_clock_that_jumped_ahead_and_back_locks_nobody_out_for_years(office: Office) -> None:
    client = office.client()
    office.clock.move(timedelta(days=3650))
    for _ in range(5):
        client.post("/api/session", json=WRONG)

    office.clock.move(timedelta(days=-3650))

    assert client.post("/api/session", json=LOG_IN).status_code == 200


def test_an_unknown_account_is_answered_like_a_wrong_password(office: Office) -> None:
    known = problem_of(office.client().post("/api/session", json=WRONG))
    unknown = problem_of(
        office.client().post("/api/session", json={"account": "ai-do", "password": "x"})
    )

    assert known == unknown


def test_failures_of_invented_accounts_do_not_pile_up(office: Office) -> None:
    client = office.client()
    for place in range(40):
        client.post("/api/session", json={"account": f"bia-{place}", "password": "x"})
        office.clock.move(timedelta(minutes=1))

    with database(office.config) as db:
        count = db.conn.execute("select count(*) from login_failure").fetchone()[0]

    assert count <= 6


def test_a_new_password_ends_the_sessions_of_the_account(office: Office) -> None:
    """R-ACC-04."""
    clerk, admin = office.person("vanthu"), office.person("quantri")
    account = {
        "account": "vanthu",
        "name": "Trần Thị Văn",
        "roles": ["van_thu"],
        "password": "một mật khẩu khác",
    }

    admin.http.post(f"/api/organs/{UBND}/accounts", json=account).raise_for_status()

    assert code(whoami(clerk.http)) == "AUTH_EXPIRED"
    assert code(office.client().post("/api/session", json=LOG_IN)) == "AUTH_WRONG"


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.test",
        "null",
        "http://may-xa.test.evil.test",
        "http://may-xa.test:81",
        "http://[",
        "",
    ],
)
def test_a_change_that_started_on_another_page_is_refused(office: Office, origin: str) -> None:
    """R-SEC-04."""
    clerk = office.person("vanthu")
    for method, path in (
        ("POST", "/api/session"),
        ("DELETE", "/api/session"),
        ("POST", "/api/commands"),
        ("PUT", "/api/uploads/a.pdf"),
        ("POST", f"/api/organs/{UBND}/accounts"),
    ):
        reply = clerk.http.request(method, path, headers={"origin": origin}, json={})
        assert code(reply) == "REQUEST_FOREIGN", (method, path)


def test_a_change_without_our_header_is_refused(office: Office) -> None:
    clerk = office.person("vanthu")
    del clerk.http.headers["x-vanthu"]

    assert code(clerk.http.post("/api/commands", json={})) == "REQUEST_FOREIGN"
    assert whoami(clerk.http).status_code == 200


def test_our_own_page_may_change(office: Office) -> None:
    clerk = office.person("vanthu")
    clerk.http.headers["origin"] = "http://may-xa.test"

    assert clerk.register("Văn bản một")["number"] == 1


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"account": 5}', b"\xff\xfe", b'{"account":"a","password":"\\ud800"}'],
)
def test_an_unreadable_log_in_is_named(office: Office, body: bytes) -> None:
    assert code(office.client().post("/api/session", content=body)) == "REQUEST_UNREADABLE"


def test_a_log_in_of_megabytes_is_refused(office: Office) -> None:
    body = {"account": "vanthu", "password": "x" * 100_000}

    assert code(office.client().post("/api/session", json=body)) == "REQUEST_TOO_LARGE"


def test_a_long_password_is_no_burden(office: Office) -> None:
    body = {"account": "vanthu", "password": "x" * 60_000}

    assert code(office.client().post("/api/session", json=body)) == "AUTH_WRONG"
