"""What the screen says of the node: registers, days, the province; true, or said to be unknown."""

from tests.commune.letters import FakeHub
from tests.commune.node import HDND, NODE_NAME, UBND, Office, problem_of


def test_the_books_stand_where_they_are_and_say_who_numbers(office: Office) -> None:
    """R-IN-16: «Máy này đang giữ sổ đến 2026, đến số 2»."""
    clerk = office.person("vanthu")
    clerk.register("Văn bản một")
    clerk.register("Văn bản hai")

    told = clerk.read("state")

    assert [
        (each["book"], each["year"], each["mark"], each["owner"], each["status"], each["node_name"])
        for each in told["registers"]
    ] == [
        ("den", 2026, 2, "node", "open", NODE_NAME),
        ("di", 2026, 0, "node", "open", NODE_NAME),
        ("sao", 2026, 0, "node", "open", NODE_NAME),
    ]
    assert (told["node_name"], told["notices"]) == (NODE_NAME, [])


def test_the_newest_year_comes_first(office: Office) -> None:
    office.person("vanthu").register("Cuối năm")
    office.clock.move_to_year(2027)
    clerk = office.person("vanthu")
    clerk.done("register.open", {"book": "den", "year": 2027, "confirmed": True})

    books = [
        (each["year"], each["book"], each["mark"]) for each in clerk.read("state")["registers"]
    ]

    assert books == [(2027, "den", 0), (2026, "den", 1), (2026, "di", 0), (2026, "sao", 0)]


def test_today_is_the_day_in_vietnam(office: Office) -> None:
    """R-TIM-02."""
    office.clock.moment = office.clock.moment.replace(hour=17, minute=30)

    told = office.person("vanthu").read("state")

    assert (told["now"], told["today"]) == ("2026-11-20T17:30:00.000Z", "2026-11-21")


def test_before_the_first_contact_nothing_is_guessed_about_the_province(office: Office) -> None:
    hub = office.person("vanthu").read("state")["hub"]

    assert hub["paired"] is False
    for name in ("reachable", "last_contact", "hub_head", "next_try_at", "problem"):
        assert hub[name] is None


def test_a_paired_province_that_was_not_heard_yet_is_unknown(office: Office) -> None:
    office.courier(FakeHub())

    hub = office.person("vanthu").read("state")["hub"]

    assert (hub["paired"], hub["reachable"], hub["hub_head"]) == (True, None, None)


def test_the_directory_is_empty_and_ageless_before_the_province_sent_one(office: Office) -> None:
    told = office.person("vanthu").http.get("/api/directory").json()

    assert told == {"organs": [], "as_of": None}
    assert problem_of(office.client().get("/api/directory"))["code"] == "AUTH_REQUIRED"


def test_send_now_is_for_people_of_the_organ(office: Office) -> None:
    clerk = office.person("vanthu")

    assert clerk.http.post(f"/api/organs/{UBND}/hub-now").status_code == 202
    assert problem_of(clerk.http.post(f"/api/organs/{HDND}/hub-now"))["code"] == "NOT_FOUND"
    foreign = clerk.http.post(f"/api/organs/{UBND}/hub-now", headers={"origin": "http://a.test"})
    assert problem_of(foreign)["code"] == "REQUEST_FOREIGN"
