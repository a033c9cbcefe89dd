"""NB11 to NB13, NB19: slips of devices out of reach, redeemed once in the order of reaching us."""

from datetime import timedelta

import pytest

from tests.commune.node import HDND, Json, Office, Person, entry, hand_world
from tests.commune.stores import assert_whole
from vanthu_sync import slip

CAPTURED = "2026-11-20T01:30:00.000Z"


def coded(clerk: Person, name: str = "Điện thoại của văn thư") -> str:
    """Give a device its code and return it."""
    clerk.done("device.code", {"name": name})
    return str(clerk.read("holding")["devices"][-1]["code"])


def from_slip(text: str, subject: str = "Theo phiếu", **more: object) -> Json:
    return {**entry(subject), "slip": text, "captured_at": CAPTURED, **more}


def written(device: str, counter: int) -> str:
    return slip.make(device, counter).text


def test_nb19_slips_get_numbers_in_the_order_of_reaching_and_keep_their_time(
    office: Office,
) -> None:
    """R-IN-15, R-IN-17: the later slip came first."""
    clerk = office.person("vanthu")
    device = coded(clerk)

    second = clerk.done("incoming.register", from_slip(written(device, 2), "hai"))
    plain = clerk.register("giữa")
    first = clerk.done("incoming.register", from_slip(written(device, 1), "một"))

    assert [second["number"], plain["number"], first["number"]] == [1, 2, 3]
    row = clerk.read(f"incoming/{first['id']}")["row"]
    assert (row["slip"], row["captured_at"]) == (written(device, 1), CAPTURED)
    told = next(row for row in clerk.read("numbers/den/2026")["rows"] if row["number"] == 3)
    assert written(device, 1) in told["text"]
    office.close()
    assert_whole(office.config)


def test_nb19_a_slip_is_redeemed_once_and_the_refusal_names_its_entry(office: Office) -> None:
    """R-IN-16: by whom, however typed, after HỦY and after Gỡ nội dung."""
    clerk = office.person("vanthu")
    text = written(coded(clerk), 1)
    made = clerk.done("incoming.register", from_slip(text), op="a" * 32)
    assert clerk.done("incoming.register", from_slip(text), op="a" * 32) == made

    def again() -> Json:
        lower = text.lower().replace("-", "")
        result = clerk.give("incoming.register", from_slip(lower, "gõ lại"))
        assert result["problem"]["code"] == "SLIP_REDEEMED"
        return dict(result["data"])

    assert (again()["id"], again()["number"]) == (made["id"], 1)
    void = {"book": "den", "year": 2026, "number": 1, "reason": "Nhầm"}
    clerk.done("number.void", void)
    assert again()["number"] == 1
    clerk.done("content.remove", {"id": made["id"], "reason": "Gõ nhầm"})
    assert again()["number"] == 1
    office.reopen(hand_world(seed=8))
    assert office.person("vanthu").numbers() == [1]


def test_nb11_codes_of_devices_are_given_in_order_and_never_twice(office: Office) -> None:
    clerk, other = office.person("vanthu"), office.person("vanthu-hdnd")

    given = [coded(clerk), coded(clerk), coded(other), coded(clerk)]

    assert given == ["01", "02", "01", "03"]
    assert clerk.refused("device.code", {"name": "  "})["code"] == "FIELDS_INVALID"
    text = written("01", 1)
    clerk.done("incoming.register", from_slip(text))
    made = other.done("incoming.register", from_slip(text), organ=HDND)
    assert made["number"] == 1


@pytest.mark.parametrize(
    "text", ["T-01-0001", "X-01-00017", "T-01-0000A", "153", "T-01-0001" + "0" * 40]
)
def test_nb12_nb13_what_is_no_slip_takes_no_number(office: Office, text: str) -> None:
    clerk = office.person("vanthu")
    coded(clerk)

    refused = clerk.refused("incoming.register", from_slip(text))

    assert (refused["code"], refused["field"]) == ("SLIP_WRONG", "slip")
    assert clerk.numbers() == []


def test_nb12_every_single_wrong_character_of_a_slip_is_found(office: Office) -> None:
    clerk = office.person("vanthu")
    text = written(coded(clerk), 1)
    for place, right in enumerate(text):
        if right == "-" or place == 0:
            continue
        wrong = text[:place] + ("7" if right != "7" else "4") + text[place + 1 :]
        assert clerk.refused("incoming.register", from_slip(wrong))["code"] == "SLIP_WRONG", wrong


def test_nb19_a_slip_of_a_lost_or_unknown_device_needs_the_clerks_word(office: Office) -> None:
    """The word is for this slip: it gets a number, and no other one does."""
    clerk = office.person("vanthu")
    device = coded(clerk)
    unknown = clerk.refused("incoming.register", from_slip(written("0Z", 1)))
    assert (unknown["code"], unknown["field"]) == ("SLIP_DEVICE_UNKNOWN", "slip")
    clerk.done("incoming.register", from_slip(written(device, 1)))
    assert clerk.refused("device.lose", {"code": "0Z", "reason": "x"})["code"] == "NOT_FOUND"
    assert (
        clerk.refused("device.lose", {"code": device, "reason": " "})["code"] == "REASON_REQUIRED"
    )

    clerk.done("device.lose", {"code": device, "reason": "Rơi xuống sông"})

    late = written(device, 2)
    assert clerk.refused("incoming.register", from_slip(late))["code"] == "SLIP_DEVICE_UNKNOWN"
    made = clerk.done("incoming.register", from_slip(late, slip_ok=True))
    assert made["number"] == 2
    assert clerk.refused("incoming.register", from_slip(written(device, 3)))["code"] == (
        "SLIP_DEVICE_UNKNOWN"
    )
    assert clerk.refused("incoming.register", from_slip(late, slip_ok=True))["code"] == (
        "SLIP_REDEEMED"
    )
    office.close()
    assert_whole(office.config)


@pytest.mark.parametrize(
    "at", ["2026-11-20T02:30:00.000Z", "2025-01-01T00:00:00.000Z", "hôm qua", "2026-11-20T09:00:00"]
)
def test_nb19_a_time_of_capture_that_cannot_be_is_refused(office: Office, at: str) -> None:
    clerk = office.person("vanthu")
    text = written(coded(clerk), 1)

    refused = clerk.refused("incoming.register", from_slip(text, captured_at=at))

    assert (refused["code"], refused["field"]) == ("FIELDS_INVALID", "captured_at")


def test_nb19_a_slip_was_received_on_the_day_of_its_capture(office: Office) -> None:
    """R-IN-17: in Vietnam's day, also where the instant is of another day in UTC."""
    clerk = office.person("vanthu")
    device = coded(clerk)
    office.clock.move(timedelta(hours=24))
    clerk = office.person("vanthu")

    late = from_slip(written(device, 1), captured_at="2026-11-19T18:00:00.000Z")

    assert clerk.done("incoming.register", late)["arrival_date"] == "2026-11-20"
    assert clerk.register("hôm nay")["arrival_date"] == "2026-11-21"


def test_nb11_the_page_says_which_slips_have_not_come_in(office: Office) -> None:
    clerk = office.person("vanthu")
    device = coded(clerk)
    for counter in (1, 4):
        clerk.done("incoming.register", from_slip(written(device, counter), f"{counter}"))

    held = clerk.read("holding")["devices"][0]

    assert (held["seen"], held["missing"], held["lost"]) == (4, [2, 3], False)
