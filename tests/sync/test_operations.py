"""SE1-SE3, SE5: a lost reply asked again gives the same answer, never a second number."""

import json
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.sync.samples import OBJECTS, TEXT, vectors
from vanthu_sync import limits, operations
from vanthu_sync.canonical import NotCanonical, Value

FILE = vectors("operation.json")
HEX = st.text("0123456789abcdef", min_size=1, max_size=40)


def fingerprint(command: dict[str, str]) -> str:
    return operations.fingerprint(
        kind=command["kind"],
        organ=command["organ"],
        actor=command["actor"],
        payload=command["payload"].encode(),
    )


def payload_fingerprint(payload: str) -> str:
    return fingerprint({"kind": "x", "organ": "o", "actor": "a", "payload": payload})


@pytest.mark.parametrize("case", FILE["pairs"], ids=lambda case: case["name"])
def test_se2_two_commands_have_the_fingerprints_of_the_vector(case: dict[str, Any]) -> None:
    first, second = fingerprint(case["first"]), fingerprint(case["second"])
    assert (first, second) == (case["first"]["fingerprint"], case["second"]["fingerprint"])
    standing = operations.standing(known=first, asked=second)
    assert standing == ("repeated" if case["same"] else "reused")


@pytest.mark.parametrize("case", FILE["refused"], ids=lambda case: case["name"])
def test_se2_a_payload_without_a_canonical_form_is_refused(case: dict[str, str]) -> None:
    with pytest.raises(NotCanonical):
        payload_fingerprint(case["payload"])


def test_se2_a_payload_that_is_not_utf8_or_nests_without_end_is_refused() -> None:
    for payload in (b'"\xff"', b"[" * 100_000):
        with pytest.raises(NotCanonical):
            operations.fingerprint(kind="x", organ="o", actor="a", payload=payload)


@pytest.mark.parametrize("case", FILE["ids"], ids=lambda case: repr(case["text"]))
def test_se1_an_operation_id_is_32_lower_case_hex_digits(case: dict[str, Any]) -> None:
    assert operations.is_operation_id(case["text"]) is case["valid"]


@given(OBJECTS)
def test_se3_order_of_keys_and_spaces_do_not_make_another_command(
    payload: dict[str, Value],
) -> None:
    turned = dict(reversed(payload.items()))
    assert payload_fingerprint(json.dumps(payload)) == payload_fingerprint(
        json.dumps(turned, indent=2, ensure_ascii=False)
    )


@given(OBJECTS, OBJECTS)
def test_se3_another_content_is_another_command(
    first: dict[str, Value], second: dict[str, Value]
) -> None:
    assume(json.dumps(first, sort_keys=True) != json.dumps(second, sort_keys=True))
    known, asked = payload_fingerprint(json.dumps(first)), payload_fingerprint(json.dumps(second))
    assert operations.standing(known=known, asked=asked) == "reused"


@given(TEXT, TEXT)
def test_se3_kind_organ_and_person_count_each_on_their_own(first: str, second: str) -> None:
    assume(first != second)
    base = {"kind": first, "organ": first, "actor": first, "payload": "{}"}
    made = {fingerprint({**base, field: second}) for field in ("kind", "organ", "actor")}
    assert len(made | {fingerprint(base)}) == 4


def test_se3_an_unknown_operation_id_is_new() -> None:
    assert operations.standing(known=None, asked="ab") == "new"


@given(HEX)
def test_se5_a_body_carries_the_fingerprint_of_its_command(asked: str) -> None:
    marked = operations.marked({"id": "a"}, asked)
    assert operations.mark_of(marked) == asked
    assert marked["id"] == "a"


def test_se5_an_event_of_the_node_itself_has_none() -> None:
    assert operations.marked({"id": "a"}, "") == {"id": "a"}
    assert operations.mark_of({"id": "a"}) == ""


def test_se2_a_fingerprint_has_its_length() -> None:
    assert len(payload_fingerprint("{}")) == limits.FINGERPRINT_HEX
