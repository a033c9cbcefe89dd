"""The courier, a hub at its port: what it sends, how it waits, what it says, what it keeps."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest

from tests.commune.letters import FakeHub, document_letter, letter, status_letter
from tests.commune.node import HDND, UBND, Office, entry, hand_world, operation
from tests.commune.papers import issued, scan
from tests.commune.stores import assert_whole, journal
from vanthu_server.commune.services.courier import Courier
from vanthu_server.keys.node_key import SigningKey
from vanthu_sync import link
from vanthu_sync.errors import Refused
from vanthu_sync.link import Message
from vanthu_sync.wire import HubState


@pytest.fixture
def hub() -> FakeHub:
    return FakeHub()


@pytest.fixture
def courier(office: Office, hub: FakeHub) -> Courier:
    return office.courier(hub)


def settle(courier: Courier) -> None:
    """Do rounds until there is nothing more to do."""
    while courier.round():
        pass


def failing(code: str, *, at: str = "hello") -> Callable[[str], None]:
    def fault(call: str) -> None:
        if call == at:
            raise Refused(code)

    return fault


def well(_: str) -> None:
    """No fault."""


def state(office: Office, courier: Courier) -> HubState:
    return courier.state(exposed=office.node.ledger.exposed)


def test_lk3_the_whole_journal_goes_up_and_rows_say_when(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    clerk = office.person("vanthu")
    made = clerk.register("Văn bản một")
    assert clerk.read(f"incoming/{made['id']}")["row"]["place"]["hub_at"] is None

    settle(courier)

    assert tuple(hub.events) == journal(office.config)
    assert clerk.read(f"incoming/{made['id']}")["row"]["place"]["hub_at"] is not None
    told = state(office, courier)
    assert (told.paired, told.reachable, told.failures, told.problem) == (True, True, 0, None)
    assert told.node_head == told.hub_head == len(hub.events)
    assert told.last_contact == "2026-11-20T02:10:00.000Z"


def test_a_long_journal_goes_in_batches_within_their_limit(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    clerk = office.person("vanthu")
    for start in (0, 200, 400):
        commands = [
            {
                "op": operation(start + place),
                "kind": "incoming.register",
                "organ": UBND,
                "payload": entry(f"Văn bản {start + place}"),
            }
            for place in range(200)
        ]
        clerk.http.post("/api/commands", json={"v": 1, "commands": commands}).raise_for_status()

    settle(courier)

    assert hub.calls.count("ship") == 2
    assert tuple(hub.events) == journal(office.config)


def test_what_is_unknown_is_said_to_be_unknown(office: Office, courier: Courier) -> None:
    told = state(office, courier)

    assert (told.reachable, told.last_contact, told.hub_head) == (None, None, None)
    assert (told.next_try_at, told.problem) == (None, None)


def test_a_node_without_a_hub_says_so_and_waits(office: Office) -> None:
    courier = office.node.courier()

    assert courier.round() is False
    assert state(office, courier).paired is False


def test_the_pause_doubles_to_five_minutes_and_ends_with_the_first_success(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    hub.fault = failing("PEER_AWAY")
    pauses = []
    for _ in range(12):
        assert courier.round() is False
        pauses.append(courier.wait_seconds())
        office.clock.move(timedelta(seconds=pauses[-1]))

    assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]
    assert state(office, courier).failures == 12
    hub.fault = well
    settle(courier)
    assert state(office, courier).failures == 0
    assert tuple(hub.events) == journal(office.config)


def test_a_wake_does_not_shorten_the_pause_and_a_person_may(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    hub.fault = failing("PEER_AWAY")
    courier.round()
    hub.fault = well
    calls = len(hub.calls)

    courier.round()
    assert len(hub.calls) == calls

    courier.try_now()
    settle(courier)
    assert state(office, courier).reachable is True


def test_a_clock_that_jumps_back_does_not_stop_the_courier_for_years(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    hub.fault = failing("PEER_AWAY")
    office.clock.move(timedelta(days=3650))
    courier.round()
    office.clock.move(timedelta(days=-3650))
    hub.fault = well

    settle(courier)

    assert state(office, courier).reachable is True


@pytest.mark.parametrize("at", ["hello", "open_session", "ship", "inbox", "directory"])
@pytest.mark.parametrize("code", ["PEER_AWAY", "PEER_FAILED", "PEER_UNREADABLE"])
def test_a_hub_that_fails_anywhere_is_named_and_the_office_goes_on(
    office: Office, hub: FakeHub, courier: Courier, code: str, at: str
) -> None:
    """R-GEN-05: the clerk registers, whatever becomes of the link; later all of it goes up."""
    clerk = office.person("vanthu")
    hub.fault = failing(code, at=at)
    assert clerk.register("Văn bản một")["number"] == 1

    courier.round()

    told = state(office, courier)
    assert told.problem is not None
    assert (told.problem.code, told.reachable) == (code, False)
    assert told.problem.next_step
    assert told.next_try_at is not None
    assert clerk.register("Văn bản hai")["number"] == 2
    hub.fault = well
    office.clock.move(timedelta(minutes=5))
    settle(courier)
    assert tuple(hub.events) == journal(office.config)


def test_lk2_another_key_than_the_pinned_one_is_refused_never_learnt(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    hub.key = SigningKey.generate()

    courier.round()

    told = state(office, courier)
    assert told.problem is not None
    assert told.problem.code == "PEER_SIGNATURE_WRONG"
    assert hub.events == []
    assert "open_session" not in hub.calls


@pytest.mark.parametrize("wrong", ["signature", "head"])
def test_lk5_a_receipt_that_is_not_the_hubs_or_of_another_head_proves_nothing(
    office: Office, courier: Courier, hub: FakeHub, wrong: str
) -> None:
    honest = hub.ship

    def ship(batch: bytes) -> link.Receipt:
        receipt = honest(batch)
        if wrong == "signature":
            return msgspec.structs.replace(receipt, signature=b"\x00" * 64)
        head = msgspec.structs.replace(receipt.head, seq=receipt.head.seq + 1)
        signature = hub.key.sign(link.receipt_bytes(head, receipt.at))
        return msgspec.structs.replace(receipt, head=head, signature=signature)

    hub.ship = ship  # type: ignore[method-assign] # this hub lies

    courier.round()

    told = state(office, courier)
    assert told.problem is not None
    assert (told.problem.code, told.hub_head) == ("PEER_SIGNATURE_WRONG", None)


def test_a_hub_that_was_restored_gets_the_events_again(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    clerk = office.person("vanthu")
    made = clerk.register("Văn bản một")
    settle(courier)
    hub.events = hub.events[:-1]
    hub.fault = failing("SESSION_ENDED", at="inbox")
    courier.round()
    hub.fault = failing("PEER_AWAY", at="ship")
    courier.round()

    assert clerk.read(f"incoming/{made['id']}")["row"]["place"]["hub_at"] is None

    hub.fault = well
    office.clock.move(timedelta(minutes=5))
    settle(courier)
    assert tuple(hub.events) == journal(office.config)
    assert clerk.read(f"incoming/{made['id']}")["row"]["place"]["hub_at"] is not None


def test_a_session_that_ended_is_opened_again_without_alarm(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    settle(courier)
    hub.fault = failing("SESSION_ENDED", at="inbox")

    courier.round()

    assert state(office, courier).problem is None
    hub.fault = well
    settle(courier)
    assert hub.calls.count("hello") == 2


@pytest.mark.parametrize("registered", [0, 1])
def test_i8_a_fork_is_reported_and_nothing_is_overwritten(
    office: Office, hub: FakeHub, courier: Courier, registered: int
) -> None:
    """The hub holds more than we have, or another event where we have ours."""
    settle(courier)
    office.person("vanthu").register("Văn bản của bản sao")
    settle(courier)
    theirs = list(hub.events)
    office.restart_without(1)
    for _ in range(registered):
        office.person("vanthu").register("Văn bản của máy này")
    calls = hub.calls.count("ship")

    courier = office.courier(hub)
    courier.round()

    told = state(office, courier)
    assert told.problem is not None
    assert told.problem.code == "JOURNAL_FORK"
    assert hub.calls.count("ship") == calls
    assert hub.events == theirs


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


def test_a_fault_of_ours_is_shown_and_retried_with_a_pause(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    def broken(call: str) -> None:
        if call == "inbox":
            message = "a fault of ours"
            raise LookupError(message)

    hub.fault = broken
    with pytest.raises(LookupError):
        courier.round()

    told = state(office, courier)
    assert told.problem is not None
    assert (told.problem.code, told.failures) == ("STORAGE_FAILED", 1)
    assert told.next_try_at is not None


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


def test_no_file_goes_before_the_hub_knows_all_that_names_it(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    clerk = office.person("vanthu")
    for start in (0, 200, 400):
        commands = [
            {
                "op": operation(start + place),
                "kind": "incoming.register",
                "organ": UBND,
                "payload": entry(f"Văn bản {start + place}"),
            }
            for place in range(200)
        ]
        clerk.http.post("/api/commands", json={"v": 1, "commands": commands}).raise_for_status()
    clerk.register("Văn bản có tệp", files=[clerk.kept("a.pdf", scan("a"))])

    courier.round()
    assert (hub.calls.count("ship"), hub.files) == (1, {})
    settle(courier)

    assert (
        hub.calls.index("send_file")
        > [place for place, call in enumerate(hub.calls) if call == "ship"][1]
    )
    assert len(hub.files) == 1


def test_a_file_that_came_from_the_hub_is_not_sent_back(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    """On 64 kbit/s a scan takes minutes."""
    content = scan("một")
    hub.letters = [document_letter(1, organ=UBND, files=(content,))]
    settle(courier)
    assert state(office, courier).files_waiting == 0
    hub.files[hashlib.sha256(content).hexdigest()] = content

    settle(courier)

    assert office.person("vanthu").read("inbox")["items"][0]["files_missing"] == 0
    assert state(office, courier).files_waiting == 0
    assert "send_file" not in hub.calls


def test_a_file_that_never_comes_right_holds_up_no_other(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    bad, good = scan("một"), scan("hai")
    hub.letters = [
        document_letter(1, organ=UBND, files=(bad,)),
        document_letter(2, organ=UBND, files=(good,)),
    ]
    hub.files[hashlib.sha256(bad).hexdigest()] = b"something else"
    hub.files[hashlib.sha256(good).hexdigest()] = good

    for _ in range(4):
        courier.round()
        office.clock.move(timedelta(minutes=5))

    items = office.person("vanthu").read("inbox")["items"]
    assert [item["files_missing"] for item in items] == [1, 0]
    told = state(office, courier)
    assert told.problem is not None
    assert told.problem.code == "BLOB_MISMATCH"


def test_data_goes_before_files_and_one_file_a_round(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    clerk = office.person("vanthu")
    files = [clerk.kept(f"{place}.pdf", scan(str(place))) for place in range(3)]
    clerk.register("Văn bản một", files=files)
    waiting = state(office, courier)
    assert waiting.files_waiting == 3
    assert waiting.bytes_waiting == sum(len(scan(str(place))) for place in range(3))

    courier.round()
    assert (len(hub.files), tuple(hub.events)) == (1, journal(office.config))
    clerk.register("Văn bản hai")
    courier.round()
    assert (len(hub.files), tuple(hub.events)) == (2, journal(office.config))

    settle(courier)
    assert set(hub.files) == set(files)
    assert state(office, courier).files_waiting == 0


def test_lk5_a_file_that_the_hub_lost_is_sent_again(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    clerk = office.person("vanthu")
    sha256 = clerk.kept("a.pdf", scan("a"))
    clerk.register("Văn bản một", files=[sha256])
    settle(courier)
    hub.files.clear()
    hub.missing = (sha256,)
    clerk.register("Văn bản hai")

    courier.round()

    assert set(hub.files) == {sha256}


def test_the_files_of_a_received_document_follow_it(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    first, second = scan("một"), scan("hai")
    hub.letters = [document_letter(1, organ=UBND, files=(first, second))]
    hub.files[hashlib.sha256(second).hexdigest()] = second
    clerk = office.person("vanthu")

    settle(courier)
    item = clerk.read("inbox")["items"][0]
    assert item["files_missing"] == 1
    assert clerk.refused("inbox.check", {"id": item["id"]})["code"] == "FILES_NOT_HERE"

    hub.files[hashlib.sha256(first).hexdigest()] = first
    settle(courier)
    assert clerk.read("inbox")["items"][0]["files_missing"] == 0
    assert clerk.done("inbox.check", {"id": item["id"]})["verdict"] == "khong_co_chu_ky"


def test_the_directory_is_asked_for_when_it_changed(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    settle(courier)
    office.clock.move(timedelta(minutes=1))
    settle(courier)

    told = office.person("vanthu").http.get("/api/directory").json()

    assert hub.calls.count("directory") == 1
    assert [organ["id"] for organ in told["organs"]] == ["ubnd-phu-lam"]
    assert told["as_of"] == "2026-11-20T02:10:00.000Z"
