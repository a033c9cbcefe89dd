"""NB3, NB4: what may become of a number, live and in rows made again from the journal (I7)."""

from collections.abc import Callable

import pytest

from tests.commune.node import UBND, Json, Office, Person, entry, hand_world, problem_of
from tests.commune.papers import issued, scan, sign_by_hand, submitted
from tests.commune.stores import assert_whole, tables
from vanthu_server.commune.domain.ports import NODE
from vanthu_server.commune.storage.rebuild import rebuild
from vanthu_sync.register_events import NumbersLost

REASON = "Vào nhầm sổ"
POLICY = "nd30-2020@2020-03-05"


def number_of(clerk: Person, number: int, book: str = "den") -> Json:
    """Return one row of the page of numbers; a plainly issued one needs its state."""
    for state in ("", "issued"):
        for row in clerk.read(f"numbers/{book}/2026", state=state)["rows"]:
            if row["number"] == number:
                return dict(row)
    raise AssertionError(number)


def void(number: int, *, book: str = "den", reason: str = REASON, year: int = 2026) -> Json:
    return {"book": book, "year": year, "number": number, "reason": reason}


def lost(office: Office, book: str, first: int, last: int) -> None:
    """Journal that numbers are on paper and their entries gone, as at an opening."""
    gone = NumbersLost(book=book, year=2026, first=first, last=last, reason="Mất khi máy hỏng")
    with office.node.ledger.write() as unit:
        unit.record(gone, organ=UBND, policy=POLICY, by=NODE)


def from_paper(number: int, subject: str = "Nhập lại", **more: object) -> Json:
    fields = entry(subject)["fields"]
    return {
        "year": 2026,
        "number": number,
        "arrival_date": "2026-11-19",
        "fields": fields,
        **more,
    }


def outgoing_from_paper(number: int, **more: object) -> Json:
    return {
        "year": 2026,
        "number": number,
        "issued_date": "2026-11-19",
        "symbol": f"{number:02d}/TB-UBND",
        "type_name": "Thông báo",
        "subject": "Về việc nghỉ lễ",
        "signer_name": "Nguyễn Văn An",
        **more,
    }


def the_same_after_a_rebuild(office: Office) -> None:
    """Rows that are made again are those that grew; the office is open again afterwards."""
    office.close()
    before = tables(office.config)
    assert rebuild(office.config.database).changed == ()
    assert tables(office.config) == before
    assert_whole(office.config)
    office.reopen(hand_world(seed=len(before["document_event"]) + 100))


def test_nb4_a_void_entry_stays_with_its_number_and_the_next_one_follows(office: Office) -> None:
    """R-IN-15, R-IN-16: struck out, never given again."""
    clerk = office.person("vanthu")
    clerk.register("một")

    clerk.done("number.void", void(1))

    assert clerk.register("hai")["number"] == 2
    row = clerk.read("incoming")["rows"][1]
    assert (row["number"], row["subject"], row["state"]) == (1, "một", "void")
    told = number_of(clerk, 1)
    assert (told["state"], told["reason"]) == ("void", REASON)
    assert told["changed_by"] == "Trần Thị Văn"
    again = clerk.refused("number.void", void(1))
    assert again["code"] == "NUMBER_NOT_SO"
    the_same_after_a_rebuild(office)
    assert number_of(office.person("vanthu"), 1) == told


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (void(2), "NOT_FOUND"),
        (void(0), "NOT_FOUND"),
        (void(-1), "NOT_FOUND"),
        (void(1, year=2025), "NOT_FOUND"),
        (void(1, book="mat"), "NOT_FOUND"),
        (void(1, reason=" "), "REASON_REQUIRED"),
        (void(1, reason="x" * 2001), "FIELDS_INVALID"),
    ],
)
def test_nb4_what_cannot_be_void_is_refused_and_stays(
    office: Office, payload: Json, code: str
) -> None:
    clerk = office.person("vanthu")
    clerk.register("một")

    assert clerk.refused("number.void", payload)["code"] == code
    assert number_of(clerk, 1)["state"] == "issued"


def removed(clerk: Person, document: str) -> None:
    clerk.done("content.remove", {"id": document, "reason": "Gõ nhầm văn bản mật"})


def struck(clerk: Person, _: str) -> None:
    clerk.done("number.void", void(1))


@pytest.mark.parametrize("acts", [(struck, removed), (removed, struck)])
def test_nb4_a_number_that_is_void_stays_void_whenever_its_content_is_removed(
    office: Office, acts: tuple[Callable[[Person, str], None], ...]
) -> None:
    """HỦY then Gỡ nội dung, or the other way: who, when and why stay, live and made again."""
    clerk = office.person("vanthu")
    document = clerk.register("Bí mật Quắc Thước")["id"]

    for act in acts:
        act(clerk, document)

    told = number_of(clerk, 1)
    assert (told["state"], told["content_removed"], told["reason"]) == ("void", True, REASON)
    assert told["changed_by"] == "Trần Thị Văn"
    the_same_after_a_rebuild(office)
    clerk = office.person("vanthu")
    assert number_of(clerk, 1) == told
    assert clerk.refused("number.void", void(1))["code"] == "NUMBER_NOT_SO"
    assert clerk.register("hai")["number"] == 2


