"""Văn bản đi, step by step: what may follow, what is refused, what a draft must have."""

import pytest

from tests.commune.node import UBND, Json, Office, problem_of
from tests.commune.papers import draft, issued, sign_by_hand, submitted
from tests.signing.test_fill import shown
from tests.typesetting.page_text import page_texts

STEPS = ("outgoing.submit", "outgoing.send_back", "outgoing.sign", "outgoing.number")
STEPS_LATER = ("outgoing.seal", "outgoing.issue")


def bring(office: Office, document: str, state: str) -> None:
    """Bring a draft into a state."""
    clerk = office.person("vanthu")
    ways = (
        ("trinh_ky", lambda: clerk.done("outgoing.submit", {"id": document})),
        ("da_ky", lambda: sign_by_hand(office, document)),
        ("da_cap_so", lambda: clerk.done("outgoing.number", {"id": document})),
        ("da_dong_dau", lambda: sign_by_hand(office, document, "organ")),
        ("da_phat_hanh", lambda: clerk.done("outgoing.issue", {"id": document})),
    )
    for reached, way in ways:
        if clerk.read(f"outgoing/{document}")["row"]["state"] == state:
            return
        way()
        assert clerk.read(f"outgoing/{document}")["row"]["state"] == reached


MAY: dict[str, set[str]] = {
    "du_thao": {"outgoing.draft", "outgoing.submit"},
    "trinh_ky": {"outgoing.send_back", "outgoing.sign"},
    "da_ky": {"outgoing.send_back", "outgoing.number"},
    "da_cap_so": {"outgoing.seal"},
    "da_dong_dau": {"outgoing.issue"},
    "da_phat_hanh": set(),
}


@pytest.mark.parametrize("state", MAY)
def test_a_step_follows_only_its_state(office: Office, state: str) -> None:
    """R-OUT-05, R-OUT-09: nothing unsigned is numbered, nothing unsealed is issued."""
    clerk, leader = office.person("vanthu"), office.person("chutich")
    document = clerk.done("outgoing.draft", draft())["id"]
    bring(office, document, state)

    for step in (*STEPS, *STEPS_LATER):
        giver = leader if step == "outgoing.sign" else clerk
        if step in MAY[state]:
            continue
        refused = giver.refused(step, {"id": document, "reason": "x"})
        assert refused["code"] == "STEP_NOT_NOW", step
    seen = {step for person in (clerk, leader) for step in may(person.read(f"outgoing/{document}"))}
    assert seen == MAY[state]


def may(document: Json) -> set[str]:
    return set(document["may"]) - {"content.remove"}


def test_number_and_date_stand_in_the_file_and_its_name(office: Office) -> None:
    """R-OUT-05, R-OUT-06, R-OUT-07."""
    clerk = office.person("vanthu")
    first, second = submitted(clerk), submitted(clerk)
    for document in (first, second):
        sign_by_hand(office, document)

    done = [clerk.done("outgoing.number", {"id": document}) for document in (second, first)]

    assert [each["number"] for each in done] == [1, 2]
    assert done[0]["symbol"] == "01/TB-UBND"
    held = clerk.read(f"outgoing/{second}")
    assert held["files"][0]["name"] == "01-tb-ubnd-thong-bao-ve-viec-tra-loi-kien-nghi.pdf"
    page = shown(clerk.http.get(f"/api/organs/{UBND}/outgoing/{second}/preview").content)
    assert "01/TB-UBND" in page
    assert "ngày 20 tháng 11 năm 2026" in page


def test_a_draft_is_shown_as_it_would_be_typeset(office: Office) -> None:
    clerk = office.person("vanthu")
    document = clerk.done("outgoing.draft", draft("Về việc trồng rừng"))["id"]

    reply = clerk.http.get(f"/api/organs/{UBND}/outgoing/{document}/preview")

    assert reply.headers["content-type"] == "application/pdf"
    assert "trồng rừng" in page_texts(reply.content)[0]


