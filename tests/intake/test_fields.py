"""An entry is mended, kept whole, and stopped only for what cannot be."""

import unicodedata
from datetime import date

import msgspec
import pytest

from vanthu_server.intake.fields import (
    PAGES_MAX,
    TEXT_CHARACTERS_MAX,
    Checked,
    check_incoming,
)
from vanthu_server.intake.incoming_standard import TEXT_FIELDS
from vanthu_sync.wire import IncomingFields

TODAY = date(2026, 11, 20)
GOOD = IncomingFields(
    subject="Về việc tăng cường phòng cháy, chữa cháy mùa khô",
    organ_name="Ủy ban nhân dân tỉnh Tuyên Quang",
    type_name="Công văn",
    code_number="1007",
    code_notation="UBND-NC",
    issued_date=date(2026, 11, 19),
    page_amount=2,
)


def checked(**changes: object) -> Checked:
    return check_incoming(msgspec.structs.replace(GOOD, **changes), TODAY)


def problems(**changes: object) -> list[tuple[str, str]]:
    return [(one.field, one.code) for one in checked(**changes).problems]


def warnings(**changes: object) -> list[tuple[str, str]]:
    found = checked(**changes)
    assert found.problems == ()
    return [(one.field, one.code) for one in found.warnings]


def test_a_plain_entry_passes_unchanged_and_without_a_word() -> None:
    """R-IN-13."""
    assert checked() == Checked(fields=GOOD)


@pytest.mark.parametrize("empty", ["", "  ", "\u200b\n"])
@pytest.mark.parametrize("field", ["subject", "organ_name"])
def test_subject_and_organ_are_required(field: str, empty: str) -> None:
    """R-IN-13."""
    assert problems(**{field: empty}) == [(field, "FIELD_REQUIRED")]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"issued_date": date(2026, 11, 21)}, ("issued_date", "DATE_AFTER_ARRIVAL")),
        ({"issued_date": date(1945, 9, 1)}, ("issued_date", "DATE_IMPOSSIBLE")),
        ({"due_date": date(26, 12, 1)}, ("due_date", "DATE_IMPOSSIBLE")),
        ({"page_amount": 0}, ("page_amount", "NUMBER_OUT_OF_RANGE")),
        ({"page_amount": PAGES_MAX + 1}, ("page_amount", "NUMBER_OUT_OF_RANGE")),
        ({"doc_ordinal": 0}, ("doc_ordinal", "NUMBER_OUT_OF_RANGE")),
        ({"file_catalog": 26}, ("file_catalog", "NUMBER_OUT_OF_RANGE")),
        ({"file_catalog": 2028}, ("file_catalog", "NUMBER_OUT_OF_RANGE")),
        ({"urgency": 5}, ("urgency", "NUMBER_OUT_OF_RANGE")),
        ({"urgency": -1}, ("urgency", "NUMBER_OUT_OF_RANGE")),
        ({"source": "fax"}, ("source", "SOURCE_UNKNOWN")),
        ({"description": "a" * (TEXT_CHARACTERS_MAX + 1)}, ("description", "FIELD_TOO_LONG")),
    ],
)
def test_what_cannot_be_is_refused(changes: dict[str, object], found: tuple[str, str]) -> None:
    assert problems(**changes) == [found]


def test_the_bounds_themselves_pass() -> None:
    assert warnings(issued_date=TODAY, page_amount=1, urgency=4, file_catalog=2027) == []
    assert warnings(issued_date=date(2016, 11, 20), page_amount=999, due_date=TODAY) == []


def test_a_problem_is_told_with_its_next_step() -> None:
    (notice,) = checked(issued_date=date(2026, 11, 21)).notices()
    assert notice.text == (
        "Ngày văn bản 21/11/2026 sau ngày đến 20/11/2026. Xem lại ngày trên văn bản."
    )
    assert (notice.code, notice.field) == ("DATE_AFTER_ARRIVAL", "issued_date")


