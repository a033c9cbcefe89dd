"""Where the seal goes, in points from the bottom left."""

import pytest

from vanthu_server.typesetting.boxes import (
    A4,
    POINTS_A_MM,
    SEAL_BOX,
    SIGNATURE_BOX,
    FieldBox,
    SealPosition,
    seal_box,
)
from vanthu_server.typesetting.draft import typeset_draft

from .drafts import NOTICE
from .page_text import inside, letter_boxes, overlap

POSITIONS: tuple[SealPosition, ...] = (
    "overlap_left_third",
    "tt01_2019",
    "p1_top_right",
    "p1_bottom_left",
)
PAGE = FieldBox(page=0, x0=0, y0=0, x1=A4.width, y1=A4.height)


def test_the_seal_in_real_size_covers_the_left_third_of_the_signature() -> None:
    """NĐ 30/2020 Phụ lục I Mục II.8.a; R-SIG-07."""
    signature = FieldBox(page=2, x0=300, y0=100, x1=450, y1=180)
    seal = seal_box("overlap_left_third", {SIGNATURE_BOX: signature})
    assert seal.page == 2
    assert (seal.x1 - signature.x0) / signature.width == pytest.approx(1 / 3)
    assert (seal.width, seal.height) == pytest.approx((36 * POINTS_A_MM,) * 2)
    assert (seal.y0 + seal.y1) / 2 == pytest.approx(140)


def test_the_other_positions_lie_on_page_one_in_their_corner() -> None:
    top_right = seal_box("p1_top_right", {})
    bottom_left = seal_box("p1_bottom_left", {})
    assert (top_right.page, bottom_left.page) == (0, 0)
    assert top_right.x0 > A4.width / 2
    assert top_right.y0 > A4.height * 0.9
    assert bottom_left.x1 < A4.width / 2
    assert bottom_left.y1 < A4.height * 0.1


@pytest.mark.parametrize("position", POSITIONS)
def test_no_letter_lies_under_a_box_and_every_box_is_on_the_page(position: SealPosition) -> None:
    typeset = typeset_draft(NOTICE, seal_position=position)
    assert len(typeset.boxes) == 4
    letters = list(letter_boxes(typeset.pdf))
    for name, box in typeset.boxes.items():
        assert inside(box, PAGE), name
        assert [letter for letter, ink in letters if overlap(ink, box)] == [], name


def test_the_check_for_covered_letters_sees_one() -> None:
    typeset = typeset_draft(NOTICE)
    seal = typeset.boxes[SEAL_BOX]
    shifted = FieldBox(page=0, x0=seal.x0, y0=seal.y0 + 60, x1=seal.x1, y1=seal.y1 + 60)
    assert [letter for letter, ink in letter_boxes(typeset.pdf) if overlap(ink, shifted)]
