"""NB21, NB26: a witness that is gone for good is done without; nobody else is."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from anyio.from_thread import BlockingPortal

from tests.commune.couriers import failing, settle
from tests.commune.letters import FakeHub
from tests.commune.node import UBND, Office, entry, hand_world
from tests.commune.sites import Second, branch, follower
from tests.commune.stores import assert_whole, database, journal
from tests.commune.web.test_followers import take_over
from vanthu_server.commune.domain.holding import ELSEWHERE
from vanthu_server.commune.domain.person import Person
from vanthu_server.commune.services.courier import Courier
from vanthu_server.commune.services.witnesses import Remembered, Witnesses
from vanthu_server.commune.storage.rows import scalar
from vanthu_sync import journal as chain
from vanthu_sync.errors import Refused
from vanthu_sync.journal import Draft, Head
from vanthu_sync.opening import Sight

REASON: Final = "Đã thanh lý"
OFFICER: Final = Person(account="quantri", name="Phạm Văn Máy", roles={UBND: ("quan_tri",)})


def named(office: Office, *, further: int, epoch: int = 1, witness: str = "hub") -> Head:
    """Let a witness have named, in an earlier run, a head that is not ours."""
    ours = office.node.ledger.head()
    head = Head(journal=ours.journal, epoch=epoch, seq=ours.seq + further, hash="f" * 64)
    office.node.holders.remember(Sight(witness=witness, head=head))
    office.reopen(hand_world(seed=8))
    return head


def away(office: Office) -> Witnesses:
    """The memory of a node whose hub is away."""
    return of_hub(office, lambda: None)


def of_hub(office: Office, hub_head: Callable[[], Head | None]) -> Witnesses:
    node = office.node
    return Witnesses(node.door, memory=node.holders, ledger=node.ledger, hub_head=hub_head)


def refused(witnesses: Witnesses, name: str = "hub", *, by: Person = OFFICER) -> str:
    """Give the witness up, which must be refused; return the code."""
    with pytest.raises(Refused) as caught:
        witnesses.forget(name, reason=REASON, by=by)
    return caught.value.code


def last_request(office: Office) -> int:
    """The number of a site's last request: an earlier one is not taken again."""
    with database(office.config) as db:
        return scalar(db, "select max(last_seq) from site_sight")


def kinds(office: Office) -> list[str]:
    return [event.header.kind for event in journal(office.config)]


@pytest.fixture
def second(office: Office, portal: BlockingPortal, tmp_path: Path) -> Second:
    return follower(office, portal, tmp_path / "second")


@pytest.mark.parametrize("further", [0, 3])
def test_nb22_the_paper_is_asked_for_what_a_witness_may_have_known(
    office: Office, further: int
) -> None:
    """R-IN-16: it had another history, or more of ours."""
    office.person("vanthu").register("một")
    named(office, further=further)

    away(office).forget("hub", reason=REASON, by=OFFICER)

    office.reopen(hand_world(seed=9))
    clerk = office.person("vanthu")
    assert clerk.refused("incoming.register", entry())["code"] == "NODE_NOT_OPEN"
    assert clerk.answer_paper(4)["stamping"]
    assert clerk.register("năm")["number"] == 5
    assert_whole(office.config)


def test_nb26_after_a_later_epoch_two_people_take_over_beyond_it(office: Office) -> None:
    """Who may have been holding the registers is fenced, wherever it is."""
    office.person("vanthu").register("một")
    office.node.holders.bind(ELSEWHERE)
    office.reopen(hand_world(seed=8))
    assert take_over(office, last=1)["stamping"]
    named(office, further=0, epoch=6)
    assert office.node.door.opened.cause == "owner_changed"

    opened = away(office).forget("hub", reason=REASON, by=OFFICER)

    assert (opened.cause, opened.question) == ("other_machine", "take_over")
    assert take_over(office, last=1)["stamping"]
    assert office.node.ledger.head().epoch == 7
    office.reopen(hand_world(seed=9))
    assert office.person("vanthu").register("hai")["number"] == 2
    assert_whole(office.config)


