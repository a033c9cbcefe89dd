"""NB30: what becomes of what waits: accepted letters, a book that comes back, removals, strays."""

from datetime import timedelta

import pytest

from tests.commune.couriers import settle
from tests.commune.letters import FakeHub, document_letter
from tests.commune.node import Office, Person, operation
from tests.commune.papers import scan
from tests.commune.province_word import (
    ask,
    delegate,
    give,
    numbered_by_the_province,
    refusals,
    states,
)
from tests.commune.stores import assert_whole, journal
from tests.commune.web.test_followers import take_over
from tests.commune.web.test_slips import written
from vanthu_server.commune.services.courier import Courier

FIRST, SECOND = (written("00", counter) for counter in (1, 2))


@pytest.fixture
def clerk(office: Office, hub: FakeHub, courier: Courier) -> Person:
    """The clerk, one number taken here before the province took the incoming book over."""
    return numbered_by_the_province(office, hub, courier)


def test_nb30_a_document_of_another_organ_waits_and_is_accepted_once(
    office: Office, hub: FakeHub, courier: Courier, clerk: Person
) -> None:
    """R-IN-05: accepted is accepted; only its number comes later."""
    hub.letters.append(document_letter(9, organ=clerk.organ, subject="Liên thông"))
    settle(courier)
    (item,) = clerk.read("inbox")["items"]
    clerk.done("inbox.check", {"id": item["id"]})
    asked = clerk.done("inbox.accept", {"id": item["id"], "not_secret": False})
    assert asked["slip"] == FIRST
    assert clerk.refused("inbox.accept", {"id": item["id"]})["code"] == "STEP_NOT_NOW"

    give(hub, FIRST, 2)
    settle(courier)

    row = clerk.read(f"incoming/{asked['id']}")["row"]
    assert (row["number"], row["source"]) == (2, "lien_thong")
    office.close()
    assert_whole(office.config)


def test_nb30_what_waited_comes_in_here_once_the_book_is_ours_again(
    office: Office, hub: FakeHub, courier: Courier, clerk: Person
) -> None:
    """A number that comes for it later is void: it goes to nobody else."""
    asked = ask(clerk, "một")
    waits = clerk.refused("number.take_back", {"slip": FIRST})
    assert waits["code"] == "NUMBER_WAITS"
    delegate(hub, "node")
    settle(courier)
    (row,) = clerk.read("asked")["rows"]
    assert row["may_take_back"]

    made = clerk.done("number.take_back", {"slip": FIRST}, op=operation("lấy lại"))
    assert (made["id"], made["number"]) == (asked["id"], 2)
    assert clerk.done("number.take_back", {"slip": FIRST}, op=operation("lấy lại")) == made
    assert clerk.refused("number.take_back", {"slip": FIRST})["code"] == "STEP_NOT_NOW"
    assert clerk.read("asked")["rows"] == []
    delegate(hub, "province")
    give(hub, FIRST, 3)
    settle(courier)

    last = clerk.read("numbers/den/2026", state="void")["rows"][0]
    assert (last["number"], FIRST in last["reason"]) == (3, True)
    assert states(clerk) == {"mark": 3, "issued": 2, "void": 1, "leased": 0, "content_lost": 0}
    office.close()
    assert_whole(office.config)


def test_nb18_a_number_of_a_book_that_is_the_nodes_again_is_not_used(
    office: Office, hub: FakeHub, courier: Courier, clerk: Person
) -> None:
    """One fenced owner a register."""
    ask(clerk, "một")
    delegate(hub, "node")
    give(hub, FIRST, 2)
    settle(courier)

    assert refusals(office) == ["not_owner"]
    assert clerk.register("ở xã")["number"] == 2


def test_jn7_what_waits_can_be_taken_out_and_its_slip_is_never_given_again(
    office: Office, hub: FakeHub, courier: Courier, clerk: Person
) -> None:
    """A secret typed by mistake has no number yet, and has to go all the same."""
    sha256 = clerk.kept("a.pdf", scan("tệp"))
    asked = ask(clerk, "gõ nhầm", files=[sha256])
    clerk.done("content.remove", {"id": asked["id"], "reason": "Gõ nhầm"})

    assert clerk.read("asked")["rows"] == []
    assert not office.node.blob_store.has(sha256)
    assert ask(clerk, "hai")["slip"] == SECOND
    give(hub, FIRST, 2)
    settle(courier)
    assert refusals(office) == ["slip_unknown"]
    office.close()
    assert_whole(office.config)


def test_jn7_taking_a_registered_entry_out_takes_its_ask_along(
    office: Office, hub: FakeHub, courier: Courier, clerk: Person
) -> None:
    asked = ask(clerk, "gõ nhầm")
    give(hub, FIRST, 2)
    settle(courier)
    clerk.done("content.remove", {"id": asked["id"], "reason": "Gõ nhầm"})

    bodies = [e.body for e in journal(office.config) if e.header.kind == "number.asked"]
    assert bodies == [None]
    row = clerk.read(f"incoming/{asked['id']}")["row"]
    assert (row["number"], row["slip"], row["content_removed"]) == (2, FIRST, True)
    office.close()
    assert_whole(office.config)


def test_nb17_a_book_with_a_document_that_waits_is_not_closed(
    office: Office, hub: FakeHub, courier: Courier, clerk: Person
) -> None:
    ask(clerk, "một")
    office.clock.move(timedelta(days=60))
    settle(courier)
    clerk = office.person("vanthu")
    clerk.done("register.open", {"book": "den", "year": 2027, "confirmed": True})

    payload = {"book": "den", "year": 2026, "paper": 1}
    assert clerk.refused("register.close", payload)["code"] == "REGISTER_STILL_OUT"
    give(hub, FIRST, 2)
    settle(courier)
    clerk.done("register.close", {**payload, "paper": 2})
    assert ask(clerk, "năm mới")["year"] == 2027


def test_nb27_what_waited_on_a_branch_that_lost_is_kept_and_waits_anew(
    office: Office, hub: FakeHub, courier: Courier, clerk: Person
) -> None:
    """A clone wrote the same slip; neither document is lost, and each gets a number of its own."""
    first = ask(clerk, "của bản sao")
    settle(courier)
    office.restart_without(1)
    assert ask(office.person("vanthu"), "của máy này")["slip"] == first["slip"]
    office.courier(hub).round()
    take_over(office, last=1)
    office.clock.move(timedelta(minutes=6))
    courier = office.courier(hub)
    settle(courier)

    clerk = office.person("vanthu")
    (stray,) = clerk.read("holding")["strays"]
    assert (stray["subject"], stray["number"]) == ("của máy này", 0)
    made = clerk.done("stray.settle", {"origin": stray["origin"]})
    assert made["slip"] == written("00", 202)
    again = clerk.refused("stray.settle", {"origin": stray["origin"]})
    assert again["code"] == "NUMBER_WAITS"
    for slip, number in ((first["slip"], 2), (made["slip"], 3)):
        give(hub, slip, number)
    settle(courier)

    assert clerk.numbers() == [1, 2, 3]
    assert [each["settled_as"] for each in clerk.read("holding")["strays"]] == [3]
    office.close()
    assert_whole(office.config)
