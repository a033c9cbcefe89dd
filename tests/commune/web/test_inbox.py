"""Chờ tiếp nhận: received, checked, accepted into the book or returned, with its statuses."""

import hashlib

import pytest

from tests.commune.letters import document_letter
from tests.commune.node import UBND, Json, Office, operation
from tests.commune.papers import scan
from tests.commune.stores import assert_whole, journal
from tests.signing.office import Office as SigningOffice
from vanthu_sync.link import Inbox


def arrive(office: Office, *contents: bytes, cursor: int = 1, subject: str = "Về dịch tả") -> str:
    """Let a document of another commune arrive with its files; return the item's id."""
    letter = document_letter(cursor, organ=UBND, files=contents, subject=subject)
    office.take(Inbox(messages=(letter,), more=False, directory_version=0))
    for content in contents:
        office.node.blobs.keep(content)
    return f"{letter.origin}:{UBND}"


def statuses(office: Office) -> list[str]:
    """Return the codes that were answered to the sender, in order."""
    return [
        str(event.content["code"])
        for event in journal(office.config)
        if event.header.kind == "status.sent"
    ]


def test_an_arrival_is_answered_at_once_and_waits_unseen_by_leaders(office: Office) -> None:
    """R-IN-02: not visible before acceptance; 01 goes back by itself."""
    arrive(office)

    item = office.person("vanthu").read("inbox")["items"][0]

    assert statuses(office) == ["01"]
    assert (item["subject"], item["state"], item["verdict"]) == ("Về dịch tả", "waiting", None)
    assert item["sender"]["name"] == "UBND xã Phú Lâm"
    assert office.person("vanthu").read("state")["inbox_waiting"] == 1
    assert office.person("chutich").read("incoming")["total"] == 0
    assert office.person("vanthu").read("incoming", q="dịch tả")["total"] == 0


def test_the_file_of_a_waiting_item_is_for_the_clerk_alone(office: Office) -> None:
    """R-IN-02: knowing its address does not open it for a leader or an officer."""
    content = scan("một")
    item = arrive(office, content)
    address = f"/api/organs/{UBND}/documents/{item}/files/{hashlib.sha256(content).hexdigest()}"

    assert office.person("vanthu").http.get(address).content == content
    for account in ("chutich", "chuyenvien"):
        refused = office.person(account).http.get(address)
        assert (refused.status_code, refused.json()["code"]) == (403, "RIGHT_MISSING")


def test_nothing_is_accepted_without_a_recorded_check(office: Office) -> None:
    """R-IN-04, R-IN-24."""
    item = arrive(office)
    clerk = office.person("vanthu")

    assert clerk.refused("inbox.accept", {"id": item})["code"] == "CHECK_FIRST"
    checked = clerk.done("inbox.check", {"id": item})

    assert checked["verdict"] == "khong_co_chu_ky"
    held = clerk.read(f"inbox/{item}")
    assert (held["verdict"], held["checked_at"]) == (
        "khong_co_chu_ky",
        "2026-11-20T02:10:00.000Z",
    )


def test_an_accepted_document_has_a_number_its_files_and_its_sender_hears_of_it(
    office: Office,
) -> None:
    """R-IN-05, R-IN-09, R-IN-23."""
    content = scan("nhận")
    item = arrive(office, content)
    clerk = office.person("vanthu")
    clerk.register("Văn bản giấy trước")
    clerk.done("inbox.check", {"id": item})

    made = clerk.done("inbox.accept", {"id": item, "to_places": "Trạm Y tế"})

    assert made["number"] == 2
    held = clerk.read(f"incoming/{made['id']}")
    assert held["fields"]["source"] == "lien_thong"
    assert held["fields"]["to_places"] == "Trạm Y tế"
    assert (held["row"]["symbol"], held["verdict"]) == ("01/TB-UBND", "khong_co_chu_ky")
    assert [file["kind"] for file in held["files"]] == ["main"]
    assert statuses(office) == ["01", "03"]
    assert clerk.read("inbox")["items"] == []
    again = clerk.refused("inbox.accept", {"id": item})
    assert again["code"] == "STEP_NOT_NOW"
    office.close()
    assert_whole(office.config)


def test_se3_a_repeated_acceptance_takes_no_second_number(office: Office) -> None:
    item = arrive(office)
    clerk = office.person("vanthu")
    clerk.done("inbox.check", {"id": item})

    first = clerk.done("inbox.accept", {"id": item}, op=operation("nhận"))
    second = clerk.done("inbox.accept", {"id": item}, op=operation("nhận"))

    assert first == second
    assert clerk.numbers() == [1]


