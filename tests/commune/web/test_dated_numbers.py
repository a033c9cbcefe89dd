"""NB16: outgoing numbers and copies, whose days only grow, and the paper of an e-document."""

from datetime import timedelta

from tests.commune.letters import document_letter
from tests.commune.node import UBND, Json, Office, Person, entry, hand_world
from tests.commune.papers import scan, sign_by_hand, submitted
from tests.commune.stores import assert_whole
from vanthu_sync.link import Inbox


def copy(kind: str = "SY", **more: object) -> Json:
    return {
        "source": "",
        "source_symbol": "12/QĐ-UBND",
        "subject": "Về việc phân công",
        "kind": kind,
        "copies": 2,
        **more,
    }


def numbered(office: Office, clerk: Person, subject: str) -> str:
    """Bring a document to its number; return its id."""
    document = submitted(clerk, subject)
    sign_by_hand(office, document)
    clerk.done("outgoing.number", {"id": document})
    return document


def to_another_day(office: Office, days: int, *, seed: int) -> Person:
    """Restart on another day; the clerk confirms the day and the last numbers on paper."""
    office.close()
    world = hand_world(seed=seed)
    office.reopen(world)
    office.clock.jump(timedelta(days=days))
    office.reopen()
    clerk = office.person("vanthu")
    asked = clerk.http.get("/api/opening").json()
    paper = [
        {**{name: each[name] for name in ("organ", "book", "year")}, "number": each["mark"]}
        for each in asked["registers"]
    ]
    said = {"question": asked["question"], "paper": paper, "day": asked["today"]}
    reply = clerk.http.post("/api/opening", json=said)
    assert reply.json()["stamping"], reply.text
    return clerk


def test_nb16_copies_of_every_kind_share_one_series(office: Office) -> None:
    """R-OUT-07: SY, SL and TrS count together and touch no other book."""
    clerk = office.person("vanthu")

    made = [clerk.done("copy.number", copy(kind)) for kind in ("SY", "SL", "TrS")]

    assert [each["symbol"] for each in made] == ["01/SY", "02/SL", "03/TrS"]
    rows = clerk.read("copies", year=2026)["rows"]
    assert [(each["number"], each["kind"]) for each in rows] == [(3, "TrS"), (2, "SL"), (1, "SY")]
    assert clerk.register("đến")["number"] == 1
    assert office.person("vanthu-hdnd").done("copy.number", copy())["number"] == 1
    office.close()
    assert_whole(office.config)


def test_se3_a_copy_that_is_asked_for_twice_has_one_number(office: Office) -> None:
    clerk = office.person("vanthu")

    first = clerk.done("copy.number", copy(), op="c" * 32)

    assert clerk.done("copy.number", copy(), op="c" * 32) == first
    assert clerk.done("copy.number", copy())["number"] == 2


def test_nb16_a_copy_says_of_what_and_how_many(office: Office) -> None:
    clerk = office.person("vanthu")
    for wrong in ({"source_symbol": " "}, {"subject": ""}, {"copies": 0}):
        assert clerk.refused("copy.number", copy(**wrong))["code"] == "FIELDS_INVALID", wrong
    assert clerk.refused("copy.number", copy("XX"))["code"] in {
        "FIELDS_INVALID",
        "REQUEST_UNREADABLE",
    }
    assert clerk.done("copy.number", copy())["number"] == 1


