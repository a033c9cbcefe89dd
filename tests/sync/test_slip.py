"""NB11-NB13: a device out of reach writes a slip that nobody takes for a số đến (R-IN-15)."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sync.samples import vectors
from vanthu_sync import slip

FILE = vectors("slip.json")
DEVICES = st.text(slip.DEVICE_CODES, min_size=2, max_size=2)
COUNTERS = st.integers(1, slip.COUNTER_MAX)
TWINS = {"O": "0", "I": "1", "L": "1"}
SWAPS_UNSEEN = 36
"""Of 36 x 630 ways for two neighbours to change places: the cost of one check character."""


@pytest.mark.parametrize("case", FILE["slips"], ids=lambda case: case["text"])
def test_nb11_a_slip_is_printed_as_the_vector_says(case: dict[str, Any]) -> None:
    made = slip.make(case["device"], case["counter"])
    assert made.text == case["text"]
    assert slip.parse(case["text"]) == made


@pytest.mark.parametrize("case", FILE["no_slips"], ids=lambda case: case["why"])
def test_nb11_what_no_slip_can_hold_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"device code|counter"):
        slip.make(case["device"], case["counter"])


@pytest.mark.parametrize("case", FILE["devices"], ids=lambda case: str(case["order"]))
def test_nb11_devices_get_their_codes_in_order(case: dict[str, Any]) -> None:
    if case["code"] is None:
        with pytest.raises(ValueError, match="no code"):
            slip.device_code(case["order"])
    else:
        assert slip.device_code(case["order"]) == case["code"]


def test_nb11_no_two_devices_have_one_code() -> None:
    size = len(slip.DEVICE_CODES)
    codes = {slip.device_code(order) for order in range(1, size * size)}
    assert len(codes) == size * size - 1
    assert all(slip.make(code, 1).device == code for code in codes)


@given(DEVICES, COUNTERS)
def test_nb11_a_slip_never_looks_like_a_so_den(device: str, counter: int) -> None:
    assert not slip.make(device, counter).text.replace("-", "").isdigit()


@pytest.mark.parametrize("case", FILE["checks"], ids=lambda case: case["text"])
def test_nb12_a_check_character_is_that_of_the_standard(case: dict[str, str]) -> None:
    assert slip.check_character(case["text"]) == case["check"]


@given(DEVICES, COUNTERS, st.data())
def test_nb12_every_single_wrong_character_is_found(
    device: str, counter: int, data: st.DataObject
) -> None:
    right = slip.make(device, counter)
    plain = right.text.replace("-", "")
    place = data.draw(st.integers(1, len(plain) - 1))
    wrong = data.draw(st.sampled_from([c for c in slip.ALPHABET if c != plain[place]]))
    if place < len(plain) - 1 and TWINS.get(wrong) == plain[place]:
        return  # read as the digit it was typed for (NB13)
    with pytest.raises(slip.SlipWrong):
        slip.parse(plain[:place] + wrong + plain[place + 1 :])


def test_nb12_of_two_neighbours_that_changed_places_one_pair_in_630_is_missed() -> None:
    missed = [
        (before, one, other)
        for before in slip.ALPHABET
        for one, other in combinations(slip.ALPHABET, 2)
        if slip.check_character(before + one + other) == slip.check_character(before + other + one)
    ]
    assert len(missed) == SWAPS_UNSEEN


@pytest.mark.parametrize("case", FILE["typed"], ids=lambda case: case["why"])
def test_nb13_a_typed_slip_is_read_as_the_vector_says(case: dict[str, Any]) -> None:
    if case["ok"]:
        assert slip.parse(case["text"]) == slip.make("07", 12)
    else:
        with pytest.raises(slip.SlipWrong):
            slip.parse(case["text"])


@given(st.text(max_size=14))
def test_nb13_what_is_read_is_read_again_from_its_print(text: str) -> None:
    try:
        read = slip.parse(text)
    except slip.SlipWrong:
        return
    assert slip.parse(read.text) == read


def test_nb13_no_other_number_of_zeros_is_read() -> None:
    check = slip.check_character("0700012")
    with pytest.raises(slip.SlipWrong):
        slip.parse(f"T-07-00012{check}")
