"""The fields of an incoming document, mended and checked before they take a number.

Rules (R-IN-13, R-FMT-06; NĐ 30/2020 Phụ lục VI Phần II Mục II):
1. A problem stops the entry: a required field is empty, a day is impossible, a number is out of
   bounds. A notice goes with it: the entry is right to make, and something is worth a look.
2. Text is mended (NFC, Đ for U+00D0, nothing invisible) and kept whole, however long; where the
   standard's field is shorter, a notice says where an export would cut it.
3. Strange symbols, types and missing details are real life: noticed, never refused.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

import msgspec

from vanthu_server.intake.incoming_standard import (
    ORDINAL_STANDARD,
    PAGES_STANDARD,
    TEXT_FIELDS,
    TextField,
    known_type,
)
from vanthu_sync.text import mend
from vanthu_sync.vocabulary import SOURCE_NAMES, URGENCY_NAMES
from vanthu_sync.wire import IncomingFields, Notice

TEXT_CHARACTERS_MAX: Final = 10_000
"""Ten times the standard's longest field; more is a document, not a field."""

PAGES_MAX: Final = 100_000
"""A cubic metre of paper."""

OLD_YEARS: Final = 10
"""An older document is rarer than a slip in the year."""

FIRST_DAY: Final = date(1945, 9, 2)
"""No organ of the state issued anything before."""

DUE_YEARS_MAX: Final = 5
"""A later deadline is a slip in the year."""

_REQUIRED: Final = ("subject", "organ_name")
_EXPECTED: Final = ("type_name", "code_number", "issued_date")
_EXPECTED_LABELS: Final = {"issued_date": "Ngày văn bản"}
_NUMBER_SHAPE: Final = re.compile(r"\d{1,7}[^\W\d_]{0,3}")
_NOTATION_SHAPE: Final = re.compile(r"[\w&.()/-]+")
_CUT_SHOWN: Final = 30
"""Characters shown before the place where an export would cut."""


class FieldProblem(msgspec.Struct, frozen=True, kw_only=True):
    """Why a field stops the entry, and what to do."""

    field: str
    code: str
    text: str
    next_step: str


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """The mended fields, what stops them, and what goes with them."""

    fields: IncomingFields
    problems: tuple[FieldProblem, ...] = ()
    warnings: tuple[Notice, ...] = ()

    def notices(self) -> tuple[Notice, ...]:
        """The problems as the fields of a FIELDS_INVALID answer."""
        return tuple(
            Notice(code=one.code, text=f"{one.text} {one.next_step}", field=one.field)
            for one in self.problems
        )


def check_incoming(fields: IncomingFields, today: date) -> Checked:
    """Mend and check `fields`; `today` is the day of arrival in Vietnam."""
    mended = _mended(fields)
    return Checked(
        fields=mended,
        problems=tuple(_problems(mended, today)),
        warnings=(
            *_mend_notices(fields, mended),
            *_length_notices(mended),
            *_doubts(mended, today),
        ),
    )


def _mended(fields: IncomingFields) -> IncomingFields:
    return msgspec.structs.replace(
        fields,
        **{name: _mended_text(getattr(fields, name), rule) for name, rule in TEXT_FIELDS.items()},
    )


def _mended_text(text: str, rule: TextField) -> str:
    plain = mend(text)
    return plain if rule.lines else " ".join(plain.split())


def _problems(fields: IncomingFields, today: date) -> Iterator[FieldProblem]:
    for name, rule in TEXT_FIELDS.items():
        text = getattr(fields, name)
        if name in _REQUIRED and not text:
            yield _problem(name, "FIELD_REQUIRED", f"Chưa nhập {rule.label}.", "Nhập rồi lưu lại.")
        if len(text) > TEXT_CHARACTERS_MAX:
            cause = f"{rule.label} dài {len(text)} ký tự, tối đa {TEXT_CHARACTERS_MAX}."
            yield _problem(name, "FIELD_TOO_LONG", cause, "Rút gọn, phần còn lại để trong tệp.")
    yield from _date_problems(fields, today)
    yield from _range_problems(fields, today)


def _date_problems(fields: IncomingFields, today: date) -> Iterator[FieldProblem]:
    issued = fields.issued_date
    step = "Xem lại ngày trên văn bản."
    if issued and issued > today:
        cause = f"Ngày văn bản {_day(issued)} sau ngày đến {_day(today)}."
        yield _problem("issued_date", "DATE_AFTER_ARRIVAL", cause, step)
    for name, day in (("issued_date", issued), ("due_date", fields.due_date)):
        if day and day < FIRST_DAY:
            cause = f"Không thể có ngày {_day(day)}."
            yield _problem(name, "DATE_IMPOSSIBLE", cause, step)