def test_the_paper_copy_of_what_came_by_wire_is_noticed(office: Office) -> None:
    clerk = office.person("vanthu")
    paper: Json = {
        "organ_name": "UBND xã Phú Lâm",
        "code_number": "01",
        "code_notation": "TB-UBND",
        "issued_date": "2026-11-19",
    }
    clerk.register("Bản giấy đến trước", **paper)
    item = arrive(office)
    clerk.done("inbox.check", {"id": item})

    assert clerk.refused("inbox.accept", {"id": item})["code"] == "DUPLICATE_DOCUMENT"
    assert clerk.done("inbox.accept", {"id": item, "duplicate_ok": True})["number"] == 2


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001])
def test_a_return_needs_a_reason(office: Office, reason: str) -> None:
    """R-RCL-04."""
    item = arrive(office)

    problem = office.person("vanthu").refused("inbox.return", {"id": item, "reason": reason})

    assert problem["code"] in {"REASON_REQUIRED", "FIELDS_INVALID"}
    assert statuses(office) == ["01"]


def test_a_returned_document_is_gone_from_the_list_and_its_sender_knows_why(
    office: Office,
) -> None:
    """R-IN-08, R-RCL-04."""
    item = arrive(office)
    clerk = office.person("vanthu")

    clerk.done("inbox.return", {"id": item, "reason": "Gửi nhầm nơi nhận"})

    assert clerk.read("inbox")["items"] == []
    assert statuses(office) == ["01", "02"]
    assert journal(office.config)[-1].content["text"] == "Gửi nhầm nơi nhận"
    assert clerk.refused("inbox.accept", {"id": item})["code"] == "STEP_NOT_NOW"
    assert clerk.refused("inbox.check", {"id": item})["code"] == "STEP_NOT_NOW"


def test_a_document_signed_by_a_trusted_organ_is_valid_and_a_changed_one_is_not_accepted(
    office: Office,
) -> None:
    """R-IN-03, R-IN-07."""
    signing = SigningOffice()
    signing.trust_folder(office.config.trust)
    good = signing.sealed(signing.numbered().pdf)
    bad = good.replace(b"/Type /Page", b"/Type /Pagf", 1)
    assert bad != good
    clerk = office.person("vanthu")
    whole, changed = arrive(office, good), arrive(office, bad, cursor=2)

    verdicts = [clerk.done("inbox.check", {"id": item}) for item in (whole, changed)]

    assert [each["verdict"] for each in verdicts] == ["hop_le", "khong_hop_le"]
    assert {line["role"] for line in verdicts[0]["signatures"]} == {"person", "organ"}
    assert clerk.refused("inbox.accept", {"id": changed})["code"] == "SIGNATURE_INVALID"
    assert clerk.done("inbox.accept", {"id": whole})["number"] == 1


@pytest.mark.parametrize("said", ["application/octet-stream", "application/PDF", "image/png"])
def test_a_changed_pdf_is_found_whatever_its_sender_calls_it(office: Office, said: str) -> None:
    """R-IN-03: the check looks at the file."""
    signing = SigningOffice()
    signing.trust_folder(office.config.trust)
    content = signing.sealed(signing.numbered().pdf).replace(b"/Type /Page", b"/Type /Pagf", 1)
    letter = document_letter(1, organ=UBND, files=(content,), media_type=said)
    office.take(Inbox(messages=(letter,), more=False, directory_version=0))
    office.node.blobs.keep(content)

    report = office.person("vanthu").done("inbox.check", {"id": f"{letter.origin}:{UBND}"})

    assert report["verdict"] == "khong_hop_le"


def test_urgent_items_come_first(office: Office) -> None:
    """R-IN-20."""
    arrive(office, subject="Thường", cursor=1)
    letter = document_letter(2, organ=UBND, subject="Hỏa tốc", urgency=3)
    office.take(Inbox(messages=(letter,), more=False, directory_version=0))

    items = office.person("vanthu").read("inbox")["items"]

    assert [item["subject"] for item in items] == ["Hỏa tốc", "Thường"]


def test_a_marked_secret_that_came_by_wire_is_not_registered(office: Office) -> None:
    """R-GEN-01."""
    item = arrive(office, subject="Gửi tài liệu mật về quy hoạch")
    clerk = office.person("vanthu")
    clerk.done("inbox.check", {"id": item})

    assert clerk.refused("inbox.accept", {"id": item})["code"] == "SECRECY_SUSPECTED"
    assert clerk.done("inbox.accept", {"id": item, "not_secret": True})["number"] == 1


@pytest.mark.parametrize("said", ["ấx", "a/b\r\nSet-Cookie: a=b", "", "text/html; charset=x"])
def test_a_media_type_that_is_none_is_saved_as_bytes(office: Office, said: str) -> None:
    """R-SEC-03: what another organ's envelope says becomes no header of ours."""
    content = scan("tệp")
    letter = document_letter(1, organ=UBND, files=(content,), media_type=said)
    office.take(Inbox(messages=(letter,), more=False, directory_version=0))
    sha256 = office.node.blobs.keep(content)
    clerk = office.person("vanthu")

    reply = clerk.http.get(f"/api/organs/{UBND}/documents/phu-lam:1:{UBND}/files/{sha256}")

    assert reply.status_code == 200
    assert reply.headers["content-type"] == "application/octet-stream"
    assert reply.headers["content-disposition"].startswith("attachment;")
    assert "set-cookie" not in reply.headers