def test_nb16_the_day_of_numbers_only_grows_until_the_wrong_one_is_void(office: Office) -> None:
    """R-OUT-07: the clock was a day ahead yesterday; HỦY of that number opens the way."""
    ahead = to_another_day(office, 2, seed=31)
    numbered(office, ahead, "Ghi nhầm ngày")
    ahead.done("copy.number", copy())
    clerk = to_another_day(office, 0, seed=32)

    waiting = submitted(clerk, "Đúng ngày")
    sign_by_hand(office, waiting)
    refused = clerk.refused("outgoing.number", {"id": waiting})
    assert refused["code"] == "DATE_WENT_BACK"
    assert "22/11/2026" in refused["detail"]
    assert "20/11/2026" in refused["detail"]
    assert clerk.refused("copy.number", copy())["code"] == "DATE_WENT_BACK"
    assert clerk.register("sổ đến không bị chặn")["number"] == 1

    for book in ("di", "sao"):
        void = {"book": book, "year": 2026, "number": 1, "reason": "Máy sai ngày"}
        clerk.done("number.void", void)

    assert clerk.done("outgoing.number", {"id": waiting})["number"] == 2
    assert clerk.done("copy.number", copy())["number"] == 2
    office.close()
    assert_whole(office.config)


def test_nb16_the_day_still_grows_after_the_newest_content_was_removed(office: Office) -> None:
    """Gỡ nội dung keeps number and day, so both still bind the next one."""
    ahead = to_another_day(office, 2, seed=31)
    document = numbered(office, ahead, "Có nội dung phải gỡ")
    ahead.done("content.remove", {"id": document, "reason": "Gõ nhầm"})
    clerk = to_another_day(office, 0, seed=32)

    waiting = submitted(clerk, "Đúng ngày")
    sign_by_hand(office, waiting)

    assert clerk.refused("outgoing.number", {"id": waiting})["code"] == "DATE_WENT_BACK"


def accepted(office: Office, clerk: Person) -> str:
    """Let a document of another organ come and accept it; return its id."""
    letter = document_letter(1, organ=UBND)
    office.take(Inbox(messages=(letter,), more=False, directory_version=0))
    item = f"{letter.origin}:{UBND}"
    clerk.done("inbox.check", {"id": item})
    return str(clerk.done("inbox.accept", {"id": item})["id"])


def test_nb16_the_paper_copy_of_an_e_document_joins_its_number(office: Office) -> None:
    """R-IN-15, R-IN-16: one series, one number for both forms of one document."""
    clerk = office.person("vanthu")
    document = accepted(office, clerk)
    held = clerk.read(f"incoming/{document}")["fields"]
    same = {name: held[name] for name in ("organ_name", "code_number", "code_notation")}

    again = clerk.give(
        "incoming.register",
        entry("Bản giấy của văn bản điện tử", **same, issued_date=held["issued_date"]),
    )
    assert again["problem"]["code"] == "DUPLICATE_DOCUMENT"
    assert (again["data"]["id"], again["data"]["number"]) == (document, 1)
    sha256 = clerk.kept("ban-giay.pdf", scan("bản giấy"))
    paper = {"id": document, "received_on": "2026-11-20", "files": [sha256], "note": "Qua bưu điện"}
    clerk.done("paper.attach", paper)

    shown = clerk.read(f"incoming/{document}")
    assert shown["row"]["number"] == 1
    assert sha256 in {file["sha256"] for file in shown["files"]}
    assert shown["history"][-1]["kind"] == "paper.attached"
    assert clerk.numbers() == [1]
    assert clerk.register("tiếp theo")["number"] == 2
    office.close()
    assert_whole(office.config)


def test_nb16_a_paper_copy_joins_only_an_e_document_and_on_a_day_that_can_be(
    office: Office,
) -> None:
    clerk = office.person("vanthu")
    document = accepted(office, clerk)
    paper = clerk.register("từ giấy")["id"]

    for day in ("2026-11-19", "2026-11-21"):
        refused = clerk.refused("paper.attach", {"id": document, "received_on": day})
        assert (refused["code"], refused["field"]) == ("FIELDS_INVALID", "received_on")
    on = {"received_on": "2026-11-20"}
    assert clerk.refused("paper.attach", {"id": paper, **on})["code"] == "STEP_NOT_NOW"
    assert clerk.refused("paper.attach", {"id": "không có", **on})["code"] == "NOT_FOUND"
    clerk.done("content.remove", {"id": document, "reason": "Gõ nhầm"})
    assert clerk.refused("paper.attach", {"id": document, **on})["code"] == "STEP_NOT_NOW"
