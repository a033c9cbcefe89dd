"""A field that cannot be decoded is named to the clerk."""

import msgspec
import pytest

from vanthu_server.intake.unreadable import explain_unreadable
from vanthu_sync.wire import Notice, RegisterIncoming


def explained(fields: str) -> Notice | None:
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.json.decode(f'{{"fields": {fields}}}', type=RegisterIncoming)
    return explain_unreadable(caught.value)


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ('"issued_date": "2026-02-30"', "DATE_IMPOSSIBLE", "issued_date"),
        ('"due_date": "20/11/2026"', "DATE_IMPOSSIBLE", "due_date"),
        ('"page_amount": "hai"', "FIELD_UNREADABLE", "page_amount"),
        ('"signer_name": null', "FIELD_UNREADABLE", "signer_name"),
    ],
)
def test_a_field_of_the_wrong_kind_is_named(fields: str, code: str, field: str) -> None:
    notice = explained(f'{{"subject": "a", "organ_name": "b", {fields}}}')
    assert notice is not None
    assert (notice.code, notice.field) == (code, field)
    assert "Nhập lại" in notice.text


def test_a_required_field_that_was_not_sent_is_named() -> None:
    notice = explained('{"subject": "a"}')
    assert notice is not None
    assert (notice.code, notice.field) == ("FIELD_REQUIRED", "organ_name")
    assert notice.text.startswith("Chưa nhập Cơ quan ban hành")


def test_what_is_no_field_is_left_to_the_caller() -> None:
    assert explained("[]") is None
