"""NB30: where the province numbers a book, what is entered waits under a slip for its number."""

from datetime import timedelta

import msgspec
import pytest

from tests.commune.couriers import settle, state
from tests.commune.letters import FakeHub, document_letter
from tests.commune.node import Office, Person, entry, hand_world, operation
from tests.commune.papers import scan
from tests.commune.province_word import (
    ask,
    give,
    numbered_by_the_province,
    refusals,
    states,
)
from tests.commune.stores import assert_whole, journal, sidecar_events
from tests.commune.web.test_slips import coded, from_slip, written
from vanthu_server.commune.services.courier import Courier
from vanthu_server.commune.services.register_print import PrintAsked
from vanthu_server.commune.storage.register_lines import RegisterLines
from vanthu_server.keys.node_key import SigningKey

FIRST, SECOND, THIRD = (written("00", counter) for counter in (1, 2, 3))


@pytest.fixture
def clerk(office: Office, hub: FakeHub, courier: Courier) -> Person:
    """The clerk, one number taken here before the province took the incoming book over."""
    return numbered_by_the_province(office, hub, courier)


def test_nb30_an_entry_waits_under_a_slip_and_the_number_enters_it_by_itself(
    office: Office, hub: FakeHub, courier: Courier, clerk: Person
) -> None:
    """R-IN-15, R-IN-17: no clerk types anything twice, and the time of reception stays."""
    sha256 = clerk.kept("a.pdf", scan("tệp"))
    asked = ask(clerk, "Chờ tỉnh", files=[sha256])
    assert (asked["slip"], asked["book"], asked["arrival_date"]) == (FIRST, "den", "2026-11-20")
    assert clerk.numbers() == [1]
    settle(courier)
    assert [e.header.kind for e in hub.events][-1] == "number.asked"
    assert sha256 in hub.files

    office.clock.move(timedelta(days=1))
    clerk = office.person("vanthu")
    give(hub, FIRST, 2)
    settle(courier)

    row = clerk.read(f"incoming/{asked['id']}")["row"]
    assert (row["number"], row["slip"], row["arrival_date"]) == (2, FIRST, "2026-11-20")
    assert row["captured_at"] == asked["asked_at"]
    assert (row["subject"], row["files"]) == ("Chờ tỉnh", 1)
    assert states(clerk) == {"mark": 2, "issued": 2, "void": 0, "leased": 0, "content_lost": 0}
    asked_book = PrintAsked(organ=clerk.organ, book="den", year=2026)
    printed = RegisterLines(office.node.ledger).book(asked_book).lines[-1].fate
    assert (printed.from_province, printed.slip, printed.site) == (True, FIRST, "")
    told = clerk.read("numbers/den/2026")["rows"][0]["text"]
    assert told == f"Tỉnh cấp số cho mã tiếp nhận tạm {FIRST}."
    office.close()
    assert_whole(office.config)


def test_nb30_a_retry_gets_the_same_slip_and_other_documents_the_next(clerk: Person) -> None:
    """R-IN-16: a lost reply asked again asks for no second number."""
    one = ask(clerk, "một", op=operation("một"))

    assert ask(clerk, "một", op=operation("một")) == one
    assert [ask(clerk, text)["slip"] for text in ("hai", "ba")] == [SECOND, THIRD]


def test_nb30_numbers_may_come_in_any_order_and_every_number_has_one_state(
    office: Office, hub: FakeHub, courier: Courier, clerk: Person
) -> None:
    """NB3, I2: what the province passed over is leased to it, and issued when it comes."""
    for subject in ("một", "hai"):
        ask(clerk, subject)
    give(hub, FIRST, 5)
    settle(courier)
    assert states(clerk) == {"mark": 5, "issued": 2, "void": 0, "leased": 3, "content_lost": 0}
    texts = {row["number"]: row["text"] for row in clerk.read("numbers/den/2026")["rows"]}
    assert texts[3].startswith("Số do tỉnh giữ")

    give(hub, SECOND, 3)
    settle(courier)

    assert states(clerk) == {"mark": 5, "issued": 3, "void": 0, "leased": 2, "content_lost": 0}
    void = {"book": "den", "year": 2026, "number": 4, "reason": "Tỉnh bỏ số này"}
    clerk.done("number.void", void)
    assert states(clerk)["void"] == 1
    assert refusals(office) == ["", ""]
    office.close()
    assert_whole(office.config)


def test_nb30_an_inbox_that_is_read_again_changes_nothing(
    office: Office, hub: FakeHub, courier: Courier, clerk: Person
) -> None:
    ask(clerk, "một")
    give(hub, FIRST, 2)
    give(hub, FIRST, 1)
    settle(courier)
    before = journal(office.config)
    office.node.hub.keep_inbox_place(0)

    again = office.courier(hub)
    settle(again)

    assert state(office, again).problem is None
    assert journal(office.config) == before
    assert refusals(office) == ["", "slip_settled"]
    assert clerk.numbers() == [1, 2]


