"""NB21, NB23, NB26, LK6: the hub as a witness of our history, and as the clock of the office."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from tests.commune.couriers import failing, settle, state, well
from tests.commune.letters import FakeHub, document_letter
from tests.commune.node import UBND, Office, Person, entry, hand_world
from tests.commune.stores import assert_whole, journal
from tests.commune.web.test_followers import take_over
from vanthu_server.commune.services.courier import Courier
from vanthu_server.keys.node_key import SigningKey
from vanthu_sync import journal as chain
from vanthu_sync import link
from vanthu_sync.events import read
from vanthu_sync.journal import Draft
from vanthu_sync.register_events import ClockCorrected


def asked(clerk: Person) -> dict[str, object]:
    """What the door of the registers says."""
    told: dict[str, object] = clerk.http.get("/api/opening").json()
    return told


def answer_paper(clerk: Person) -> None:
    """Say that the last numbers on paper are those that the machine holds."""
    registers: Any = asked(clerk)["registers"]
    said = [
        {"organ": each["organ"], "book": each["book"], "year": each["year"], "number": each["mark"]}
        for each in registers
    ]
    reply = clerk.http.post(
        "/api/opening", json={"question": "paper_lost", "paper": said, "day": "2026-11-20"}
    )
    assert reply.status_code == 200, reply.text


def other_holder(hub: FakeHub) -> None:
    """Let another machine take the registers over, as the hub holds it."""
    draft = Draft(
        kind="node.taken_over", organ="", policy="", actor="", op="", body={"x": 1}, epoch=2
    )
    at = "2026-11-20T02:00:00.000Z"
    hub.events.append(chain.append(hub.head, draft, nonce=bytes(16), at=at))


def restarted(office: Office, hub: FakeHub) -> Courier:
    """The courier after a restart that lost nothing."""
    office.reopen(hand_world(seed=44))
    return office.courier(hub)


@pytest.mark.parametrize("page", [1, 50])
def test_nb21_a_node_that_was_rolled_back_has_its_events_back_before_a_number(
    office: Office, hub: FakeHub, courier: Courier, page: int
) -> None:
    """R-IN-15: database and sidecar went back together, and no number is given twice."""
    clerk = office.person("vanthu")
    for subject in ("một", "hai", "ba"):
        clerk.register(subject)
    settle(courier)
    hub.page = page
    office.restart_without(3)

    courier = office.courier(hub)
    courier.round()

    assert office.opened.recovered == 0
    opened = office.node.door.opened
    assert (opened.cause, opened.recovered, opened.witness) == ("rolled_back", 3, "hub")
    clerk = office.person("vanthu")
    assert clerk.numbers() == [1, 2, 3]
    assert clerk.answer_paper(3)["stamping"]
    assert clerk.register("bốn")["number"] == 4
    settle(courier)
    assert tuple(hub.events) == journal(office.config)
    assert "node.recovered" in {event.header.kind for event in hub.events}
    assert state(office, courier).problem is None
    office.close()
    assert_whole(office.config)


@pytest.mark.parametrize("theirs", [1, 3])
def test_i8_a_fork_is_reported_on_both_sides_and_nothing_is_overwritten(
    office: Office, hub: FakeHub, courier: Courier, theirs: int
) -> None:
    """The hub's branch is as long as ours, or longer."""
    settle(courier)
    for _ in range(theirs):
        office.person("vanthu").register("Văn bản của bản sao")
    settle(courier)
    held = list(hub.events)
    office.restart_without(theirs)
    office.person("vanthu").register("Văn bản của máy này")

    courier = office.courier(hub)
    courier.round()

    told = state(office, courier)
    assert told.problem is not None
    assert told.problem.code == "JOURNAL_FORK"
    assert hub.events == held
    (kept,) = hub.evidence
    assert kept.events[-1].hash == journal(office.config)[-1].hash
    signed = chain.checkpoint_bytes(kept.checkpoint.head, kept.checkpoint.at)
    assert office.node.key.public
    assert kept.checkpoint.signature == office.node.key.sign(signed)
    clerk = office.person("vanthu")
    assert clerk.refused("incoming.register", entry("hai"))["code"] == "NODE_NOT_OPEN"
    assert (asked(clerk)["cause"], asked(clerk)["question"]) == ("fork", "take_over")


