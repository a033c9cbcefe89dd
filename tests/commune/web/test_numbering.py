"""T0 and T1: whoever asks, from wherever, however often, the numbers are 1 to n in one order."""

import random
import threading
from collections.abc import Callable

import httpx
import pytest

from tests.commune.node import HDND, UBND, Office, Person, RealNode, entry, operation
from tests.commune.stores import assert_whole, journal, numbers_in_order, operations_of
from tools.world.relay import Relay

CLIENTS = 4
EACH = 12


def until_answered(give: Callable[[], dict[str, object]], *, tries: int = 30) -> dict[str, object]:
    """Ask again after silence, as a device does."""
    for _ in range(tries):
        try:
            return give()
        except httpx.TransportError:
            continue
    message = "no answer"
    raise AssertionError(message)


def load(people: list[Person], *, each: int) -> dict[str, int]:
    """Let all register at the same time; return operation → number as they were told."""
    told: dict[str, int] = {}
    turn = threading.Lock()

    def work(place: int, person: Person) -> None:
        for count in range(each):
            op = operation((place, count))
            payload = entry(f"Văn bản {place}.{count}")
            done = until_answered(lambda: person.done("incoming.register", payload, op=op))  # noqa: B023 - called at once
            with turn:
                assert isinstance(done["number"], int)
                told[op] = done["number"]

    threads = [
        threading.Thread(target=work, args=(place, person)) for place, person in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_nb5_clients_at_the_same_time_with_lost_replies_get_1_to_n(real_node: RealNode) -> None:
    """NB5, SE3; R-IN-15, R-IN-16: one reply in three is lost on the wire and asked for again."""
    real_node.start()
    host, port = real_node.address.removeprefix("http://").split(":")
    relay = Relay((host, int(port)), seed=random.randrange(2**32), lose_one_reply_in=3)
    people = [until_logged_in(real_node, relay.address) for _ in range(CLIENTS)]
    try:
        told = load(people, each=EACH)
    finally:
        relay.close()
        real_node.stop()

    assert relay.replies_lost > 0
    assert sorted(told.values()) == list(range(1, CLIENTS * EACH + 1))
    assert numbers_in_order(real_node.config, UBND) == list(range(1, CLIENTS * EACH + 1))
    assert operations_of(real_node.config) == told
    assert_whole(real_node.config)


def until_logged_in(node: RealNode, address: str) -> Person:
    for _ in range(30):
        try:
            return node.person("vanthu", address=address)
        except httpx.TransportError:
            continue
    message = "no log-in"
    raise AssertionError(message)


def test_nb1_each_organ_of_a_node_has_its_own_series(office: Office) -> None:
    """R-IN-16: UBND and HĐND of one commune count apart."""
    ubnd, hdnd = office.person("vanthu"), office.person("vanthu-hdnd")

    given = [(ubnd.register(f"a{n}")["number"], hdnd.register(f"b{n}")["number"]) for n in (1, 2)]

    assert given == [(1, 1), (2, 2)]
    assert numbers_in_order(office.config, UBND) == [1, 2]
    assert numbers_in_order(office.config, HDND) == [1, 2]


def test_se3_the_same_operation_has_the_same_answer_and_takes_nothing(office: Office) -> None:
    clerk = office.person("vanthu")
    first = clerk.give("incoming.register", entry("Văn bản một"), op=operation("một"))
    events = len(journal(office.config))

    second = clerk.give("incoming.register", entry("Văn bản một"), op=operation("một"))

    assert second == first
    assert len(journal(office.config)) == events


def test_se3_a_retry_is_known_whatever_the_order_of_its_keys(office: Office) -> None:
    clerk = office.person("vanthu")
    fields = entry("Văn bản một")["fields"]
    first = clerk.done("incoming.register", {"fields": fields}, op=operation("một"))

    turned = dict(reversed(fields.items()))
    second = clerk.done("incoming.register", {"fields": turned}, op=operation("một"))

    assert second == first


@pytest.mark.parametrize(
    "change",
    ["subject", "organ", "kind", "actor"],
)
def test_se3_the_same_operation_with_another_content_is_refused_and_changes_nothing(
    office: Office, change: str
) -> None:
    clerk = office.person("vanthu")
    office.give_role("vanthu", HDND, "van_thu")
    office.give_role("chuyenvien", UBND, "van_thu")
    clerk.register("Văn bản một", op=operation("một"))
    events = journal(office.config)
    giver = office.person("chuyenvien") if change == "actor" else clerk
    kind = "outgoing.draft" if change == "kind" else "incoming.register"
    payload = entry("Văn bản hai" if change == "subject" else "Văn bản một")
    if change == "kind":
        payload = {
            "fields": {
                "type_name": "Thông báo",
                "notation": "TB-UBND",
                "subject": "Văn bản một",
                "body": ["Nội dung"],
                "recipients": [{"name": "Nơi nhận"}],
                "signer": "chutich",
            }
        }

    problem = giver.refused(
        kind, payload, op=operation("một"), organ=HDND if change == "organ" else UBND
    )

    assert (problem["code"], problem["status"]) == ("OP_REUSED", 409)
    assert journal(office.config) == events


def test_se4_what_was_rejected_leaves_its_operation_free(office: Office) -> None:
    clerk = office.person("vanthu")
    clerk.refused("incoming.register", entry(""), op=operation("một"))

    assert clerk.register("Văn bản một", op=operation("một"))["number"] == 1


def test_se3_a_retry_gets_the_same_number_after_a_restart(office: Office) -> None:
    first = office.person("vanthu").register("Văn bản một", op=operation("một"))

    office.reopen()
    second = office.person("chutich-hdnd")
    assert second.numbers() == []
    again = office.person("vanthu").register("Văn bản một", op=operation("một"))

    assert again == first


def test_se4_a_request_of_many_commands_is_answered_one_by_one_in_order(office: Office) -> None:
    clerk = office.person("vanthu")
    commands = [
        {
            "op": operation(place),
            "kind": "incoming.register",
            "organ": UBND,
            "payload": entry("" if place == 1 else f"Văn bản {place}"),
        }
        for place in range(4)
    ]

    reply = clerk.http.post("/api/commands", json={"v": 1, "commands": commands}).json()

    assert [result["op"] for result in reply["results"]] == [each["op"] for each in commands]
    assert [result["outcome"] for result in reply["results"]] == [
        "accepted",
        "rejected",
        "accepted",
        "accepted",
    ]
    assert [(result["data"] or {}).get("number") for result in reply["results"]] == [1, None, 2, 3]


def test_nb5_a_register_that_the_province_owns_gives_no_number_here(office: Office) -> None:
    """R-IN-16: nobody numbers twice where the province keeps the book."""
    office.open_book(UBND, "den", year=2027, owner="province")
    office.clock.move_to_year(2027)

    clerk = office.person("vanthu")
    asked = clerk.done("incoming.register", entry("Văn bản một"))

    assert ("number" in asked, asked["slip"][:5]) == (False, "T-00-")
    assert clerk.numbers() == []
    copy = {"source": "", "source_symbol": "1/TB", "subject": "Sao", "kind": "SY", "copies": 1}
    office.open_book(UBND, "sao", year=2027, owner="province")
    assert clerk.refused("copy.number", copy)["code"] == "REGISTER_NOT_HERE"


YEAR_2027 = {"book": "den", "year": 2027}


def test_the_new_year_needs_a_person_and_begins_at_1(office: Office) -> None:
    """NB1, R-IN-15: the book of a year is opened by a person, and only forward."""
    office.person("vanthu").register("Văn bản cuối năm")
    office.clock.move_to_year(2027)
    clerk = office.person("vanthu")

    assert clerk.refused("incoming.register", entry("Đầu năm"))["code"] == "YEAR_NOT_OPEN"
    assert clerk.refused("register.open", YEAR_2027)["code"] == "YEAR_UNCONFIRMED"
    clerk.done("register.open", {**YEAR_2027, "confirmed": True})

    made = clerk.register("Đầu năm")
    assert (made["year"], made["number"]) == (2027, 1)
    again = clerk.refused("register.open", YEAR_2027)
    assert again["code"] == "STEP_NOT_NOW"
    far = clerk.refused("register.open", {"book": "den", "year": 2099})
    assert far["code"] == "YEAR_NOT_OPEN"
    unknown = clerk.refused("register.open", {"book": "mat", "year": 2027})
    assert unknown["code"] == "FIELDS_INVALID"


def test_a_clock_that_fell_back_for_years_registers_nothing_and_says_why(office: Office) -> None:
    """A flat battery on the office PC: the message names the clock."""
    office.clock.move_to_year(2009)
    clerk = office.person("vanthu")

    problem = clerk.refused("incoming.register", entry("Văn bản một"))

    assert problem["code"] == "YEAR_NOT_OPEN"
    assert "ngày giờ" in problem["next_step"]


@pytest.mark.parametrize("op", ["", "A" * 32, "g" * 32, "a" * 31, "a" * 33, "é" * 32])
def test_se1_an_operation_id_of_another_form_is_refused(office: Office, op: str) -> None:
    command = {"op": op, "kind": "incoming.register", "organ": UBND, "payload": entry()}
    clerk = office.person("vanthu")

    reply = clerk.http.post("/api/commands", json={"v": 1, "commands": [command]}).json()

    assert reply["results"][0]["problem"]["code"] == "OP_INVALID"


def test_a_command_that_nobody_knows_is_refused(office: Office) -> None:
    problem = office.person("vanthu").refused("incoming.burn", {})

    assert problem["code"] == "COMMAND_UNKNOWN"