@pytest.mark.parametrize("wrong", ["key", "slip", "shape"])
def test_nb30_what_the_pinned_key_did_not_sign_is_passed_over_and_said(
    office: Office, hub: FakeHub, courier: Courier, clerk: Person, wrong: str
) -> None:
    for subject in ("một", "hai"):
        ask(clerk, subject)
    message = give(hub, FIRST, 2, key=SigningKey.generate() if wrong == "key" else None)
    if wrong == "slip":
        body = bytes(message.body).replace(FIRST.encode(), SECOND.encode())
        hub.letters[-1] = msgspec.structs.replace(message, body=msgspec.Raw(body))
    elif wrong == "shape":
        hub.letters[-1] = msgspec.structs.replace(message, body=msgspec.Raw(b'{"slip":1}'))
    hub.letters.append(document_letter(9, organ=clerk.organ, subject="Thư sau"))

    settle(courier)

    assert refusals(office) == []
    assert clerk.numbers() == [1]
    assert [item["subject"] for item in clerk.read("inbox")["items"]] == ["Thư sau"]
    told = state(office, courier)
    assert told.problem is not None
    assert told.problem.code == "PEER_SIGNATURE_WRONG"


@pytest.mark.parametrize(
    ("number", "reason"), [(1, "wrong_transition"), (1_003, "too_far"), (0, "wrong_transition")]
)
def test_nb30_a_number_that_cannot_be_used_is_kept_with_its_reason_and_the_slip_waits_on(
    office: Office, hub: FakeHub, courier: Courier, clerk: Person, number: int, reason: str
) -> None:
    """Number 1 has its entry; none is passed over by the thousand for a slip of the finger."""
    asked = ask(clerk, "một")
    give(hub, FIRST, number)
    settle(courier)
    assert refusals(office) == [reason]
    assert states(clerk)["mark"] == 1
    (row,) = clerk.read("asked")["rows"]
    assert (row["state"], row["number"]) == ("waiting", None)
    assert f"số {number}" in row["refused"]

    give(hub, FIRST, 2)
    settle(courier)

    assert clerk.read(f"incoming/{asked['id']}")["row"]["number"] == 2
    office.close()
    assert_whole(office.config)


def test_nb30_one_number_never_goes_to_two_slips(
    office: Office, hub: FakeHub, courier: Courier, clerk: Person
) -> None:
    """I5: whatever a hub says that lost its memory."""
    for subject in ("một", "hai"):
        ask(clerk, subject)
    give(hub, FIRST, 2)
    give(hub, SECOND, 2)
    settle(courier)

    assert refusals(office) == ["", "wrong_transition"]
    assert clerk.numbers() == [1, 2]


def test_nb30_a_number_for_a_slip_that_nobody_wrote_is_kept_and_used_for_nothing(
    office: Office, hub: FakeHub, courier: Courier, clerk: Person
) -> None:
    give(hub, FIRST, 2)
    settle(courier)

    assert refusals(office) == ["slip_unknown"]
    assert states(clerk)["mark"] == 1


def test_nb30_a_node_that_was_rolled_back_gives_no_slip_twice(
    office: Office, hub: FakeHub, clerk: Person
) -> None:
    """NB7, NB8: slips come back from the sidecar; a new incarnation leaves some out."""
    backup = office.config.database.read_bytes()
    one = ask(clerk, "một", op=operation("một"))
    office.close()
    for rest in ("-wal", "-shm"):
        office.config.database.with_name(office.config.database.name + rest).unlink(missing_ok=True)
    office.config.database.write_bytes(backup)

    office.reopen(hand_world(seed=7))
    clerk = office.person("vanthu")

    assert ask(clerk, "một", op=operation("một")) == one
    assert ask(clerk, "hai")["slip"] == written("00", 202)
    give(hub, FIRST, 2)
    settle(office.courier(hub))
    assert clerk.read(f"incoming/{one['id']}")["row"]["number"] == 2
    office.close()
    assert_whole(office.config)


def test_nb30_a_slip_is_in_the_sidecar_before_it_is_shown(office: Office, clerk: Person) -> None:
    """NB6."""
    asked = ask(clerk, "một")

    kept = sidecar_events(office.config)[-1]
    assert (kept.header.kind, kept.content["slip"]) == ("number.asked", asked["slip"])


def test_nb19_a_devices_slip_is_the_one_that_waits_and_is_redeemed_once(
    hub: FakeHub, courier: Courier, clerk: Person
) -> None:
    text = written(coded(clerk), 1)
    asked = clerk.done("incoming.register", from_slip(text))
    assert asked["slip"] == text
    assert clerk.refused("incoming.register", from_slip(text))["code"] == "SLIP_REDEEMED"

    give(hub, text, 2)
    settle(courier)

    row = clerk.read(f"incoming/{asked['id']}")["row"]
    assert (row["number"], row["slip"]) == (2, text)
    assert clerk.refused("incoming.register", from_slip(text))["code"] == "SLIP_REDEEMED"
    assert clerk.refused("incoming.register", from_slip(SECOND))["code"] == "SLIP_WRONG"


def test_nb30_what_waits_is_a_duplicate_too(clerk: Person) -> None:
    """R-IN-14: the same document is not asked for twice unseen."""
    same = {"code_number": "12", "code_notation": "TB-SNV", "issued_date": "2026-11-18"}
    ask(clerk, "một", **same)

    refused = clerk.refused("incoming.register", entry("một", **same))

    assert refused["code"] == "DUPLICATE_DOCUMENT"
    assert FIRST in refused["detail"]
    assert ask(clerk, "một", duplicate_ok=True, **same)["slip"] == SECOND
