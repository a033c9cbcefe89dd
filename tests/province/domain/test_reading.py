"""What the hub reads from events, whatever a node writes into them."""

import json
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanthu_server.province.domain.reading import Reading, message_body, read
from vanthu_sync.events import KINDS
from vanthu_sync.journal import Draft, append, start

VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["files", "file", "sha256", "envelope", "recipients", "organ", "seqs"]),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=10,
)


ENVELOPE: Final = {
    "document": "d",
    "sender": {"id": "o", "code": "H01", "name": "UBND xã"},
    "number": 1,
    "symbol": "01/TB-UBND",
    "type_name": "Thông báo",
    "subject": "Về việc phòng dịch",
    "issued_date": "2026-11-20",
    "signer_position": "CHỦ TỊCH",
    "signer_name": "Hồ Thị Sáu",
    "recipients": [{"name": "Xã", "organ": "ubnd-xa"}],
    "files": [],
}


def reading_of(kind: str, body: dict[str, Any]) -> Reading:
    draft = Draft(kind=kind, organ="o", policy="p", actor="a", op="", body=body)
    return read(append(start("j"), draft, nonce=bytes(16), at="2026-11-20T02:10:00.123Z"))


@given(st.sampled_from(sorted(KINDS)), VALUES)
def test_no_body_stops_the_reading(kind: str, value: Any) -> None:  # noqa: ANN401 - any JSON
    reading = reading_of(kind, value if isinstance(value, dict) else {"files": value})
    assert all(letter.organ for letter in reading.letters)


@pytest.mark.parametrize("organ", ["a\x00b", "a" * 301])
def test_an_organ_that_no_table_can_hold_is_reported_and_the_others_get_theirs(organ: str) -> None:
    recipients = [{"name": "Sở lạ", "organ": organ}, {"name": "Xã", "organ": "ubnd-xa"}]
    body = {"id": "d", "envelope": {**ENVELOPE, "recipients": recipients}}
    reading = reading_of("outgoing.issued", body)
    assert [letter.organ for letter in reading.letters] == ["ubnd-xa"]
    assert "Sở lạ" in reading.fault


@pytest.mark.parametrize(
    "change", [{"number": "một"}, {"issued_date": "hôm qua"}, {"subject": "x" * 523_000}]
)
def test_a_letter_that_no_receiver_could_journal_is_reported_and_not_sent(
    change: dict[str, object],
) -> None:
    body = {"id": "d", "envelope": {**ENVELOPE, **change}}
    assert reading_of("outgoing.issued", {"id": "d", "envelope": ENVELOPE}).letters

    reading = reading_of("outgoing.issued", body)

    assert reading.letters == ()
    assert reading.fault


def test_a_status_that_no_receiver_could_journal_is_reported_and_not_sent() -> None:
    whole = {"organ": "ubnd-xa", "document": "d", "message": "m", "code": "03"}
    assert reading_of("status.sent", whole).letters
    for body in ({"organ": "ubnd-xa", "code": 3}, {**whole, "text": "x" * 523_000}):
        assert reading_of("status.sent", body).letters == ()


@pytest.mark.parametrize("sha256", ["", "../x", "A" * 64, "0" * 63])
def test_a_file_without_a_hash_is_a_fault(sha256: str) -> None:
    assert reading_of("document.attached", {"files": [{"sha256": sha256}]}).fault


def test_a_file_named_twice_is_one() -> None:
    file = {"sha256": "0" * 64}
    assert reading_of("document.attached", {"files": [file, file]}).files == ("0" * 64,)


def test_the_day_is_vietnams() -> None:
    draft = Draft(kind="x", organ="o", policy="p", actor="a", op="", body={})
    event = append(start("j"), draft, nonce=bytes(16), at="2026-12-31T17:00:00.000Z")
    assert read(event).day.isoformat() == "2027-01-01"


def test_what_travels_is_the_envelope_or_the_whole_status() -> None:
    body = json.dumps({"envelope": {"a": 1}, "id": "x"}).encode()
    assert json.loads(bytes(message_body("document", body))) == {"a": 1}
    assert bytes(message_body("status", body)) == body
