"""The week's intake: 350 real entries, none twice."""

from collections import Counter

import pytest
from msgspec.structs import replace

from vanthu_server.samples.week import typeset_cover, week_intake
from vanthu_server.typesetting.fonts import check_letters

from .page_text import page_texts

WEEK = week_intake()


def test_there_are_350_and_no_two_are_the_same_document() -> None:
    assert len(WEEK) == 350
    assert len({(one.issuer, one.number, one.notation, one.date) for one in WEEK}) == 350


def test_they_come_oldest_first_from_many_issuers_and_in_many_types() -> None:
    assert [one.date for one in WEEK] == sorted(one.date for one in WEEK)
    assert len({one.issuer for one in WEEK}) >= 30
    kinds = Counter(one.type for one in WEEK)
    assert len(kinds) >= 12
    assert kinds.most_common(1)[0][0] == "Công văn"


def test_the_hard_ones_are_among_them() -> None:
    """A subject over the standard's 500 characters, and words that only look secret."""
    assert max(len(one.subject) for one in WEEK) > 500
    assert sum("mật" in one.subject.lower() for one in WEEK) >= 5


def test_every_letter_of_the_week_is_in_the_font() -> None:
    for one in WEEK:
        check_letters(f"{one.issuer} {one.symbol} {one.type} {one.subject} {one.signer}")


@pytest.mark.parametrize(
    "place", [0, 120, 349, WEEK.index(max(WEEK, key=lambda d: len(d.subject)))]
)
def test_a_cover_is_one_page_that_says_what_the_register_knows(place: int) -> None:
    document = WEEK[place]
    (text,) = page_texts(typeset_cover(document))
    assert f"Số: {document.symbol}" in text
    assert "Bản mẫu để thử phần mềm" in text
    assert document.subject.removeprefix("V/v ").removeprefix("Về việc ") in text


def test_a_party_symbol_joins_without_a_slash() -> None:
    assert replace(WEEK[0], number="139", notation="-TB/TU").symbol == "139-TB/TU"
    assert replace(WEEK[0], number="46", notation="2024/QĐ-UBND").symbol == "46/2024/QĐ-UBND"
