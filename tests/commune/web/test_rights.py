"""Who may do what, as a table: every command and every reading, by role and by organ.

The table is written from the regulations' division of work (NĐ 30/2020 Điều 6, Điều 22; R-ACC-07,
R-SEC-11), not from the code: văn thư keeps the books, a leader reads, drafts, returns and signs,
a chuyên viên reads and drafts, a quản trị touches no document.
"""

from collections.abc import Iterator
from typing import Final

import pytest
from anyio.from_thread import BlockingPortal

from tests.commune.agent import paired
from tests.commune.node import HDND, UBND, Json, Office, Person, copied, entry, problem_of
from tests.commune.papers import draft, scan
from tests.signing.office import new_pki, serial_hex
from vanthu_server.commune.config import NodeConfig
from vanthu_server.commune.domain.rights import RIGHTS

NOBODYS: Final = "0" * 32

COMMANDS: Final[dict[str, tuple[str, Json]]] = {
    "register.open": ("vanthu", {"book": "den", "year": 2020}),
    "incoming.register": ("vanthu", {"fields": {"subject": "", "organ_name": ""}}),
    "document.attach": ("vanthu", {"id": NOBODYS, "files": []}),
    "content.remove": ("vanthu chutich", {"id": NOBODYS, "reason": "Gõ nhầm"}),
    "inbox.check": ("vanthu", {"id": NOBODYS}),
    "inbox.accept": ("vanthu", {"id": NOBODYS}),
    "inbox.return": ("vanthu", {"id": NOBODYS, "reason": "Sai nơi"}),
    "outgoing.draft": ("vanthu chutich chuyenvien", draft(subject="")),
    "outgoing.submit": ("vanthu chutich chuyenvien", {"id": NOBODYS}),
    "outgoing.send_back": ("vanthu chutich", {"id": NOBODYS, "reason": "Sửa"}),
    "outgoing.sign": ("chutich", {"id": NOBODYS}),
    "outgoing.number": ("vanthu", {"id": NOBODYS}),
    "outgoing.seal": ("vanthu", {"id": NOBODYS}),
    "outgoing.issue": ("vanthu", {"id": NOBODYS}),
    "number.take_back": ("vanthu", {"slip": "T-00-0001P"}),
    "number.void": ("vanthu chutich", {"book": "den", "year": 2026, "number": 9, "reason": "x"}),
    "incoming.reenter": (
        "vanthu",
        {
            "year": 2026,
            "number": 9,
            "arrival_date": "2026-11-20",
            "fields": {"subject": "", "organ_name": ""},
        },
    ),
    "outgoing.reenter": (
        "vanthu",
        {
            "year": 2026,
            "number": 9,
            "issued_date": "2026-11-20",
            "symbol": "",
            "type_name": "",
            "subject": "",
            "signer_name": "",
        },
    ),
    "paper.attach": ("vanthu", {"id": NOBODYS, "received_on": "2026-11-20"}),
    "register.close": ("vanthu", {"book": "den", "year": 2020}),
    "register.withdraw": ("vanthu", {"book": "den", "year": 2020, "reason": "x"}),
    "copy.number": ("vanthu", {"source": "", "source_symbol": "", "subject": "", "kind": "SY"}),
    "lease.grant": ("vanthu chutich", {"book": "den", "site": NOBODYS, "count": 5}),
    "lease.close": ("vanthu chutich", {"id": NOBODYS, "reason": "x"}),
    "site.leave": ("vanthu chutich quantri", {"id": NOBODYS, "reason": "x"}),
    "device.code": ("vanthu quantri", {"name": ""}),
    "device.lose": ("vanthu chutich quantri", {"code": "ZZ", "reason": "x"}),
    "device.revoke": ("vanthu chutich quantri", {"id": NOBODYS, "reason": "x"}),
    "stray.settle": ("vanthu", {"origin": NOBODYS}),
}
"""Command → who may give it, and a payload that fails for another reason."""