def test_nb4_an_outgoing_number_that_is_void_ends_its_document(office: Office) -> None:
    """R-OUT-07: no further step, and the number goes to nobody."""
    clerk = office.person("vanthu")
    document = submitted(clerk)
    sign_by_hand(office, document)
    clerk.done("outgoing.number", {"id": document})

    clerk.done("number.void", void(1, book="di"))

    assert clerk.read(f"outgoing/{document}")["row"]["state"] == "da_huy"
    for step in ("submit", "send_back", "number", "issue"):
        payload = {"id": document, "reason": "x"} if step == "send_back" else {"id": document}
        assert clerk.refused(f"outgoing.{step}", payload)["code"] == "STEP_NOT_NOW", step
    assert clerk.refused("outgoing.seal", {"id": document})["code"] == "STEP_NOT_NOW"
    lead = office.person("chutich")
    assert lead.refused("outgoing.sign", {"id": document})["code"] == "STEP_NOT_NOW"
    again = submitted(clerk, "Bản khác")
    sign_by_hand(office, again)
    assert clerk.done("outgoing.number", {"id": again})["number"] == 2
    removed(clerk, document)
    assert clerk.read(f"outgoing/{document}")["row"]["state"] == "da_huy"
    the_same_after_a_rebuild(office)
    held = number_of(office.person("vanthu"), 1, "di")
    assert (held["state"], held["reason"]) == ("void", REASON)


def test_nb4_an_issued_document_is_not_void_it_is_recalled(office: Office) -> None:
    clerk = office.person("vanthu")
    issued(office, clerk)

    refused = clerk.refused("number.void", void(1, book="di"))

    assert refused["code"] == "STEP_NOT_NOW"
    assert "thu hồi" in refused["detail"]


def test_nb4_only_a_number_whose_content_is_lost_is_entered_again_from_paper(
    office: Office,
) -> None:
    """R-IN-15, R-IN-17: the same number, the day that its stamp says."""
    clerk = office.person("vanthu")
    clerk.register("một")
    lost(office, "den", 2, 4)
    clerk.done("number.void", void(4))

    made = clerk.done(
        "incoming.reenter", from_paper(2, "hai", files=[clerk.kept("a.pdf", scan("a"))])
    )

    assert (made["number"], made["arrival_date"]) == (2, "2026-11-19")
    told = number_of(clerk, 2)
    assert (told["state"], told["again"]) == ("issued", True)
    for number in (1, 2, 4, 5):
        refused = clerk.refused("incoming.reenter", from_paper(number))
        assert refused["code"] == "NUMBER_NOT_SO", number
    assert clerk.register("năm")["number"] == 5
    assert number_of(clerk, 3)["state"] == "content_lost"
    the_same_after_a_rebuild(office)
    removed(office.person("vanthu"), made["id"])
    the_same_after_a_rebuild(office)
    assert number_of(office.person("vanthu"), 2)["again"] is True


@pytest.mark.parametrize("day", ["2026-11-21", "2099-01-01", "2025-12-31", "1900-01-01"])
def test_r_in_17_what_is_entered_again_came_on_a_day_of_its_book(office: Office, day: str) -> None:
    """The stamp cannot say a day to come or one of another year's book."""
    lost(office, "den", 1, 1)
    lost(office, "di", 1, 1)
    clerk = office.person("vanthu")

    incoming = clerk.refused("incoming.reenter", from_paper(1, arrival_date=day))
    outgoing = clerk.refused("outgoing.reenter", outgoing_from_paper(1, issued_date=day))

    assert (incoming["code"], incoming["field"]) == ("FIELDS_INVALID", "arrival_date")
    assert (outgoing["code"], outgoing["field"]) == ("FIELDS_INVALID", "issued_date")


def test_nb4_an_outgoing_document_comes_again_from_paper_under_its_number(office: Office) -> None:
    """R-OUT-07: found by its words, issued, and never signed or sent a second time."""
    lost(office, "di", 1, 2)
    clerk = office.person("vanthu")

    clerk.done("outgoing.reenter", outgoing_from_paper(1))

    row = clerk.read("outgoing", search="nghỉ lễ")["rows"][0]
    assert (row["number"], row["symbol"], row["state"]) == (1, "01/TB-UBND", "da_phat_hanh")
    assert clerk.refused("outgoing.reenter", outgoing_from_paper(1))["code"] == "NUMBER_NOT_SO"
    assert clerk.refused("outgoing.issue", {"id": row["id"]})["code"] == "STEP_NOT_NOW"
    empty = clerk.refused("outgoing.reenter", outgoing_from_paper(2, subject=" "))
    assert empty["code"] == "FIELDS_INVALID"
    assert clerk.refused("number.void", void(1, book="di"))["code"] == "STEP_NOT_NOW"
    clerk.done("number.void", void(2, book="di"))
    the_same_after_a_rebuild(office)
    removed(office.person("vanthu"), row["id"])
    the_same_after_a_rebuild(office)
    assert number_of(office.person("vanthu"), 1, "di")["again"] is True


def test_nb2_nb3_no_page_of_numbers_falls_over_a_strange_address(office: Office) -> None:
    clerk = office.person("vanthu")
    for path in ("numbers/mat/2026", f"numbers/den/{10**30}", "numbers/den/0"):
        reply = clerk.http.get(f"/api/organs/{UBND}/{path}")
        assert problem_of(reply)["code"] == "NOT_FOUND", path
