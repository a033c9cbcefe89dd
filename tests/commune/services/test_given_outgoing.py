"""NB30: the number of an outgoing document, where the province numbers that book."""

import pytest

from tests.commune.couriers import settle
from tests.commune.letters import FakeHub
from tests.commune.node import Json, Office, Person, operation
from tests.commune.papers import sign_by_hand, submitted
from tests.commune.province_word import delegate, give
from tests.commune.stores import assert_whole
from tests.commune.web.test_slips import written
from vanthu_server.commune.services.courier import Courier

FIRST, SECOND = written("00", 1), written("00", 2)


@pytest.fixture
def clerk(office: Office, hub: FakeHub, courier: Courier) -> Person:
    """The clerk, after the province took the outgoing book over."""
    settle(courier)
    delegate(hub, "province", book="di")
    settle(courier)
    return office.person("vanthu")


def signed(office: Office, clerk: Person, subject: str) -> str:
    """Bring a document to its signature; return its id."""
    document = submitted(clerk, subject)
    sign_by_hand(office, document)
    return document


def shown(clerk: Person, document: str) -> Json:
    return clerk.read(f"outgoing/{document}")


def test_nb30_the_number_waits_for_its_document_and_goes_into_the_file(
    office: Office, hub: FakeHub, courier: Courier, clerk: Person
) -> None:
    """R-OUT-05, R-OUT-07: the leader's signature stays, the number is the province's."""
    document = signed(office, clerk, "Một")
    asked = clerk.done("outgoing.number", {"id": document}, op=operation("một"))
    assert (asked["slip"], asked["number"], asked["state"]) == (FIRST, None, "da_ky")
    assert clerk.done("outgoing.number", {"id": document}, op=operation("một")) == asked
    before = shown(clerk, document)
    assert (before["slip"], before["given"]) == (FIRST, None)
    assert "outgoing.number" not in before["may"]
    assert clerk.refused("outgoing.number", {"id": document})["code"] == "NUMBER_WAITS"
    assert clerk.read("asked")["rows"][0]["subject"] == before["fields"]["subject"]

    give(hub, FIRST, 3, book="di")
    settle(courier)
    waits = shown(clerk, document)
    assert (waits["slip"], waits["given"]) == ("", 3)
    rows = {row["number"]: row for row in clerk.read("numbers/di/2026")["rows"]}
    assert (rows[3]["document"], rows[1]["document"]) == (document, "")
    void = {"book": "di", "year": 2026, "number": 3, "reason": "Nhầm"}
    assert clerk.refused("number.void", void)["code"] == "NUMBER_NOT_SO"
    done = clerk.done("outgoing.number", {"id": document})

    assert (done["number"], done["symbol"][:2], done["slip"]) == (3, "03", "")
    assert shown(clerk, document)["given"] is None
    register = clerk.read("numbers/di/2026")["register"]
    assert (register["mark"], register["issued"], register["leased"]) == (3, 1, 2)
    office.close()
    assert_whole(office.config)


def test_nb30_a_number_that_waits_for_one_document_goes_to_no_other(
    office: Office, hub: FakeHub, courier: Courier, clerk: Person
) -> None:
    """I5: whatever a hub says that lost its memory."""
    documents = [signed(office, clerk, subject) for subject in ("Một", "Hai")]
    for document in documents:
        clerk.done("outgoing.number", {"id": document})
    give(hub, FIRST, 1, book="di")
    give(hub, SECOND, 1, book="di")
    settle(courier)

    assert clerk.done("outgoing.number", {"id": documents[0]})["number"] == 1
    assert clerk.refused("outgoing.number", {"id": documents[1]})["code"] == "NUMBER_WAITS"


def test_nb30_a_document_that_goes_back_keeps_its_number_for_the_next_time(
    office: Office, hub: FakeHub, courier: Courier, clerk: Person
) -> None:
    document = signed(office, clerk, "Một")
    clerk.done("outgoing.number", {"id": document})
    clerk.done("outgoing.send_back", {"id": document, "reason": "Sửa nơi nhận"})
    give(hub, FIRST, 1, book="di")
    settle(courier)
    clerk.done("outgoing.submit", {"id": document})
    sign_by_hand(office, document)

    assert clerk.done("outgoing.number", {"id": document})["number"] == 1


def test_nb30_what_waited_gets_our_number_once_the_book_is_ours_again(
    office: Office, hub: FakeHub, courier: Courier, clerk: Person
) -> None:
    document = signed(office, clerk, "Một")
    clerk.done("outgoing.number", {"id": document})
    delegate(hub, "node", book="di")
    settle(courier)
    (row,) = clerk.read("asked")["rows"]
    assert row["may_take_back"]
    refused = clerk.refused("number.take_back", {"slip": FIRST})
    assert (refused["code"], "Cấp số" in refused["detail"]) == ("STEP_NOT_NOW", True)
    assert "outgoing.number" in shown(clerk, document)["may"]

    done = clerk.done("outgoing.number", {"id": document}, op=operation("xã"))
    assert (done["number"], done["slip"]) == (1, "")
    assert clerk.done("outgoing.number", {"id": document}, op=operation("xã")) == done
    assert clerk.read("asked")["rows"] == []
    delegate(hub, "province", book="di")
    give(hub, FIRST, 2, book="di")
    settle(courier)

    register = clerk.read("numbers/di/2026")["register"]
    assert (register["mark"], register["issued"], register["void"]) == (2, 1, 1)
    office.close()
    assert_whole(office.config)


def test_jn7_a_number_of_a_document_that_was_taken_out_stays_the_provinces(
    office: Office, hub: FakeHub, courier: Courier, clerk: Person
) -> None:
    document = signed(office, clerk, "Một")
    clerk.done("outgoing.number", {"id": document})
    give(hub, FIRST, 1, book="di")
    settle(courier)
    clerk.done("content.remove", {"id": document, "reason": "Gõ nhầm"})

    void = {"book": "di", "year": 2026, "number": 1, "reason": "Văn bản đã gỡ"}
    clerk.done("number.void", void)
    assert clerk.read("numbers/di/2026")["register"]["void"] == 1
    office.close()
    assert_whole(office.config)
