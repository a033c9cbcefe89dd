"""Gỡ nội dung: what was typed by mistake is on no disk any more, and the book still adds up."""

from pathlib import Path

import pytest

from tests.commune.letters import FakeHub, document_letter
from tests.commune.node import UBND, Office, entry, operation
from tests.commune.papers import draft, issued, scan, sign_by_hand, submitted
from tests.commune.stores import assert_whole, journal
from tests.intake.pdf_samples import typeset
from vanthu_sync.link import Inbox

SECRET = "Hồng Tuyến Quắc Thước"
TRACES = (
    SECRET.encode(),
    b"hong tuyen quac thuoc",
    b"quac",
    "Quắc".encode(),
)
"""The secret as it was typed, and as search words."""


def traces(office: Office) -> list[str]:
    """Return the files below the node's folder that hold the secret in any form."""
    return [
        path.name
        for path in sorted(office.config.data.parent.rglob("*"))
        if path.is_file() and any(trace in path.read_bytes() for trace in TRACES)
    ]


def blob(office: Office, sha256: str) -> Path:
    return office.config.blobs / sha256[:2] / sha256[2:4] / sha256


def test_jn7_a_secret_typed_by_mistake_is_on_no_disk_after_its_removal(office: Office) -> None:
    """JN7, R-SEC-08: grep finds it in no file of the node, free pages and WAL included."""
    clerk = office.person("vanthu")
    clerk.register("Văn bản trước")
    made = clerk.register(SECRET, description=f"{SECRET} hai", signer_name="Quắc")
    clerk.register("Văn bản sau")
    assert traces(office)

    clerk.done("content.remove", {"id": made["id"], "reason": "Gõ nhầm văn bản mật"})

    assert traces(office) == []
    office.close()
    assert traces(office) == []
    assert_whole(office.config)


def test_nb3_number_and_line_stay_when_the_content_goes(office: Office) -> None:
    clerk = office.person("vanthu")
    made = clerk.register(SECRET)
    clerk.register("Văn bản sau")

    clerk.done("content.remove", {"id": made["id"], "reason": "Gõ nhầm văn bản mật"})

    held = clerk.read(f"incoming/{made['id']}")
    assert held["row"]["number"] == 1
    assert held["row"]["content_removed"] is True
    assert held["row"]["subject"] == "(Nội dung đã gỡ)"
    assert held["row"]["place"]["saved_at"] == made["registered_at"]
    assert [line["kind"] for line in held["history"]] == ["incoming.registered", "content.removed"]
    assert clerk.numbers() == [1, 2]
    assert clerk.register("Văn bản nữa")["number"] == 3
    assert clerk.read("incoming", q="quac thuoc")["total"] == 0


def test_the_files_go_and_a_file_that_another_document_has_stays(office: Office) -> None:
    clerk = office.person("vanthu")
    own = clerk.kept("mat.pdf", typeset(f"Trang một: {SECRET}"))
    shared = clerk.kept("chung.pdf", scan("chung"))
    made = clerk.register(SECRET, files=[own, shared], not_secret=True)
    other = clerk.register("Văn bản khác", files=[shared])

    clerk.done("content.remove", {"id": made["id"], "reason": "Gõ nhầm"})

    assert not blob(office, own).exists()
    assert blob(office, shared).exists()
    assert [file["sha256"] for file in clerk.read(f"incoming/{other['id']}")["files"]] == [shared]
    assert traces(office) == []
    path = f"/api/organs/{UBND}/documents/{made['id']}/files/{own}"
    assert clerk.http.get(path).status_code == 404


def test_a_removed_file_must_be_uploaded_again_before_another_document_has_it(
    office: Office,
) -> None:
    clerk = office.person("vanthu")
    sha256 = clerk.kept("a.pdf", scan("a"))
    made = clerk.register("Văn bản một", files=[sha256])
    clerk.done("content.remove", {"id": made["id"], "reason": "Gõ nhầm"})

    problem = clerk.refused(
        "incoming.register",
        {
            "fields": {"subject": "Văn bản hai", "organ_name": "Sở Nội vụ"},
            "files": [sha256],
        },
    )

    assert problem["code"] == "FILE_UNKNOWN"
    assert clerk.kept("a.pdf", scan("a")) == sha256
    clerk.register("Văn bản hai", files=[sha256])