def test_a_subject_over_the_standard_is_kept_whole_and_the_cut_is_named() -> None:
    """R-FMT-03: real subjects run to 635 characters; the standard's field has 500."""
    subject = "V" * 480 + " đến hết năm hai nghìn " + "x" * 132
    found = checked(subject=subject)
    assert len(subject) == 635
    assert found.fields.subject == subject
    (warning,) = found.warnings
    assert (warning.code, warning.field) == ("SUBJECT_OVER_STANDARD", "subject")
    assert "dài 635 ký tự" in warning.text
    assert "cắt sau “…" + subject[470:500] + "”" in warning.text
    assert warnings(subject="V" * 500) == []


@pytest.mark.parametrize("field", sorted(set(TEXT_FIELDS) - {"subject"}))
def test_every_other_text_over_its_standard_is_kept_whole_too(field: str) -> None:
    """R-FMT-03."""
    text = "1" * (TEXT_FIELDS[field].length + 1)
    found = checked(**{field: text})
    assert getattr(found.fields, field) == text
    assert (field, "FIELD_OVER_STANDARD") in [(one.field, one.code) for one in found.warnings]


def test_numbers_over_three_digits_are_kept_with_a_notice() -> None:
    assert warnings(page_amount=1000, doc_ordinal=1000) == [
        ("page_amount", "FIELD_OVER_STANDARD"),
        ("doc_ordinal", "FIELD_OVER_STANDARD"),
    ]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Quyết \u00d0ịnh", "Quyết Định"),
        (unicodedata.normalize("NFD", "Về việc tổ chức"), "Về việc tổ chức"),
        ("Về\u200b việc\u202e họp", "Về việc họp"),
    ],
)
def test_text_is_mended_with_a_notice(typed: str, kept: str) -> None:
    """R-FMT-06: U+00D0 for Đ and decomposed letters are common in real data."""
    found = checked(subject=typed)
    assert found.fields.subject == kept
    assert [(one.field, one.code) for one in found.warnings] == [("subject", "TEXT_MENDED")]


def test_spaces_and_breaks_are_tidied_without_a_notice() -> None:
    found = checked(subject=" Về  việc\r\nhọp ", to_places="Văn phòng\r\nCông an xã ")
    assert found.fields.subject == "Về việc họp"
    assert found.fields.to_places == "Văn phòng\nCông an xã"
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"issued_date": date(2016, 11, 19)}, ("issued_date", "DATE_OLD")),
        ({"due_date": date(2026, 11, 19)}, ("due_date", "DUE_PAST")),
        ({"due_date": date(2031, 11, 21)}, ("due_date", "DUE_FAR")),
        ({"type_name": "Đơn kiến nghị"}, ("type_name", "TYPE_UNKNOWN")),
        ({"type_name": ""}, ("type_name", "FIELD_EMPTY")),
        ({"code_number": ""}, ("code_number", "FIELD_EMPTY")),
        ({"issued_date": None}, ("issued_date", "FIELD_EMPTY")),
        ({"code_number": "12/13"}, ("code_number", "SYMBOL_UNUSUAL")),
        ({"code_number": "không số"}, ("code_number", "SYMBOL_UNUSUAL")),
        ({"code_notation": "QĐ UBND*"}, ("code_notation", "SYMBOL_UNUSUAL")),
    ],
)
def test_what_is_unusual_is_noticed_and_never_refused(
    changes: dict[str, object], found: tuple[str, str]
) -> None:
    assert warnings(**changes) == [found]


@pytest.mark.parametrize(
    ("number", "notation"),
    [
        ("1", "QĐ-UBND"),
        ("46", "2024/QĐ-UBND"),
        ("139", "-TB/TU"),
        ("12a", "BC-TTr&KTN"),
        ("05", "NQ/HĐND"),
        ("3", ""),
    ],
)
def test_symbols_of_real_documents_pass(number: str, notation: str) -> None:
    assert warnings(code_number=number, code_notation=notation) == []


@pytest.mark.parametrize("name", ["QUYẾT ĐỊNH", "quyết định", "Giấy uỷ quyền", "Thông tư"])
def test_types_are_known_in_any_case_and_accent_style(name: str) -> None:
    assert warnings(type_name=name) == []


def test_a_leap_day_counts_as_the_day_before() -> None:
    fields = msgspec.structs.replace(GOOD, issued_date=date(2018, 2, 28))
    assert check_incoming(fields, date(2028, 2, 29)).warnings == ()
