"""NB17: years go forward, by a person's yes; the old book stays closing until nothing is out."""

from datetime import timedelta

from tests.commune.node import Json, Office, Person, entry, hand_world
from tests.commune.stores import assert_whole, journal, tables
from tests.commune.web.test_slips import coded, from_slip, written
from vanthu_server.commune.storage.rebuild import rebuild

INTO_2027 = timedelta(days=46)
"""From the morning of 20/11/2026 to that of 05/01/2027."""

NEW = {"book": "den", "year": 2027, "confirmed": True}
OLD = {"book": "den", "year": 2026, "paper": 1}
"""Closing the old book; its last number on paper."""


def registers(clerk: Person) -> dict[int, Json]:
    found = clerk.read("holding")["registers"]
    return {each["year"]: each for each in found if each["book"] == "den"}


def test_nb17_a_late_slip_goes_into_the_book_of_its_year_until_that_is_closed(
    office: Office,
) -> None:
    """R-IN-15: captured in December, redeemed in January."""
    clerk = office.person("vanthu")
    device = coded(clerk)
    clerk.register("cuối năm")
    office.clock.move(INTO_2027)
    clerk = office.person("vanthu")
    assert clerk.refused("incoming.register", entry("đầu năm"))["code"] == "YEAR_NOT_OPEN"
    early = clerk.done("incoming.register", from_slip(written(device, 2), "trước khi mở sổ mới"))
    assert (early["year"], early["number"]) == (2026, 2)

    clerk.done("register.open", NEW)

    assert clerk.register("đầu năm")["year"] == 2027
    assert {year: each["status"] for year, each in registers(clerk).items()} == {
        2026: "closing",
        2027: "open",
    }
    out = clerk.refused("register.close", OLD)
    assert out["code"] == "REGISTER_STILL_OUT"
    assert registers(clerk)[2026]["status"] == "closing"
    late = clerk.done("incoming.register", from_slip(written(device, 1), "phiếu về muộn"))
    assert (late["year"], late["number"], late["arrival_date"]) == (2026, 3, "2026-11-20")
    clerk.done("register.close", {**OLD, "paper": 3})
    closed = next(e for e in journal(office.config) if e.header.kind == "register.closed").content
    assert (closed["mark"], closed["issued"], closed["void"]) == (3, 3, 0)
    after = clerk.refused("incoming.register", from_slip(written(device, 3), "sau khi khóa"))
    assert after["code"] == "REGISTER_CLOSED"
    assert clerk.refused("register.close", OLD)["code"] == "STEP_NOT_NOW"
    office.close()
    before = tables(office.config)
    assert rebuild(office.config.database).changed == ()
    assert tables(office.config) == before
    assert_whole(office.config)


def test_nb17_a_slip_that_never_comes_holds_no_book_open_once_its_device_is_lost(
    office: Office,
) -> None:
    clerk = office.person("vanthu")
    device = coded(clerk)
    clerk.done("incoming.register", from_slip(written(device, 2)))
    office.clock.move(INTO_2027)
    clerk = office.person("vanthu")
    clerk.done("register.open", NEW)
    assert clerk.refused("register.close", OLD)["code"] == "REGISTER_STILL_OUT"

    clerk.done("device.lose", {"code": device, "reason": "Rơi mất"})

    clerk.done("register.close", OLD)
    assert registers(clerk)[2026]["status"] == "closed"


def test_nb17_nb22_what_is_on_paper_beyond_the_mark_is_lost_content_when_the_book_closes(
    office: Office,
) -> None:
    """R-IN-15: nobody asks for a closed book's last number again, so closing asks."""
    clerk = office.person("vanthu")
    clerk.register("một")
    office.clock.move(INTO_2027)
    clerk = office.person("vanthu")
    clerk.done("register.open", NEW)
    for wrong in (None, -1, 20_002):
        refused = clerk.refused("register.close", {**OLD, "paper": wrong})
        assert (refused["code"], refused["field"]) == ("FIELDS_INVALID", "paper")

    clerk.done("register.close", {**OLD, "paper": 3})

    old = registers(clerk)[2026]
    assert (old["status"], old["mark"], old["issued"], old["content_lost"]) == ("closed", 3, 1, 2)
    again = {"year": 2026, "number": 3, "arrival_date": "2026-12-30", **entry("từ giấy")}
    assert clerk.done("incoming.reenter", again)["number"] == 3
    office.close()
    assert rebuild(office.config.database).changed == ()
    assert_whole(office.config)
    office.reopen(hand_world(seed=7))


def test_nb17_a_paper_book_that_says_less_than_the_machine_changes_nothing(office: Office) -> None:
    """The last numbers may be void ones of a second site, which are on no paper."""
    clerk = office.person("vanthu")
    clerk.register("một")
    office.clock.move(INTO_2027)
    clerk = office.person("vanthu")
    clerk.done("register.open", NEW)

    clerk.done("register.close", {**OLD, "paper": 0})

    assert (registers(clerk)[2026]["mark"], registers(clerk)[2026]["content_lost"]) == (1, 0)