def test_every_version_of_an_outgoing_file_goes(office: Office) -> None:
    """The file that was submitted and the one that was signed hold the same words."""
    clerk = office.person("vanthu")
    document = issued(office, clerk, SECRET)
    assert len(list(office.node.blob_store.all())) == 4

    clerk.done("content.remove", {"id": document, "reason": "Thu hồi theo lệnh"})

    assert list(office.node.blob_store.all()) == []
    assert traces(office) == []
    held = clerk.read(f"outgoing/{document}")
    assert (held["row"]["number"], held["row"]["state"]) == (1, "da_phat_hanh")
    assert held["may"] == []
    office.close()
    assert_whole(office.config)


def test_a_received_document_goes_with_its_message_and_files(office: Office) -> None:
    clerk = office.person("vanthu")
    content = scan("nhận về")
    hub = FakeHub()
    letter = document_letter(1, organ=UBND, subject=SECRET, files=(content,))
    office.take(Inbox(messages=(letter,), more=False, directory_version=0))
    sha256 = office.node.blobs.keep(content)
    assert hub.letters == []
    item = clerk.read("inbox")["items"][0]
    clerk.done("inbox.check", {"id": item["id"]})
    made = clerk.done("inbox.accept", {"id": item["id"]})

    clerk.done("content.remove", {"id": made["id"], "reason": "Gửi nhầm nơi"})

    assert not blob(office, sha256).exists()
    assert traces(office) == []
    assert clerk.read("inbox")["items"] == []
    office.close()
    assert_whole(office.config)


@pytest.mark.parametrize("lines_kept", [0, 1])
def test_a_removal_that_a_power_cut_stopped_is_finished_at_the_next_start(
    office: Office, lines_kept: int
) -> None:
    """The power went before the sidecar had the removal's line (0), or before it was rewritten."""
    clerk = office.person("vanthu")
    content = typeset(f"Trang một: {SECRET}")
    made = clerk.register(SECRET, files=[clerk.kept("mat.pdf", content)], not_secret=True)
    sidecar = office.config.sidecar
    before = sidecar.read_bytes()
    clerk.done("content.remove", {"id": made["id"], "reason": "Gõ nhầm"})
    office.node.blobs.keep(content)
    last = sidecar.read_bytes().splitlines(keepends=True)[-1]
    sidecar.write_bytes(before + last * lines_kept)

    office.reopen()

    assert office.opened.open
    assert traces(office) == []
    assert list(office.node.blob_store.all()) == []
    office.close()
    assert_whole(office.config)


def test_what_a_reader_holds_in_the_wal_goes_with_the_next_write(office: Office) -> None:
    clerk = office.person("vanthu")
    made = clerk.register(SECRET)
    with office.node.ledger.reading() as db:
        db.conn.execute("select count(*) from journal").fetchone()
        clerk.done("content.remove", {"id": made["id"], "reason": "Gõ nhầm"})
        assert traces(office)

    clerk.register("Văn bản sau")

    assert traces(office) == []


@pytest.mark.parametrize("role", ["van_thu", "lanh_dao"])
def test_a_repeated_removal_is_answered_the_same(office: Office, role: str) -> None:
    clerk = office.person("vanthu")
    made = clerk.register(SECRET)
    who = clerk if role == "van_thu" else office.person("chutich")
    payload = {"id": made["id"], "reason": "Gõ nhầm"}

    first = who.give("content.remove", payload, op=operation("gỡ"))
    second = who.give("content.remove", payload, op=operation("gỡ"))

    assert first == second
    assert who.refused("content.remove", payload)["code"] == "STEP_NOT_NOW"


def test_se3_a_retry_of_a_registration_whose_content_went_gets_its_number(office: Office) -> None:
    clerk = office.person("vanthu")
    made = clerk.register(SECRET, op=operation("một"))
    clerk.done("content.remove", {"id": made["id"], "reason": "Gõ nhầm"})

    again = clerk.register(SECRET, op=operation("một"))

    assert {**again, "warnings": []} == {**made, "warnings": []}
    assert clerk.numbers() == [1]