def test_two_people_who_edit_one_draft_lose_nothing_unseen(office: Office) -> None:
    clerk, officer = office.person("vanthu"), office.person("chuyenvien")
    made = clerk.done("outgoing.draft", draft("Bản một"))
    mine = clerk.done("outgoing.draft", {"id": made["id"], "base": 1, **draft("Bản hai")})
    assert mine["version"] == 2

    refused = officer.refused("outgoing.draft", {"id": made["id"], "base": 1, **draft("Khác")})

    assert (refused["code"], refused["status"]) == ("VERSION_CHANGED", 409)
    assert "vẫn còn" in refused["next_step"]
    assert clerk.read(f"outgoing/{made['id']}")["fields"]["subject"] == "Bản hai"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("type_name", ""),
        ("notation", " "),
        ("subject", ""),
        ("body", []),
        ("body", ["  "]),
        ("recipients", []),
        ("signer", "chuyenvien"),
        ("signer", "chutich-hdnd"),
        ("signer", "nobody"),
        ("urgency", 9),
        ("urgency", -1),
    ],
)
def test_what_a_draft_lacks_is_named(office: Office, field: str, value: object) -> None:
    """R-OUT-08."""
    payload = draft()
    payload["fields"][field] = value

    problem = office.person("vanthu").refused("outgoing.draft", payload)

    assert problem["code"] == "FIELDS_INVALID"
    assert [notice["field"] for notice in problem["fields"]] == [field]


def test_a_secret_is_drafted_nowhere(office: Office) -> None:
    """R-GEN-01, R-SEC-09."""
    clerk = office.person("vanthu")

    marked = clerk.refused("outgoing.draft", draft(secrecy_mark="Tối mật"))
    doubtful = clerk.refused("outgoing.draft", draft("Gửi tài liệu mật về quy hoạch"))

    assert (marked["code"], doubtful["code"]) == ("SECRET_REFUSED", "SECRECY_SUSPECTED")
    assert clerk.read("outgoing")["total"] == 0


def test_sending_back_needs_a_reason_and_stands_in_the_history(office: Office) -> None:
    clerk = office.person("vanthu")
    document = submitted(clerk)
    path = {"id": document}
    assert clerk.refused("outgoing.send_back", path)["code"] == "REASON_REQUIRED"

    office.person("chutich").done("outgoing.send_back", {**path, "reason": "Thiếu căn cứ"})

    held = clerk.read(f"outgoing/{document}")
    assert held["row"]["state"] == "du_thao"
    assert "Thiếu căn cứ" in held["history"][-1]["text"]
    again = {**path, "base": 1, **draft("Bản sửa")}
    assert clerk.done("outgoing.draft", again)["version"] == 2


def test_a_symbol_that_does_not_fit_takes_no_number_and_leads_back(office: Office) -> None:
    clerk = office.person("vanthu")
    document = submitted(clerk, notation="TB-" + "X" * 80)
    sign_by_hand(office, document)

    refused = clerk.refused("outgoing.number", {"id": document})

    assert refused["code"] == "TEXT_DOES_NOT_FIT"
    assert clerk.read(f"outgoing/{document}")["row"]["number"] is None
    clerk.done("outgoing.send_back", {"id": document, "reason": "Rút gọn ký hiệu"})
    other = submitted(clerk)
    sign_by_hand(office, other)
    assert clerk.done("outgoing.number", {"id": other})["number"] == 1


def test_an_issued_document_names_its_recipients_and_their_state(office: Office) -> None:
    """R-OUT-10."""
    clerk = office.person("vanthu")
    document = issued(office, clerk)

    held = clerk.read(f"outgoing/{document}")

    assert held["row"]["recipients"] == "Ủy ban nhân dân xã Phú Lâm"
    assert [(each["organ"], each["status"]) for each in held["deliveries"]] == [
        ("ubnd-phu-lam", "waiting")
    ]
    assert [line["kind"] for line in held["history"]] == [
        "outgoing.drafted",
        "outgoing.submitted",
        "outgoing.signed",
        "outgoing.numbered",
        "outgoing.signed",
        "outgoing.issued",
    ]


def test_a_draft_of_another_shape_is_refused_with_words(office: Office) -> None:
    clerk = office.person("vanthu")
    payloads: list[Json] = [{}, {"fields": {}}, {"fields": {**draft()["fields"], "body": "x"}}]
    for payload in payloads:
        refused = clerk.refused("outgoing.draft", payload)
        assert refused["code"] in {"FIELDS_INVALID", "REQUEST_UNREADABLE"}


def test_a_preview_that_nobody_may_see_is_not_found(office: Office) -> None:
    document = office.person("vanthu").done("outgoing.draft", draft())["id"]

    reply = office.person("vanthu-hdnd").http.get(f"/api/organs/{UBND}/outgoing/{document}/preview")

    assert problem_of(reply)["code"] == "NOT_FOUND"
