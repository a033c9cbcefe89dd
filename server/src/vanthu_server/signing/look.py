"""What a signature shows: a picture, lines of text, both or nothing.

Which of them a province wants is policy (`sign.organ.text`, `sign.person.text`; 000 Mẫu 01 and
02, 003 Mẫu 01 and 02, NĐ 30/2020 Phụ lục I II.7 and II.8). The time line is made from the one
clock value of the signing, so /M and the visible text cannot differ.
"""

from datetime import datetime

import msgspec
from pyhanko.pdf_utils.content import PdfContent, ResourceType
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.layout import BoxConstraints

from vanthu_server.signing.lettering import Lettering
from vanthu_server.signing.limits import TEXT_LINE_CHARACTERS_MAX
from vanthu_server.signing.picture import add_picture, read_picture
from vanthu_server.signing.problem import SigningProblem
from vanthu_server.typesetting.fonts import signing_font

_SIZES_POINTS = (8.0, 7.0, 6.0, 5.0)
_LEADING = 1.15
_PADDING_POINTS = 2.0
_SIDE_TEXT_POINTS_MIN = 60.0
"""Narrowest column beside the picture; below it the text goes under the picture."""
_UNDER_SHARE = 0.32
"""Share of the height that text under a picture takes."""


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """The visible part: PNG bytes or None, and the lines that are wanted.

    `label` is the name on the certificate, `agency` the organ's or unit's name.
    """

    picture_png: bytes | None = None
    label: str | None = None
    email: str | None = None
    agency: str | None = None
    show_time: bool = False

    def lines(self, signing_time: datetime) -> tuple[str, ...]:
        """The lines of text, top to bottom; the time as 20.11.2026 09:15:00 +07:00."""
        zone = signing_time.strftime("%z")
        moment = f"{signing_time:%d.%m.%Y %H:%M:%S} {zone[:3]}:{zone[3:]}"
        wanted = (
            ("Người ký", self.label),
            ("Email", self.email),
            ("Cơ quan", self.agency),
            ("Thời gian ký", moment if self.show_time else None),
        )
        return tuple(f"{name}: {value}" for name, value in wanted if value)


class _Rectangle(msgspec.Struct, frozen=True):
    x: float
    y: float
    width: float
    height: float


class LookContent(PdfContent):
    """A look drawn into a box `width` by `height` points; draws nothing for an empty look."""

    def __init__(self, look: Look, lines: tuple[str, ...], *, width: float, height: float) -> None:
        super().__init__(box=BoxConstraints(width=width, height=height))
        self._look = look
        self._lines = lines
        self._whole = _Rectangle(0, 0, width, height)

    def render(self) -> bytes:
        """The content stream; SigningProblem when the picture or the text does not fit."""
        picture_place, text_place = self._places()
        parts: list[bytes] = []
        if self._look.picture_png is not None:
            parts.append(self._draw_picture(self._look.picture_png, picture_place))
        if self._lines:
            parts.append(self._draw_text(text_place))
        return b" ".join(parts)

    def _places(self) -> tuple[_Rectangle, _Rectangle]:
        """Where the picture and the text go: side by side if there is room, else text below."""
        whole = self._whole
        if self._look.picture_png is None or not self._lines:
            return whole, whole
        beside = whole.width - whole.height
        if beside >= _SIDE_TEXT_POINTS_MIN:
            return (
                _Rectangle(beside, 0, whole.height, whole.height),
                _Rectangle(0, 0, beside, whole.height),
            )
        below = whole.height * _UNDER_SHARE
        return (
            _Rectangle(0, below, whole.width, whole.height - below),
            _Rectangle(0, 0, whole.width, below),
        )

    def _draw_picture(self, png: bytes, place: _Rectangle) -> bytes:
        picture = read_picture(png)
        scale = min(place.width / picture.width, place.height / picture.height)
        width, height = picture.width * scale, picture.height * scale
        reference = add_picture(self._ensure_writer, picture)
        self.set_resource(ResourceType.XOBJECT, pdf_name("/Hinh"), reference)
        x = place.x + (place.width - width) / 2
        y = place.y + (place.height - height) / 2
        return b"q %.3f 0 0 %.3f %.3f %.3f cm /Hinh Do Q" % (width, height, x, y)

    def _draw_text(self, place: _Rectangle) -> bytes:
        lettering = Lettering(self._ensure_writer, signing_font("regular"))
        size, rows = _fit(lettering, self._lines, place)
        self.set_resource(ResourceType.FONT, pdf_name("/Chu"), lettering.resource())
        leading = size * _LEADING
        top = place.y + (place.height + leading * len(rows)) / 2 - size
        drawn = [
            b"BT /Chu %.3f Tf 0 g %.3f %.3f Td %s ET"
            % (size, place.x + _PADDING_POINTS, top - index * leading, lettering.operators(row))
            for index, row in enumerate(rows)
        ]
        return b"q " + b" ".join(drawn) + b" Q"


def _fit(
    lettering: Lettering, lines: tuple[str, ...], place: _Rectangle
) -> tuple[float, list[str]]:
    """The largest size at which the wrapped lines fit, and the rows."""
    too_long = [line for line in lines if len(line) > TEXT_LINE_CHARACTERS_MAX]
    width = place.width - 2 * _PADDING_POINTS
    for size in () if too_long else _SIZES_POINTS:
        rows = [row for line in lines for row in _wrap(lettering, line, size, width)]
        fits = all(lettering.width_points(row, size) <= width for row in rows)
        if fits and len(rows) * size * _LEADING <= place.height:
            return size, rows
    raise SigningProblem(
        "SIGN_TEXT_TOO_WIDE",
        " / ".join(lines)[:TEXT_LINE_CHARACTERS_MAX],
        "Rút gọn nhãn, cơ quan trong phần mẫu chữ ký, rồi ký lại.",
    )


def _wrap(lettering: Lettering, line: str, size: float, width: float) -> list[str]:
    rows = [""]
    for word in line.split():
        longer = f"{rows[-1]} {word}".strip()
        if not rows[-1] or lettering.width_points(longer, size) <= width:
            rows[-1] = longer
        else:
            rows.append(word)
    return rows
