"""EV: what the journal's bodies hold, and what they never hold."""

import msgspec
import pytest

from tests.sync.samples import example
from vanthu_sync import canonical, events, signed_records
from vanthu_sync.events import KINDS
from vanthu_sync.signed_records import given_bytes

FORBIDDEN = {"password", "passwd", "secret", "pin", "private", "hash", "token", "salt"}


def field_names(body: type[msgspec.Struct]) -> set[str]:
    """Every field name of a body and of its parts; `not_secret` is a clerk's yes or no."""
    schema = msgspec.json.schema_components([body])[1]
    names = {name for part in schema.values() for name in part.get("properties", {})}
    return names - {"not_secret"}


def words(names: set[str]) -> set[str]:
    return {word for name in names for word in name.split("_")}


@pytest.mark.parametrize("whole", [False, True], ids=["least", "whole"])
@pytest.mark.parametrize("kind", KINDS)
def test_ev1_a_body_reads_back_from_its_canonical_bytes(kind: str, *, whole: bool) -> None:
    body = msgspec.convert(example(KINDS[kind], whole=whole), KINDS[kind])
    data = canonical.encode(events.write(body))
    assert events.read(data, KINDS[kind]) == body
    assert canonical.encode(canonical.decode(data)) == data


@pytest.mark.parametrize("kind", KINDS)
def test_ev1_a_field_at_its_default_is_left_out(kind: str) -> None:
    least = example(KINDS[kind])
    assert events.write(msgspec.convert(least, KINDS[kind])).keys() == least.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_ev1_what_a_newer_node_added_is_passed_over_and_stays_in_the_bytes(kind: str) -> None:
    body = msgspec.convert(example(KINDS[kind]), KINDS[kind])
    value: dict[str, canonical.Value] = {**events.write(body), "zz_added_later": {"a": [1]}}
    data = canonical.encode(value)
    assert events.read(data, KINDS[kind]) == body
    assert canonical.decode(data)["zz_added_later"] == {"a": [1]}


@pytest.mark.parametrize("kind", KINDS)
def test_ev1_a_kind_is_found_from_its_body(kind: str) -> None:
    body = msgspec.convert(example(KINDS[kind]), KINDS[kind])
    assert events.kind_of(body) == kind
    assert (KINDS[kind].__doc__ or "").startswith(f"`{kind}`")


def test_ev1_a_body_of_another_shape_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        events.read(b'{"name":7}', events.NodeStarted)


@pytest.mark.parametrize("kind", KINDS)
def test_ev2_no_body_has_room_for_a_password_a_pin_or_a_private_key(kind: str) -> None:
    assert not words(field_names(KINDS[kind])) & FORBIDDEN


def test_ev2_the_check_sees_a_part_within_a_part() -> None:
    class Inner(msgspec.Struct):
        password_hash: str

    class Outer(msgspec.Struct):
        inner: tuple[Inner, ...]

    assert words(field_names(Outer)) & FORBIDDEN == {"password", "hash"}


def test_nb30_a_number_of_the_province_is_signed_as_the_protocol_page_says() -> None:
    signed = given_bytes(
        journal="j",
        organ="ubnd",
        book="den",
        year=2026,
        slip="T-00-0001P",
        number=7,
        signed_at="2026-11-20T02:10:00.000Z",
    )
    assert signed == (
        b'vanthu number v1\n{"book":"den","journal":"j","number":7,"organ":"ubnd",'
        b'"signed_at":"2026-11-20T02:10:00.000Z","slip":"T-00-0001P","year":2026}'
    )


def test_jn7_a_removal_signs_the_bytes_of_the_protocol_page() -> None:
    data = signed_records.removal_bytes(
        journal="n1", document="d1", seqs=(6, 8), files=("ab",), reason="Gõ nhầm"
    )
    assert data.decode() == (
        'vanthu removal v1\n{"files":["ab"],"id":"d1","journal":"n1",'
        '"reason":"Gõ nhầm","seqs":[6,8]}'
    )
