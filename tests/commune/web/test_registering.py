"""Vào sổ: what is kept, what is mended, what is asked, what is refused, each with its words."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from tests.commune.node import Json, Office, entry, operation
from tests.commune.stores import journal
from tests.intake.pdf_samples import typeset
from vanthu_server.samples.week import week_intake

VECTORS: dict[str, list[dict[str, str]]] = json.loads(
    (Path(__file__).parents[2] / "intake/secrecy_vectors.json").read_text(encoding="utf-8")
)
"""The same texts that prove the check itself: marked, doubtful and innocent."""


def register(office: Office, subject: str = "Về việc phòng cháy", **fields: Any) -> Json:  # noqa: ANN401 - fields of a message
    return office.person("vanthu").register(subject, **fields)


def refusal(office: Office, payload: Json) -> Json:
    """Return the problem of a registration, after which nothing is stored."""
    clerk = office.person("vanthu")
    before = journal(office.config)
    problem = clerk.refused("incoming.register", payload)
    assert journal(office.config) == before
    assert clerk.numbers() == []
    return problem


def codes(problem: Json) -> dict[str, str]:
    """Return field → code, each with its words."""
    for notice in problem["fields"]:
        assert notice["text"].strip()
    return {notice["field"]: notice["code"] for notice in problem["fields"]}


def test_every_field_of_the_standard_is_kept_as_it_was_entered(office: Office) -> None:
    """R-IN-13: NĐ 30/2020 Phụ lục VI Phần II Mục II."""
    fields: Json = {
        "subject": "Về việc phòng cháy mùa khô",
        "organ_name": "Sở Nông nghiệp và Môi trường",
        "type_name": "Công văn",
        "code_number": "145",
        "code_notation": "SNNMT-KL",
        "issued_date": "2026-11-18",
        "language": "Tiếng Việt",
        "page_amount": 3,
        "description": "Kèm 1 bản đồ",
        "file_organ_id": "H01.12",
        "file_catalog": 2026,
        "file_notation": "02.PCCC",
        "doc_ordinal": 7,
        "signer_position": "Phó Giám đốc",
        "signer_name": "Lò Văn Ón",
        "urgency": 1,
        "secrecy_mark": "",
        "to_places": "Ban Chỉ huy quân sự",
        "due_date": "2026-12-01",
        "source": "giay",
    }
    made = office.person("vanthu").register(**fields)

    held = office.person("chutich").read(f"incoming/{made['id']}")

    assert held["fields"] == fields
    assert made["warnings"] == []
    assert held["policy_version"] == "nd30-2020@2020-03-05"
    assert held["row"]["symbol"] == "145/SNNMT-KL"


def test_the_arrival_date_is_the_day_in_vietnam_and_nobody_types_it(office: Office) -> None:
    """R-IN-17, R-TIM-02, R-TIM-06: 18:30 in UTC is the next morning in Vietnam."""
    office.clock.moment = office.clock.moment.replace(hour=18, minute=30)

    made = register(office)

    assert made["arrival_date"] == "2026-11-21"
    assert made["registered_at"] == "2026-11-20T18:30:00.000Z"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"subject": ""}, {"subject": "FIELD_REQUIRED"}),
        ({"subject": "   ", "organ_name": " "}, {"subject": "FIELD_REQUIRED"}),
        ({"organ_name": ""}, {"organ_name": "FIELD_REQUIRED"}),
        ({"issued_date": "2026-11-21"}, {"issued_date": "DATE_AFTER_ARRIVAL"}),
        ({"issued_date": "1026-11-20"}, {"issued_date": "DATE_IMPOSSIBLE"}),
        ({"urgency": 9}, {"urgency": "NUMBER_OUT_OF_RANGE"}),
        ({"page_amount": 0}, {"page_amount": "NUMBER_OUT_OF_RANGE"}),
        ({"page_amount": -3}, {"page_amount": "NUMBER_OUT_OF_RANGE"}),
        ({"source": "bồ câu"}, {"source": "SOURCE_UNKNOWN"}),
        ({"subject": "x" * 10_001}, {"subject": "FIELD_TOO_LONG"}),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_stored(
    office: Office, fields: Json, wrong: dict[str, str]
) -> None:
    """R-IN-13."""
    problem = refusal(office, {"fields": {**entry()["fields"], **fields}})

    assert problem["code"] == "FIELDS_INVALID"
    assert wrong.items() <= codes(problem).items()


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "20/11/2026", "", "hôm qua", 5])
def test_an_impossible_date_is_named_by_its_field(office: Office, day: object) -> None:
    problem = refusal(office, {"fields": {**entry()["fields"], "issued_date": day}})

    assert problem["code"] == "FIELDS_INVALID"
    assert "issued_date" in codes(problem)


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"fields": {}},
        {"fields": {"subject": 5, "organ_name": "a"}},
        {"fields": []},
        [],
        "x",
        {"fields": {**entry()["fields"], "page_amount": 1.5}},
        {"fields": {**entry()["fields"], "page_amount": 2**60}},
        {"fields": entry()["fields"], "files": "x"},
    ],
)
def test_a_payload_of_another_shape_is_refused_with_words(office: Office, payload: Json) -> None:
    problem = refusal(office, payload)

    assert problem["code"] in {"FIELDS_INVALID", "REQUEST_UNREADABLE"}


@pytest.mark.parametrize("mark", ["Mật", "MẬT", "Tối mật", "TUYỆT MẬT", "C", "b"])
def test_a_document_that_is_marked_secret_is_refused_before_anything_is_stored(
    office: Office, mark: str
) -> None:
    """R-GEN-01, R-SEC-08."""
    problem = refusal(office, {"fields": {**entry()["fields"], "secrecy_mark": mark}})

    assert problem["code"] == "SECRET_REFUSED"
    assert "chưa có gì được lưu" in problem["title"]
    assert "bản giấy" in problem["next_step"]


def test_a_mark_cannot_be_talked_away(office: Office) -> None:
    payload = {"fields": {**entry()["fields"], "secrecy_mark": "Mật"}, "not_secret": True}

    assert refusal(office, payload)["code"] == "SECRET_REFUSED"


def test_words_that_only_look_like_a_secret_pass(office: Office) -> None:
    """R-GEN-01: "bảo mật", "mật khẩu", place names."""
    clerk = office.person("vanthu")
    subjects = [vector["subject"] for vector in VECTORS["clear"] if vector.get("subject")]
    assert len(subjects) >= 40

    for place, subject in enumerate(subjects, start=1):
        assert clerk.register(subject)["number"] == place


def test_a_suspicion_is_asked_about_and_the_answer_is_recorded(office: Office) -> None:
    """R-SEC-09."""
    payload = entry("Gửi tài liệu mật về quy hoạch")
    assert refusal(office, payload)["code"] == "SECRECY_SUSPECTED"

    clerk = office.person("vanthu")
    clerk.done("incoming.register", {**payload, "not_secret": True})

    assert journal(office.config)[-1].content["not_secret"] is True


def test_a_file_whose_first_page_is_suspicious_is_asked_about(office: Office) -> None:
    page = typeset("#set page(width: 500pt)\nBản lưu MẬT của xã, quyển 2 năm 2026")
    clerk = office.person("vanthu")
    payload = entry("Danh mục tài liệu", files=[clerk.kept("a.pdf", page)])

    problem = clerk.refused("incoming.register", payload)

    assert problem["code"] == "SECRECY_SUSPECTED"
    assert "trang 1" in problem["detail"]


def test_a_subject_beyond_the_standard_is_kept_whole_with_a_warning(office: Office) -> None:
    """R-IN-13: real ones run to 635 characters, the standard's field has 500."""
    subject = ("Về việc triển khai thực hiện " * 30)[:634] + "."
    made = register(office, subject=subject)

    held = office.person("vanthu").read(f"incoming/{made['id']}")

    assert held["fields"]["subject"] == subject
    assert len(held["row"]["subject"]) == 635
    assert "SUBJECT_OVER_STANDARD" in {warning["code"] for warning in made["warnings"]}
    assert held["warnings"] == made["warnings"]