READINGS: Final[dict[str, str]] = {
    "state": "vanthu chutich chuyenvien quantri",
    "incoming": "vanthu chutich chuyenvien",
    f"incoming/{NOBODYS}": "vanthu chutich chuyenvien",
    "outgoing": "vanthu chutich chuyenvien",
    f"outgoing/{NOBODYS}": "vanthu chutich chuyenvien",
    f"outgoing/{NOBODYS}/preview": "vanthu chutich chuyenvien",
    "people": "vanthu chutich chuyenvien",
    f"documents/{NOBODYS}/files/{NOBODYS}": "vanthu chutich chuyenvien",
    "inbox": "vanthu",
    "holding": "vanthu chutich chuyenvien quantri",
    "numbers/den/2020": "vanthu chutich chuyenvien",
    "copies": "vanthu chutich chuyenvien",
    f"inbox/{NOBODYS}": "vanthu",
    "accounts": "quantri",
    "certificates": "quantri",
    "devices": "vanthu chutich quantri",
}

MEMBERS: Final = ("vanthu", "chutich", "chuyenvien", "quantri")
STRANGERS: Final = ("vanthu-hdnd", "chutich-hdnd")

Staff = dict[str, Person]


@pytest.fixture(scope="module")
def shared(
    furnished: NodeConfig, portal: BlockingPortal, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """One office for the whole table: nothing in it changes a document."""
    office = Office(copied(furnished, tmp_path_factory.mktemp("rights")), portal)
    yield office
    office.close()


@pytest.fixture(scope="module")
def staff(shared: Office) -> Staff:
    return {account: shared.person(account) for account in (*MEMBERS, *STRANGERS)}


@pytest.mark.parametrize("account", [*MEMBERS, *STRANGERS])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_open_to_its_roles_and_closed_to_all_others(
    staff: Staff, command: str, account: str
) -> None:
    """R-ACC-07, R-SEC-11."""
    allowed, payload = COMMANDS[command]

    problem = staff[account].refused(command, payload, organ=UBND)

    if account in allowed.split():
        assert problem["code"] != "RIGHT_MISSING"
    else:
        assert (problem["code"], problem["status"]) == ("RIGHT_MISSING", 403)


@pytest.mark.parametrize("account", [*MEMBERS, *STRANGERS, ""])
@pytest.mark.parametrize("path", READINGS)
def test_a_reading_is_open_to_its_roles_and_an_organ_is_unknown_to_strangers(
    shared: Office, staff: Staff, path: str, account: str
) -> None:
    http = staff[account].http if account else shared.client()

    reply = http.get(f"/api/organs/{UBND}/{path}")

    if account in READINGS[path].split():
        assert reply.status_code == 200 or problem_of(reply)["code"] == "NOT_FOUND"
    elif account in MEMBERS:
        assert problem_of(reply)["code"] == "RIGHT_MISSING"
    else:
        assert problem_of(reply)["code"] == ("NOT_FOUND" if account else "AUTH_REQUIRED")


def test_every_command_of_the_node_stands_in_the_table_and_has_a_right() -> None:
    others = {"read", "read.inbox", "read.state", "upload", "office.manage"}
    others |= {"site.code", "opening.answer", "witness.forget", "device.enrol", "device.read"}

    assert set(COMMANDS) == set(RIGHTS) - others


def test_a_right_in_one_organ_is_none_in_the_other(staff: Staff) -> None:
    problem = staff["vanthu"].refused("incoming.register", entry("Văn bản"), organ=HDND)

    assert problem["code"] == "RIGHT_MISSING"


def test_the_organs_of_one_commune_do_not_see_each_others_documents(office: Office) -> None:
    """R-ACC-07, R-SEC-06: not in lists, by id, by file, by search, nor by a command."""
    ubnd, hdnd = office.person("vanthu"), office.person("vanthu-hdnd")
    sha256 = ubnd.kept("rieng.pdf", scan("riêng"))
    document = ubnd.register("Văn bản riêng của Ủy ban", files=[sha256])["id"]
    file = f"documents/{document}/files/{sha256}"
    assert ubnd.http.get(f"/api/organs/{UBND}/{file}").status_code == 200

    assert hdnd.read("incoming")["total"] == 0
    assert hdnd.read("incoming", q="riêng")["total"] == 0
    for organ in (UBND, HDND):
        for path in (f"incoming/{document}", file):
            assert hdnd.http.get(f"/api/organs/{organ}/{path}").status_code == 404
    removal = {"id": document, "reason": "Thử"}
    assert hdnd.refused("content.remove", removal, organ=HDND)["code"] == "NOT_FOUND"
    assert hdnd.refused("content.remove", removal, organ=UBND)["code"] == "RIGHT_MISSING"
    attach = {"id": document, "files": []}
    assert hdnd.refused("document.attach", attach, organ=HDND)["code"] == "NOT_FOUND"


def test_an_outgoing_document_takes_no_step_under_the_other_organ(office: Office) -> None:
    document = office.person("vanthu").done("outgoing.draft", draft())["id"]
    hdnd = office.person("vanthu-hdnd")

    for command in ("outgoing.submit", "outgoing.number", "outgoing.issue"):
        assert hdnd.refused(command, {"id": document})["code"] == "NOT_FOUND"
    again = {"id": document, "base": 1, **draft(signer="chutich-hdnd")}
    assert hdnd.refused("outgoing.draft", again)["code"] == "NOT_FOUND"


def test_a_role_that_is_taken_away_is_gone_at_once(office: Office) -> None:
    clerk = office.person("vanthu")
    clerk.register("Văn bản một")

    office.give_role("vanthu", UBND, "chuyen_vien")

    assert clerk.refused("incoming.register", entry("Văn bản hai"))["code"] == "RIGHT_MISSING"
    assert clerk.numbers() == [1]


def account(name: str, *roles: str) -> Json:
    return {
        "account": name,
        "name": "Người mới",
        "roles": list(roles),
        "password": "mật khẩu mới toanh",
    }


def test_an_administrator_adds_people_of_the_own_organ(office: Office) -> None:
    """R-ACC-06."""
    admin = office.person("quantri")
    path = f"/api/organs/{UBND}/accounts"

    assert admin.http.post(path, json=account("nguoi-moi", "van_thu")).status_code == 204

    assert "nguoi-moi" in {each["account"] for each in admin.read("accounts")["people"]}
    weak = admin.http.post(path, json={**account("yeu", "van_thu"), "password": "ngắn"})
    assert problem_of(weak)["fields"][0]["code"] == "PASSWORD_LENGTH"
    wrong = admin.http.post(path, json=account("Chữ Hoa", "vua"))
    assert {each["field"] for each in problem_of(wrong)["fields"]} == {"account", "roles"}


@pytest.mark.parametrize("roles", [("quan_tri",), ("van_thu",)])
def test_an_administrator_has_no_power_over_accounts_of_the_other_organ(
    office: Office, roles: tuple[str, ...]
) -> None:
    """R-ACC-09: resetting its password would open the other organ's documents."""
    office.give_role("chutich-hdnd", HDND, "quan_tri")
    admin = office.person("chutich-hdnd")

    reply = admin.http.post(f"/api/organs/{HDND}/accounts", json=account("vanthu", *roles))

    assert problem_of(reply)["code"] == "RIGHT_MISSING"
    assert office.person("vanthu").read("people")["people"]


def test_the_administrator_of_both_organs_may_give_a_person_roles_in_both(
    office: Office,
) -> None:
    office.give_role("quantri", HDND, "quan_tri")
    admin = office.person("quantri")

    reply = admin.http.post(f"/api/organs/{HDND}/accounts", json=account("vanthu", "van_thu"))

    assert reply.status_code == 204


def test_an_administrator_binds_no_certificate_for_a_person_of_the_other_organ_too(
    office: Office,
) -> None:
    """R-ACC-09: a person signs for both organs with one certificate, so both have a say."""
    paired(office)
    office.give_role("chutich", HDND, "lanh_dao")
    office.give_role("chutich-hdnd", HDND, "quan_tri")
    admin = office.person("chutich-hdnd")
    wanted = {"serial": serial_hex(new_pki().organ), "account": "chutich"}

    reply = admin.http.post(f"/api/organs/{HDND}/certificates", json=wanted)

    assert problem_of(reply)["code"] == "RIGHT_MISSING"