def test_nb21_a_hub_that_answers_and_parts_from_us_is_not_given_up(
    office: Office, hub: FakeHub, courier: Courier
) -> None:
    settle(courier)
    draft = Draft(kind="node.recovered", organ="", policy="", actor="", op="", body={}, epoch=1)
    hub.events.append(chain.append(hub.head, draft, nonce=bytes(16), at="2026-11-20T02:00:00.000Z"))
    office.person("vanthu").register("một")
    office.courier(hub).round()
    office.reopen(hand_world(seed=8))
    assert office.node.door.opened.cause == "fork"
    witnesses = office.node.witnesses(lambda _: hub)

    assert refused(witnesses) == "WITNESS_ANSWERS"

    hub.fault = failing("PEER_SIGNATURE_WRONG")
    assert refused(witnesses) == "PEER_SIGNATURE_WRONG"
    assert "witness.forgotten" not in kinds(office)
    hub.fault = failing("PEER_AWAY")
    assert witnesses.forget("hub", reason=REASON, by=OFFICER).question == "paper_lost"


def test_nb21_a_hub_that_was_made_anew_does_not_stand_for_the_one_that_is_gone(
    office: Office,
) -> None:
    named(office, further=0)
    ours = office.node.ledger.head()
    empty = Head(journal=ours.journal, epoch=1, seq=0, hash="0" * 64)

    assert of_hub(office, lambda: empty).forget("hub", reason=REASON, by=OFFICER).cause


def test_i8_a_follower_that_was_given_up_and_calls_again_closes_the_registers(
    office: Office, second: Second
) -> None:
    office.person("vanthu").register("một")
    second.sync()
    office.restart_without(1)
    assert office.node.door.opened.cause == "witness_unread"
    asked = last_request(office)
    assert asked

    away(office).forget("Máy follower", reason=REASON, by=OFFICER)

    assert last_request(office) == asked
    assert office.person("vanthu").answer_paper(1)["stamping"]
    assert office.person("vanthu").register("hai")["number"] == 2
    second.sync()
    assert office.node.door.opened.cause == "fork"


def test_nb21_who_keeps_the_registers_closed_is_told_from_who_does_not(
    office: Office, second: Second
) -> None:
    second.sync()
    office.clock.move_to_year(2026)
    named(office, further=0)
    told = {each.name: each for each in away(office).all()}

    assert set(told) == {"máy tỉnh", "Máy follower"}
    assert told["máy tỉnh"].cause == "fork"
    assert told["máy tỉnh"].heard_at == ""
    agreeing: Remembered = told["Máy follower"]
    assert (agreeing.cause, agreeing.heard_at[:10]) == ("", "2026-11-20")
    assert refused(away(office), "Máy follower") == "WITNESS_NOT_CAUSE"


def test_nb20_a_witness_is_no_way_around_another_cause(office: Office) -> None:
    """The registers are another machine's besides: that comes first."""
    named(office, further=0)
    office.node.holders.bind("máy khác")
    office.reopen(hand_world(seed=9))
    assert office.node.door.opened.cause == "other_machine"

    assert refused(away(office)) == "WITNESS_NOT_CAUSE"


def test_a_clerk_does_not_give_up_a_witness_and_a_reason_is_needed(office: Office) -> None:
    named(office, further=0)
    clerk = Person(account="vanthu", name="Trần Thị Văn", roles={UBND: ("van_thu",)})

    assert refused(away(office), by=clerk) == "RIGHT_MISSING"
    with pytest.raises(Refused, match="REASON_REQUIRED"):
        away(office).forget("hub", reason=" ", by=OFFICER)
    assert refused(away(office), "ai đó") == "WITNESS_UNKNOWN"


def test_nb28_nb29_neither_a_follower_nor_a_branch_gives_up_its_holder(
    office: Office, second: Second, portal: BlockingPortal, tmp_path: Path
) -> None:
    second.sync()
    site = branch(office, portal, tmp_path / "site")
    site.sync()
    for machine, witness, code in (
        (second.office, "hub", "NODE_FOLLOWS"),
        (site.office, "holder", "WITNESS_NEEDED"),
    ):
        named(machine, further=0, witness=witness)
        assert refused(away(machine), witness) == code


def test_nb21_power_that_goes_before_the_memory_does_leaves_the_registers_closed(
    office: Office,
) -> None:
    class Torn:
        """A memory that the power leaves before it forgets."""

        remembered = staticmethod(office.node.holders.remembered)
        last_heard = staticmethod(office.node.holders.last_heard)

        def forget(self, witness: str) -> None:
            raise SystemExit(witness)

    named(office, further=0)
    node = office.node
    torn = Witnesses(node.door, memory=Torn(), ledger=node.ledger, hub_head=lambda: None)
    with pytest.raises(SystemExit):
        torn.forget("hub", reason=REASON, by=OFFICER)

    office.reopen(hand_world(seed=9))

    assert office.node.door.opened.cause == "fork"
    assert away(office).forget("hub", reason=REASON, by=OFFICER).question == "paper_lost"
    assert kinds(office).count("witness.forgotten") == 2
