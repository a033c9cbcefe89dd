"""TX1-TX4: Vietnamese text is mended once and found without accents (R-FMT-06)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sync.samples import vectors
from vanthu_sync import text

CASES = vectors("text.json")["cases"]

LETTERS = "aăâeêioôơuưyđAĂÂEÊIOÔƠUƯYĐnghtTH0189"
MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323\u0340\u0341"
ODD = "\u200b\u200d\ufeff\u00ad\u00a0\u2009\u2028\t\r\n\v\x00\ud800\uf0b7\u00d0\u00f0 -/"
TROUBLE = st.text(st.sampled_from(LETTERS + MARKS + ODD), max_size=30)
ANYTHING = st.one_of(TROUBLE, st.text(st.characters(), max_size=30))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_tx1_text_is_mended_as_the_vector_says(case: dict[str, str]) -> None:
    assert text.mend(case["input"]) == case["mended"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_tx2_text_is_folded_as_the_vector_says(case: dict[str, str]) -> None:
    assert text.fold(case["input"]) == case["folded"]


@given(ANYTHING)
def test_tx3_mending_what_is_mended_changes_nothing(given_text: str) -> None:
    mended = text.mend(given_text)
    assert text.mend(mended) == mended


@given(ANYTHING)
def test_tx3_folding_what_is_folded_changes_nothing(given_text: str) -> None:
    folded = text.fold(given_text)
    assert text.fold(folded) == folded
    assert text.fold(text.mend(given_text)) == folded


@given(ANYTHING)
def test_tx1_mended_text_is_nfc_and_holds_nothing_that_cannot_be_seen(given_text: str) -> None:
    mended = text.mend(given_text)
    assert unicodedata.is_normalized("NFC", mended)
    assert not {"\u00d0", "\u00f0", "\t", "\r", "\u00a0"} & set(mended)
    assert not {unicodedata.category(char) for char in mended.replace("\n", "")} & {
        *("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
    }
    assert "  " not in mended
    assert mended == mended.strip()


@given(st.text(st.sampled_from(LETTERS + MARKS + " "), max_size=30))
def test_tx1_every_spelling_of_the_same_letters_is_stored_the_same(spelling: str) -> None:
    composed, split = (unicodedata.normalize(form, spelling) for form in ("NFC", "NFD"))
    assert text.mend(composed) == text.mend(split) == text.mend(spelling)
    assert text.fold(composed) == text.fold(split)


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=30))
def test_tx1_no_letter_digit_or_sign_is_lost(given_text: str) -> None:
    expected = unicodedata.normalize(
        "NFC", given_text.replace("\u00d0", "\u0110").replace("\u00f0", "\u0111")
    )
    assert text.mend(given_text) == expected


@given(ANYTHING)
def test_tx2_folded_text_is_words_of_letters_and_digits(given_text: str) -> None:
    folded = text.fold(given_text)
    assert all(word.isalnum() for word in folded.split(" ") if folded)
    assert folded == " ".join(folded.split())


@given(st.text(st.sampled_from(LETTERS + " "), max_size=30))
def test_tx2_capitals_and_accents_make_no_difference_to_a_search(words: str) -> None:
    bare = "".join(
        char for char in unicodedata.normalize("NFD", words) if not unicodedata.combining(char)
    )
    plain = bare.replace("đ", "d").replace("Đ", "D")
    assert text.fold(words) == text.fold(words.upper()) == text.fold(plain)


def test_tx4_a_character_newer_than_this_unicode_is_kept() -> None:
    unassigned = "\u0378"
    assert unicodedata.category(unassigned) == "Cn"
    assert text.mend(f"a{unassigned}b") == f"a{unassigned}b"


def test_tx1_there_are_enough_vectors_to_speak_of() -> None:
    assert len(CASES) >= 60
    assert len({case["why"] for case in CASES}) == len(CASES)
