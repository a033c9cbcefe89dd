"""An entry that does not even decode: which field, and what a person should do about it."""

import re
from typing import Final

import msgspec

from vanthu_server.intake.incoming_standard import TEXT_FIELDS
from vanthu_sync.wire import Notice

_LABELS: Final = {name: rule.label for name, rule in TEXT_FIELDS.items()} | {
    "issued_date": "Ngày văn bản",
    "due_date": "Hạn giải quyết",
    "page_amount": "Số trang",
    "doc_ordinal": "Số thứ tự trong hồ sơ",
    "file_catalog": "Năm hồ sơ",
    "urgency": "Mức độ khẩn",
    "source": "Nguồn văn bản",
}
_PLACE: Final = re.compile(r"`\$\.fields\.(\w+)`$")
_MISSING: Final = re.compile(r"required field `(\w+)` - at `\$\.fields`$")


def explain_unreadable(error: msgspec.ValidationError) -> Notice | None:
    """Return a notice for the field of RegisterIncoming that `error` names, None for another.

    Codes: DATE_IMPOSSIBLE ("30/02"), FIELD_REQUIRED, FIELD_UNREADABLE.
    """
    missing = _MISSING.search(str(error))
    if missing:
        text = f"Chưa nhập {_label(missing[1])}. Nhập rồi lưu lại."
        return Notice(code="FIELD_REQUIRED", text=text, field=missing[1])
    place = _PLACE.search(str(error))
    if place is None:
        return None
    name = place[1]
    if name.endswith("_date"):
        text = f"{_label(name)} không phải ngày có thật. Nhập lại theo ngày/tháng/năm."
        return Notice(code="DATE_IMPOSSIBLE", text=text, field=name)
    text = f"{_label(name)} không đúng dạng. Nhập lại."
    return Notice(code="FIELD_UNREADABLE", text=text, field=name)


def _label(name: str) -> str:
    return _LABELS.get(name, name)