def _range_problems(fields: IncomingFields, today: date) -> Iterator[FieldProblem]:
    bounds = (
        ("page_amount", "Số trang", fields.page_amount, (1, PAGES_MAX)),
        ("doc_ordinal", "Số thứ tự trong hồ sơ", fields.doc_ordinal, (1, PAGES_MAX)),
        ("file_catalog", "Năm hồ sơ", fields.file_catalog, (FIRST_DAY.year, today.year + 1)),
        ("urgency", "Mức độ khẩn", fields.urgency, (min(URGENCY_NAMES), max(URGENCY_NAMES))),
    )
    for name, label, value, (least, most) in bounds:
        if value is not None and not least <= value <= most:
            cause = f"{label} là {value}, phải từ {least} đến {most}."
            yield _problem(name, "NUMBER_OUT_OF_RANGE", cause, "Nhập lại.")
    if fields.source not in SOURCE_NAMES:
        cause = f"Nguồn văn bản “{fields.source[:40]}” không có trong danh sách."
        yield _problem(
            "source", "SOURCE_UNKNOWN", cause, f"Chọn: {', '.join(SOURCE_NAMES.values())}."
        )


def _mend_notices(before: IncomingFields, after: IncomingFields) -> Iterator[Notice]:
    for name, rule in TEXT_FIELDS.items():
        if _letters(getattr(before, name)) != _letters(getattr(after, name)):
            text = (
                f"{rule.label}: đã chuẩn hóa mã chữ (dấu tổ hợp, chữ Đ lạ hoặc ký tự ẩn); "
                "chữ đọc không đổi."
            )
            yield Notice(code="TEXT_MENDED", text=text, field=name)


def _length_notices(fields: IncomingFields) -> Iterator[Notice]:
    for name, rule in TEXT_FIELDS.items():
        text = getattr(fields, name)
        if len(text) > rule.length:
            code = "SUBJECT_OVER_STANDARD" if name == "subject" else "FIELD_OVER_STANDARD"
            yield Notice(code=code, text=_over_standard(text, rule), field=name)
    numbers = (
        ("page_amount", "Số trang", fields.page_amount, PAGES_STANDARD),
        ("doc_ordinal", "Số thứ tự trong hồ sơ", fields.doc_ordinal, ORDINAL_STANDARD),
    )
    for name, label, value, most in numbers:
        if value is not None and value > most:
            said = f"{label} {value} vượt ba chữ số của chuẩn NĐ 30/2020; kiểm tra khi xuất."
            yield Notice(code="FIELD_OVER_STANDARD", text=said, field=name)


def _over_standard(text: str, rule: TextField) -> str:
    kept = text[rule.length - _CUT_SHOWN : rule.length]
    return (
        f"{rule.label} dài {len(text)} ký tự, chuẩn NĐ 30/2020 Phụ lục VI là {rule.length}. "
        f"Ở đây giữ đủ; khi xuất edXML hoặc sổ theo chuẩn sẽ bị cắt sau “…{kept}”."
    )


def _doubts(fields: IncomingFields, today: date) -> Iterator[Notice]:
    missing = [name for name in _EXPECTED if not getattr(fields, name)]
    for name in missing:
        label = _EXPECTED_LABELS.get(name) or TEXT_FIELDS[name].label
        yield Notice(code="FIELD_EMPTY", text=f"Chưa có {label}; sổ sẽ để trống.", field=name)
    if fields.type_name and not known_type(fields.type_name):
        text = f"Tên loại “{fields.type_name[:60]}” không có trong danh sách của NĐ 30/2020."
        yield Notice(code="TYPE_UNKNOWN", text=text, field="type_name")
    if fields.code_number and not _NUMBER_SHAPE.fullmatch(fields.code_number):
        text = f"Số “{fields.code_number[:40]}” khác dạng thường gặp; xem lại văn bản."
        yield Notice(code="SYMBOL_UNUSUAL", text=text, field="code_number")
    if fields.code_notation and not _NOTATION_SHAPE.fullmatch(fields.code_notation):
        text = f"Ký hiệu “{fields.code_notation[:40]}” khác dạng thường gặp; xem lại văn bản."
        yield Notice(code="SYMBOL_UNUSUAL", text=text, field="code_notation")
    yield from _date_doubts(fields, today)


def _date_doubts(fields: IncomingFields, today: date) -> Iterator[Notice]:
    issued, due = fields.issued_date, fields.due_date
    if issued and issued < _years_from(today, -OLD_YEARS):
        text = f"Văn bản ngày {_day(issued)} đã hơn {OLD_YEARS} năm; xem lại năm."
        yield Notice(code="DATE_OLD", text=text, field="issued_date")
    if due and due < today:
        text = f"Hạn giải quyết {_day(due)} đã qua."
        yield Notice(code="DUE_PAST", text=text, field="due_date")
    if due and due > _years_from(today, DUE_YEARS_MAX):
        text = f"Hạn giải quyết {_day(due)} còn hơn {DUE_YEARS_MAX} năm; xem lại năm."
        yield Notice(code="DUE_FAR", text=text, field="due_date")


def _problem(field: str, code: str, text: str, next_step: str) -> FieldProblem:
    return FieldProblem(field=field, code=code, text=text, next_step=next_step)


def _letters(text: str) -> str:
    return "".join(text.split())


def _years_from(day: date, years: int) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year + years, 2, 28)
    return day.replace(year=day.year + years)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
