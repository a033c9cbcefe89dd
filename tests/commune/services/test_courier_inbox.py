"""What comes down from the hub: taken once, in order, and never lost."""

from datetime import timedelta

import msgspec
import pytest

from tests.commune.couriers import failing, settle, state, well
from tests.commune.letters import FakeHub, document_letter, letter, status_letter
from tests.commune.node import HDND, UBND, Office, hand_world
from tests.commune.papers import issued
from tests.commune.stores import assert_whole
from vanthu_server.commune.services.courier import Courier
from vanthu_sync.link import Message


def numbered(number: int) -> Message:
    """Return a document whose number is no number of the journal."""
    good = document_letter(1, organ=UBND)
    body = bytes(good.body).replace(b'"number":1,', b'"number":%d,' % number)
    return msgspec.structs.replace(good, body=msgspec.Raw(body))


POISON: dict[str, Message] = {
    "no envelope": letter(1, organ=UBND, kind="document", body={"subject": "x"}),
    "no object": letter(1, organ=UBND, kind="document", body=[1]),
    "an organ that is not here": document_letter(1, organ="ubnd-xa-khac"),
    "a number beyond 2^53": numbered(2**60),
    "a body beyond the limit": document_letter(1, organ=UBND, subject="x" * 600_000),
    "a status that is none": letter(1, organ=UBND, kind="status", body={"code": 3}),
}


@pytest.mark.parametrize("poison", POISON)
def test_lk4_a_message_that_cannot_be_taken_blocks_visibly_and_loses_nothing(
    office: Office, hub: FakeHub, courier: Courier, poison: str
) -> None:
    after = document_letter(POISON[poison].cursor + 1, organ=UBND, subject="Thư sau")
    hub.letters = [POISON[poison], after]
    clerk = office.person("vanthu")
    made = clerk.register("Văn bản một")

    courier.round()

    told = state(office, courier)
    assert told.problem is not None
    assert told.problem.code == "PEER_UNREADABLE"
    assert POISON[poison].origin in told.problem.detail
    assert clerk.read("inbox")["items"] == []
    assert office.node.hub.inbox_place() == 0
    assert clerk.read(f"incoming/{made['id']}")["row"]["place"]["hub_at"] is not None
    hub.letters = [document_letter(1, organ=UBND, subject="Thư đã sửa"), after]
    office.clock.move(timedelta(minutes=5))
    settle(courier)
    subjects = [item["subject"] for item in clerk.read("inbox")["items"]]
    assert subjects == ["Thư đã sửa", "Thư sau"]


def test_lk4_a_document_for_two_organs_of_a_node_reaches_both(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    """One event of the sender, two recipients that happen to share an office PC."""
    hub.letters = [
        document_letter(1, organ=UBND, origin="phu-lam:7"),
        document_letter(2, organ=HDND, origin="phu-lam:7"),
    ]

    settle(courier)

    assert len(office.person("vanthu").read("inbox")["items"]) == 1
    assert len(office.person("vanthu-hdnd").read("inbox")["items"]) == 1


def test_lk4_a_message_that_comes_again_is_taken_once_and_blocks_nothing(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    """A restored hub hands known messages out under new cursors, a page full of them."""
    hub.page = 2
    hub.letters = [document_letter(place, organ=UBND) for place in (1, 2, 3)]
    settle(courier)
    again = [
        document_letter(10 + place, organ=UBND, origin=f"phu-lam:{place}") for place in (1, 2, 3)
    ]
    hub.letters = [*again, document_letter(20, organ=UBND, subject="Thư mới")]

    settle(courier)

    subjects = [item["subject"] for item in office.person("vanthu").read("inbox")["items"]]
    assert subjects.count("Thư mới") == 1
    assert len(subjects) == 4
    office.close()
    assert_whole(office.config)


def test_r_in_10_a_status_reaches_the_document_that_it_speaks_of(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    clerk = office.person("vanthu")
    document = issued(office, clerk)
    assert clerk.read(f"outgoing/{document}")["deliveries"][0]["status"] == "waiting"
    settle(courier)
    assert clerk.read(f"outgoing/{document}")["deliveries"][0]["status"] == "sent"
    hub.letters = [status_letter(1, organ=UBND, document=document)]

    settle(courier)

    delivery = clerk.read(f"outgoing/{document}")["deliveries"][0]
    assert (delivery["status"], delivery["organ"]) == ("03", "ubnd-phu-lam")
    assert clerk.read(f"outgoing/{document}")["history"][-1]["kind"] == "status.received"


def test_a_status_that_comes_again_is_noted_once(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    """A restored hub that says 01 once more does not undo 03."""
    clerk = office.person("vanthu")
    document = issued(office, clerk)
    said = [status_letter(1, organ=UBND, document=document, code="01")]
    said.append(status_letter(2, organ=UBND, document=document))
    hub.letters = said
    settle(courier)

    hub.letters = [msgspec.structs.replace(each, cursor=each.cursor + 8) for each in said]
    settle(courier)

    held = clerk.read(f"outgoing/{document}")
    assert held["deliveries"][0]["status"] == "03"
    assert [line["kind"] for line in held["history"]].count("status.received") == 2


def test_lk4_a_restored_hub_is_read_from_its_beginning_also_after_a_restart(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    """Its cursors went back: what is new stands where known messages stood before."""
    settle(courier)
    backup = list(hub.events)
    hub.letters = [document_letter(place, organ=UBND) for place in (1, 2)]
    settle(courier)
    hub.events = backup
    hub.letters = [
        document_letter(1, organ=UBND, subject="Thư mới", origin="xa-khac:5"),
        document_letter(2, organ=UBND, origin="phu-lam:1"),
    ]
    hub.fault = failing("PEER_AWAY", at="inbox")
    office.courier(hub).round()
    hub.fault = well

    office.reopen(hand_world(seed=4))
    settle(office.courier(hub))

    subjects = [item["subject"] for item in office.person("vanthu").read("inbox")["items"]]
    assert subjects.count("Thư mới") == 1
    assert len(subjects) == 3


def test_another_hub_is_read_from_its_beginning(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    hub.letters = [document_letter(9, organ=UBND)]
    settle(courier)
    other = FakeHub()
    other.letters = [document_letter(1, organ=UBND, subject="Thư mới", origin="xa-khac:5")]

    settle(office.courier(other))

    subjects = [item["subject"] for item in office.person("vanthu").read("inbox")["items"]]
    assert "Thư mới" in subjects
