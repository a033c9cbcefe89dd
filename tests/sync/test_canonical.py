"""JN1: one byte form of a value."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sync.samples import INTEGERS, OBJECTS, VALUES, vectors
from vanthu_sync import canonical, limits
from vanthu_sync.canonical import NotCanonical

FILE = vectors("canonical.json")


def second_opinion(value: canonical.Value) -> bytes:
    """The same form from the standard library, whose escapes are those of RFC 8785."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def nested(levels: int) -> list[canonical.Value]:
    """Arrays within each other."""
    value: list[canonical.Value] = []
    for _ in range(levels - 1):
        value = [value]
    return value


@pytest.mark.parametrize("case", FILE["accepted"], ids=lambda case: case["name"])
def test_jn1_a_value_has_the_form_of_the_vector(case: dict[str, canonical.Value]) -> None:
    assert canonical.encode(case["value"]).decode() == case["canonical"]


@pytest.mark.parametrize("case", FILE["refused"], ids=lambda case: case["name"])
def test_jn1_a_value_without_a_form_is_refused(case: dict[str, canonical.Value]) -> None:
    with pytest.raises(NotCanonical):
        canonical.encode(case["value"])


@pytest.mark.parametrize("case", FILE["not_canonical"], ids=lambda case: case["name"])
def test_jn1_no_other_spelling_is_read(case: dict[str, str]) -> None:
    with pytest.raises(NotCanonical):
        canonical.decode(case["text"].encode())


@given(VALUES)
def test_jn1_the_form_is_the_one_that_the_standard_library_writes(value: canonical.Value) -> None:
    assert canonical.encode(value) == second_opinion(value)


@given(OBJECTS)
def test_jn1_what_was_written_reads_back_and_writes_the_same(
    value: dict[str, canonical.Value],
) -> None:
    data = canonical.encode(value)
    assert canonical.decode(data) == value
    assert canonical.encode(canonical.decode(data)) == data


@given(st.binary(max_size=40))
def test_jn1_bytes_are_an_object_in_canonical_form_or_refused(data: bytes) -> None:
    try:
        value = canonical.decode(data)
    except NotCanonical:
        return
    assert canonical.encode(value) == data


@given(st.one_of(st.integers(min_value=canonical.INTEGER_MAX + 1), st.floats()))
def test_jn1_a_number_that_not_every_reader_keeps_is_refused(number: float) -> None:
    with pytest.raises(NotCanonical):
        canonical.encode({"a": number})  # type: ignore[dict-item] # a float is the point


@given(INTEGERS)
def test_jn1_an_integer_in_range_is_its_digits(number: int) -> None:
    assert canonical.encode(number) == str(number).encode()


def test_jn1_depth_is_bounded_when_writing_and_reading() -> None:
    deepest = nested(limits.VALUE_DEPTH_MAX - 1)
    assert canonical.decode(canonical.encode({"a": deepest})) == {"a": deepest}
    with pytest.raises(NotCanonical):
        canonical.encode({"a": [deepest]})
    with pytest.raises(NotCanonical):
        canonical.decode(b'{"a":' + b"[" * 100_000)
    with pytest.raises(NotCanonical):
        canonical.encode(nested(5_000))


def test_jn1_bytes_and_other_types_have_no_form() -> None:
    for value in (b"a", {1: "a"}, {"a": {1, 2}}, object()):
        with pytest.raises(NotCanonical):
            canonical.encode(value)  # type: ignore[arg-type] # the wrong type is the point