def test_an_icelandic_eth_and_loose_accents_are_mended(office: Office) -> None:
    """R-FMT-06."""
    typed = unicodedata.normalize("NFD", "\u00d0iều chỉnh quy hoạch \u00f0ất đai")

    made = register(office, subject=typed)

    subject = office.person("vanthu").read(f"incoming/{made['id']}")["fields"]["subject"]
    assert subject == "Điều chỉnh quy hoạch đất đai"
    assert "TEXT_MENDED" in {warning["code"] for warning in made["warnings"]}


def test_a_document_that_is_there_is_shown_before_it_is_entered_again(office: Office) -> None:
    """NĐ 30 Phụ lục VI III.1.h: the same organ, symbol and date."""
    one = {"code_number": "45", "code_notation": "UBND-NV", "issued_date": "2026-11-19"}
    made = register(office, **one)
    clerk = office.person("vanthu")
    payload = entry("Nhập lần hai", **one, organ_name="sở nội vụ")

    result = clerk.give("incoming.register", payload)

    assert result["problem"]["code"] == "DUPLICATE_DOCUMENT"
    assert (result["data"]["number"], result["data"]["id"]) == (1, made["id"])
    assert "số đến 1" in result["problem"]["detail"]
    again = clerk.done("incoming.register", {**payload, "duplicate_ok": True})
    assert again["number"] == 2
    assert journal(office.config)[-1].content["duplicate_of"] == made["id"]


def test_a_real_week_registers_without_a_refusal(office: Office) -> None:
    """R-IN-01, R-IN-15: the first 60 of 350 real documents, as they were published."""
    clerk = office.person("vanthu")
    for place, document in enumerate(week_intake()[:60], start=1):
        made = clerk.register(
            document.subject,
            op=operation(place),
            organ_name=document.issuer,
            code_number=document.number,
            code_notation=document.notation,
            issued_date=document.date.isoformat(),
            type_name=document.type,
            not_secret=True,
        )
        assert made["number"] == place


def test_what_a_newer_device_sends_and_we_do_not_know_is_passed_over(office: Office) -> None:
    """WI4."""
    payload = entry("Văn bản", colour="đỏ")

    assert office.person("vanthu").done("incoming.register", {**payload, "mood": 3})["number"] == 1