def test_nb27_after_a_fork_a_take_over_keeps_the_hubs_branch_and_the_strays(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    office.person("vanthu").register("một")
    settle(courier)
    office.person("vanthu").register("hai của bản sao")
    settle(courier)
    office.restart_without(1)
    office.person("vanthu").register("hai của máy này")
    courier = office.courier(hub)
    courier.round()

    take_over(office, last=2)
    office.clock.move(timedelta(minutes=6))
    settle(courier)

    clerk = office.person("vanthu")
    assert clerk.numbers() == [1, 2]
    assert [stray["subject"] for stray in clerk.read("holding")["strays"]] == ["hai của máy này"]
    assert tuple(hub.events) == journal(office.config)
    assert hub.head.epoch == 2
    assert clerk.register("ba")["number"] == 3


@pytest.mark.parametrize("late", [0, 1])
def test_nb26_a_machine_that_was_replaced_hears_it_and_gives_no_number(
    office: Office, hub: FakeHub, courier: Courier, late: int
) -> None:
    """Whether or not it registered something after the other machine took over."""
    office.person("vanthu").register("một")
    settle(courier)
    other_holder(hub)
    for _ in range(late):
        office.person("vanthu").register("hai của máy cũ")
    held = list(hub.events)

    courier = office.courier(hub)
    courier.round()

    told = state(office, courier)
    assert told.problem is not None
    assert told.problem.code == "OWNER_CHANGED"
    assert hub.events == held
    assert len(hub.evidence) == late
    assert "journal" not in hub.calls
    clerk = office.person("vanthu")
    assert clerk.refused("incoming.register", entry("ba"))["code"] == "OWNER_CHANGED"
    assert clerk.numbers() == list(range(1, late + 2))


def test_nb21_a_hub_that_knows_more_and_cannot_be_read_keeps_the_registers_closed(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    office.person("vanthu").register("một")
    settle(courier)
    office.restart_without(1)
    courier = office.courier(hub)
    hub.fault = failing("PEER_AWAY", at="journal")

    courier.round()

    clerk = office.person("vanthu")
    assert asked(clerk)["cause"] == "witness_unread"
    assert clerk.refused("incoming.register", entry("hai"))["code"] == "NODE_NOT_OPEN"
    hub.fault = well
    office.clock.move(timedelta(minutes=5))
    settle(courier)
    clerk.answer_paper(1)
    assert clerk.register("hai")["number"] == 2


def test_nb22_what_was_stamped_after_the_hub_last_heard_is_asked_of_the_paper(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    """R-IN-16: the hub knows more than the copy and less than the paper; also after a restart."""
    clerk = office.person("vanthu")
    clerk.register("một")
    settle(courier)
    clerk.register("hai, chỉ có trên giấy")
    office.restart_without(2)
    courier = office.courier(hub)
    settle(courier)
    assert asked(office.person("vanthu"))["cause"] == "rolled_back"

    office.reopen()
    courier = office.courier(hub)
    settle(courier)

    clerk = office.person("vanthu")
    assert asked(clerk)["question"] == "paper_lost"
    assert clerk.refused("incoming.register", entry("ba"))["code"] == "NODE_NOT_OPEN"
    assert clerk.answer_paper(2)["stamping"]
    assert clerk.register("ba")["number"] == 3


def test_i8_a_fork_that_was_reported_is_not_forgotten_at_a_restart(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    settle(courier)
    office.person("vanthu").register("của bản sao")
    settle(courier)
    office.restart_without(1)
    office.person("vanthu").register("của máy này")
    courier = office.courier(hub)
    courier.round()
    assert asked(office.person("vanthu"))["cause"] == "fork"

    office.reopen()

    refused = office.person("vanthu").refused("incoming.register", entry("hai"))
    assert refused["code"] == "NODE_NOT_OPEN"
    assert office.node.door.opened.cause == "fork"


@pytest.mark.parametrize("wrong", ["signature", "place", "empty"])
def test_lk6_a_page_that_is_not_the_hubs_is_not_believed(
    office: Office, hub: FakeHub, courier: Courier, wrong: str
) -> None:
    clerk = office.person("vanthu")
    for subject in ("một", "hai", "ba"):
        clerk.register(subject)
    settle(courier)
    office.restart_without(3)
    honest = hub.journal

    def journal_of(*, after: int) -> link.Page:
        if wrong == "place":
            return honest(after=after + 1)
        page = honest(after=after)
        if wrong == "empty":
            receipt = msgspec.structs.replace(page.receipt, head=page.head)
            signed = link.receipt_bytes(page.head, receipt.at)
            receipt = msgspec.structs.replace(receipt, signature=hub.key.sign(signed))
            return msgspec.structs.replace(page, events=(), receipt=receipt)
        signature = SigningKey.generate().sign(
            link.receipt_bytes(page.receipt.head, page.receipt.at)
        )
        receipt = msgspec.structs.replace(page.receipt, signature=signature)
        return msgspec.structs.replace(page, receipt=receipt)

    hub.journal = journal_of  # type: ignore[method-assign] # this hub lies
    courier = office.courier(hub)
    courier.round()

    told = state(office, courier)
    assert told.problem is not None
    assert told.problem.code == "PEER_SIGNATURE_WRONG"
    assert asked(office.person("vanthu"))["cause"] == "witness_unread"
    assert office.person("vanthu").numbers() == []


def test_nb23_with_the_hub_in_reach_the_first_opening_of_a_day_asks_nothing(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    settle(courier)
    office.clock.move(timedelta(days=1))
    courier = restarted(office, hub)
    office.clock.move(timedelta(days=1))
    office.reopen()
    clerk = office.person("vanthu")
    assert asked(clerk)["question"] == "paper_confirm"
    assert clerk.refused("incoming.register", entry("một"))["code"] == "PAPER_UNSAID"

    courier = office.courier(hub)
    settle(courier)

    assert (asked(clerk)["question"], asked(clerk)["stamping"]) == ("", True)
    assert clerk.register("một")["number"] == 1
    assert office.node.holders.confirmed_day() == date(2026, 11, 21)


def test_ck3_the_first_round_after_a_start_brings_the_time_with_nothing_to_send(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    settle(courier)
    ships = hub.calls.count("ship")
    courier = restarted(office, hub)

    settle(courier)

    assert hub.calls.count("ship") == ships + 1


def test_ck4_the_hubs_instant_corrects_a_clock_that_is_days_off(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    true_time = office.clock.now()
    office.clock.jump(timedelta(days=400))
    hub.now = lambda: true_time
    clerk = office.person("vanthu")
    assert clerk.refused("incoming.register", entry("một"))["code"] == "DAY_UNSURE"

    settle(courier)

    clerk = office.person("vanthu")  # whoever logged in did so in the wrong year
    assert clerk.register("một")["number"] == 1
    assert clerk.read("incoming")["rows"][0]["arrival_date"] == "2026-11-20"
    corrected = [e for e in journal(office.config) if e.header.kind == "clock.corrected"]
    said = [read(event.body or b"", ClockCorrected) for event in corrected]
    assert [(each.basis, each.seconds) for each in said] == [("hub", -400 * 86400)]
    settle(courier)
    assert tuple(hub.events) == journal(office.config)


def test_while_a_question_waits_the_hub_is_heard_and_nothing_else_is_done(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    office.person("vanthu").register("một")
    settle(courier)
    office.close()
    office.config.sidecar.unlink()
    office.reopen(hand_world(seed=45))
    hub.letters = [document_letter(1, organ=UBND)]
    courier = office.courier(hub)
    before = len(hub.calls)

    assert [courier.round() for _ in range(3)] == [False] * 3

    assert hub.calls[before:] == ["hello", "open_session"]
    assert state(office, courier).problem is None
    clerk = office.person("vanthu")
    answer_paper(clerk)
    settle(courier)
    assert tuple(hub.events) == journal(office.config)
    assert len(clerk.read("inbox")["items"]) == 1


def test_nb21_what_the_hub_says_is_looked_at_once_more_when_a_question_was_answered(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    """It may have waited for days, and another machine have taken over."""
    office.person("vanthu").register("một")
    settle(courier)
    office.close()
    office.config.sidecar.unlink()
    office.reopen(hand_world(seed=45))
    courier = office.courier(hub)
    courier.round()
    other_holder(hub)
    clerk = office.person("vanthu")
    answer_paper(clerk)

    settle(courier)

    assert asked(clerk)["cause"] == "owner_changed"
    assert clerk.refused("incoming.register", entry("hai"))["code"] == "OWNER_CHANGED"
