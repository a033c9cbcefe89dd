"""The courier, a hub at its port: what it sends, how it waits, what it says."""

from datetime import timedelta

import msgspec
import pytest

from tests.commune.couriers import failing, settle, six_hundred, state, well
from tests.commune.letters import FakeHub
from tests.commune.node import Office
from tests.commune.stores import journal
from vanthu_server.commune.services.courier import Courier
from vanthu_server.keys.node_key import SigningKey
from vanthu_sync import link


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
    six_hundred(office)

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