def test_se3_a_removed_operation_answers_nobody_but_who_gave_it(office: Office) -> None:
    """Its fingerprint went with the content; whose and where it was stays in the header."""
    clerk = office.person("vanthu")
    made = clerk.register(SECRET, op=operation("một"))
    clerk.done("content.remove", {"id": made["id"], "reason": "Gõ nhầm"})
    office.give_role("chuyenvien", UBND, "van_thu")

    for account in ("vanthu-hdnd", "chuyenvien"):
        reused = office.person(account).refused(
            "incoming.register", entry("Văn bản khác"), op=operation("một")
        )
        assert reused["code"] == "OP_REUSED"


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("outgoing.draft", {"base": 0, **draft("Văn bản mới")}),
        ("outgoing.submit", {}),
        ("outgoing.send_back", {"reason": "Sửa"}),
        ("outgoing.number", {}),
        ("outgoing.seal", {}),
        ("outgoing.issue", {}),
    ],
)
def test_nothing_more_is_done_with_a_removed_document(
    office: Office, kind: str, more: dict[str, object]
) -> None:
    clerk = office.person("vanthu")
    states = {
        "outgoing.draft": 0,
        "outgoing.submit": 0,
        "outgoing.send_back": 1,
        "outgoing.number": 2,
        "outgoing.seal": 3,
        "outgoing.issue": 4,
    }
    document = clerk.done("outgoing.draft", draft(SECRET))["id"]
    steps = (
        lambda: clerk.done("outgoing.submit", {"id": document}),
        lambda: sign_by_hand(office, document),
        lambda: clerk.done("outgoing.number", {"id": document}),
        lambda: sign_by_hand(office, document, "organ"),
    )
    for step in steps[: states[kind]]:
        step()
    clerk.done("content.remove", {"id": document, "reason": "Gõ nhầm"})

    assert clerk.refused(kind, {"id": document, **more})["code"] == "STEP_NOT_NOW"

    office.close()
    assert_whole(office.config)


def test_a_signature_that_comes_after_the_removal_is_not_taken(office: Office) -> None:
    clerk = office.person("vanthu")
    document = submitted(clerk, SECRET)
    clerk.done("content.remove", {"id": document, "reason": "Gõ nhầm"})

    held = clerk.read(f"outgoing/{document}")

    assert held["files"] == []
    assert held["signing"] == []


@pytest.mark.parametrize("reason", ["", "   ", "x" * 2001])
def test_a_removal_needs_a_reason_of_some_sentences(office: Office, reason: str) -> None:
    clerk = office.person("vanthu")
    made = clerk.register("Văn bản một")

    problem = clerk.refused("content.remove", {"id": made["id"], "reason": reason})

    assert problem["code"] in {"REASON_REQUIRED", "FIELDS_INVALID"}
    assert clerk.read(f"incoming/{made['id']}")["row"]["content_removed"] is False


def test_the_events_stay_in_their_places_without_their_bodies(office: Office) -> None:
    clerk = office.person("vanthu")
    made = clerk.register(SECRET)
    before = [event.header for event in journal(office.config)]

    clerk.done("content.remove", {"id": made["id"], "reason": "Gõ nhầm"})

    events = journal(office.config)
    assert [event.header for event in events[:-1]] == before
    assert events[-2].body is None
    assert events[-1].header.kind == "content.removed"


def test_se3_a_retried_removal_leaves_a_file_that_another_document_has_since(
    office: Office,
) -> None:
    """A lost reply is asked again after the clerk entered the same scan where it belongs."""
    clerk, op = office.person("vanthu"), operation("gỡ")
    made = clerk.register("Vào nhầm", files=[clerk.kept("a.pdf", scan("a"))])
    removal = {"id": made["id"], "reason": "Vào nhầm"}
    clerk.done("content.remove", removal, op=op)
    sha256 = clerk.kept("a.pdf", scan("a"))
    other = clerk.register("Vào lại cho đúng", files=[sha256])

    clerk.done("content.remove", removal, op=op)

    path = f"/api/organs/{UBND}/documents/{other['id']}/files/{sha256}"
    assert clerk.http.get(path).status_code == 200