def test_nb17_a_book_is_not_closed_in_its_own_year(office: Office) -> None:
    """The next one was opened too early, by a clock that was ahead; this one still stamps."""
    clerk = office.person("vanthu")
    office.clock.move(INTO_2027)
    clerk = office.person("vanthu")
    clerk.done("register.open", NEW)
    office.clock.jump(-INTO_2027)
    clerk = office.person("vanthu")
    said = {"question": "day", "day": "2026-11-20"}
    assert clerk.http.post("/api/opening", json=said).json()["stamping"]

    assert clerk.refused("register.close", {**OLD, "paper": 0})["code"] == "STEP_NOT_NOW"
    assert clerk.register("vẫn năm cũ")["year"] == 2026


def test_nb17_the_book_that_stamps_is_never_closed(office: Office) -> None:
    clerk = office.person("vanthu")

    assert clerk.refused("register.close", OLD)["code"] == "STEP_NOT_NOW"
    assert clerk.refused("register.close", {**OLD, "year": 2025})["code"] == "NOT_FOUND"


def test_nb17_a_book_opened_by_mistake_is_withdrawn_before_its_first_number(
    office: Office,
) -> None:
    """The clock was a year ahead and somebody said yes; the old book stamps again."""
    clerk = office.person("vanthu")
    clerk.register("một")
    office.clock.move(INTO_2027)
    clerk = office.person("vanthu")
    clerk.done("register.open", NEW)
    withdraw = {"book": "den", "year": 2027, "reason": "Đồng hồ sai năm"}
    right = clerk.refused("register.withdraw", withdraw)
    assert right["code"] == "NUMBER_NOT_SO"
    office.clock.jump(-INTO_2027)
    clerk = office.person("vanthu")
    said = {"question": "day", "day": "2026-11-20"}
    assert clerk.http.post("/api/opening", json=said).json()["stamping"]
    assert clerk.refused("register.withdraw", {**withdraw, "reason": ""})["code"] == (
        "REASON_REQUIRED"
    )
    assert clerk.refused("register.withdraw", {**withdraw, "year": 2026})["code"] == "NUMBER_NOT_SO"

    clerk.done("register.withdraw", withdraw)

    assert {year: each["status"] for year, each in registers(clerk).items()} == {2026: "open"}
    assert clerk.register("hai")["number"] == 2
    assert clerk.refused("register.withdraw", withdraw)["code"] == "NOT_FOUND"
    office.clock.move(INTO_2027)
    clerk = office.person("vanthu")
    clerk.done("register.open", NEW)
    made = clerk.register("đầu năm thật")
    assert (made["year"], made["number"]) == (2027, 1)
    assert clerk.refused("register.withdraw", withdraw)["code"] == "NUMBER_NOT_SO"
    office.close()
    assert rebuild(office.config.database).changed == ()
    assert_whole(office.config)


def test_nb17_a_clock_that_jumps_over_new_year_and_back_opens_and_closes_nothing(
    office: Office,
) -> None:
    """R-IN-15: no number is taken while it is there, and nothing remembers it afterwards."""
    clerk = office.person("vanthu")
    clerk.register("một")
    office.clock.jump(INTO_2027)
    clerk = office.person("vanthu")
    assert clerk.refused("incoming.register", entry("khi nhảy"))["code"] == "DAY_UNSURE"
    assert clerk.refused("register.open", NEW)["code"] == "DAY_UNSURE"

    office.clock.jump(-INTO_2027)
    clerk = office.person("vanthu")

    made = clerk.register("hai")
    assert (made["year"], made["number"], made["arrival_date"]) == (2026, 2, "2026-11-20")
    assert {year: each["status"] for year, each in registers(clerk).items()} == {2026: "open"}


def test_nb17_a_year_that_has_numbers_is_never_gone_back_behind(office: Office) -> None:
    """Years only go forward."""
    clerk = office.person("vanthu")
    clerk.register("một")
    office.clock.move(INTO_2027)
    clerk = office.person("vanthu")
    clerk.done("register.open", NEW)
    clerk.register("đầu năm")

    assert clerk.refused("register.open", {**NEW, "year": 2026})["code"] == "STEP_NOT_NOW"
    assert registers(clerk)[2027]["mark"] == 1


def test_nb17_nb22_the_first_numbers_of_a_book_may_be_on_paper_already(office: Office) -> None:
    """R-IN-15: the office began the year by hand."""
    office.person("vanthu").register("cuối năm")
    office.clock.move(INTO_2027)
    clerk = office.person("vanthu")
    for wrong in (-1, 20_001):
        refused = clerk.refused("register.open", {**NEW, "paper": wrong})
        assert (refused["code"], refused["field"]) == ("FIELDS_INVALID", "paper")

    clerk.done("register.open", {**NEW, "paper": 4})

    assert clerk.register("năm")["number"] == 5
    assert registers(clerk)[2027]["content_lost"] == 4
    fields = entry("một")["fields"]
    again = {"year": 2027, "number": 1, "arrival_date": "2027-01-04", "fields": fields}
    assert clerk.done("incoming.reenter", again)["number"] == 1
    office.close()
    assert_whole(office.config)
    office.reopen(hand_world(seed=7))
