"""Places on a page: where number and date are filled in, where people and organs sign.

All lengths are PDF points (1/72 inch) and the origin is the bottom left corner of the page.
"""

from collections.abc import Mapping
from typing import Final, Literal

import msgspec

POINTS_A_MM: Final = 72 / 25.4

NUMBER_BOX: Final = "SoVanBan"
DATE_BOX: Final = "NgayThang"
SIGNATURE_BOX: Final = "ChuKyLanhDao"
SEAL_BOX: Final = "DauCoQuan"

SealPosition = Literal["overlap_left_third", "tt01_2019", "p1_top_right", "p1_bottom_left"]
"""Where the organ signs, as the policy key `sign.organ.position` says it: over the left third
of the person's signature (NĐ 30/2020 Phụ lục I Mục II.8.a; TT 01/2019/TT-BNV has the same
place and adds words), top right of page 1 (000 Điều 13.4a), bottom left of page 1 (002 Điều
15.2a)."""

SEAL_MM: Final = 36
"""Diameter of an organ's seal, shown in real size."""

_LABEL_WIDTH_MM: Final = 70
_LABEL_HEIGHT_MM: Final = 16
_EDGE_MM: Final = 3
_LEFT_MARGIN_MM: Final = 30
_RIGHT_MARGIN_MM: Final = 15


class PageSize(msgspec.Struct, frozen=True, kw_only=True):
    """Width and height of a page."""

    width: float
    height: float


A4: Final = PageSize(width=210 * POINTS_A_MM, height=297 * POINTS_A_MM)


class FieldBox(msgspec.Struct, frozen=True, kw_only=True):
    """A rectangle on page `page` (0-based), from (x0, y0) bottom left to (x1, y1) top right."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Width in points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height in points."""
        return self.y1 - self.y0


def seal_box(
    position: SealPosition, boxes: Mapping[str, FieldBox], page_size: PageSize = A4
) -> FieldBox:
    """Return where the organ signs.

    `overlap_left_third` and `tt01_2019` need the box `ChuKyLanhDao`: a seal of 36 mm whose
    right edge stands at a third of the signature, level with its middle. The other two lie in
    the margin of page 1, clear of the text: 70 x 16 mm, for a seal with its words beside it.
    """
    if position in {"overlap_left_third", "tt01_2019"}:
        return _over_left_third(boxes[SIGNATURE_BOX])
    if position == "p1_top_right":
        right = page_size.width - _RIGHT_MARGIN_MM * POINTS_A_MM
        top = page_size.height - _EDGE_MM * POINTS_A_MM
        return _label(x0=right - _LABEL_WIDTH_MM * POINTS_A_MM, y1=top)
    bottom = _EDGE_MM * POINTS_A_MM
    return _label(x0=_LEFT_MARGIN_MM * POINTS_A_MM, y1=bottom + _LABEL_HEIGHT_MM * POINTS_A_MM)


def _over_left_third(signature: FieldBox) -> FieldBox:
    side = SEAL_MM * POINTS_A_MM
    right = signature.x0 + signature.width / 3
    middle = (signature.y0 + signature.y1) / 2
    return FieldBox(
        page=signature.page,
        x0=right - side,
        y0=middle - side / 2,
        x1=right,
        y1=middle + side / 2,
    )


def _label(*, x0: float, y1: float) -> FieldBox:
    width, height = _LABEL_WIDTH_MM * POINTS_A_MM, _LABEL_HEIGHT_MM * POINTS_A_MM
    return FieldBox(page=0, x0=x0, y0=y1 - height, x1=x0 + width, y1=y1)
