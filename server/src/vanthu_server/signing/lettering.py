"""Text set by pyHanko with the signing font: measured, and refused when a letter is missing.

The font must have 1000 units per em: pyHanko leaves the widths of 2048-unit fonts unscaled, and
the doubly spaced text would still validate. No /ActualText is written: what a reader copies or
searches comes from the glyphs that are shown.
"""

import io
import unicodedata
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.font.opentype import GlyphAccumulator
from pyhanko.pdf_utils.writer import BasePdfFileWriter

from vanthu_server.signing.problem import SigningProblem

_UNITS_PER_EM = 1000


class Lettering:
    """One font in one file being written: shapes NFC text and knows its width in points."""

    def __init__(self, writer: BasePdfFileWriter, font: Path) -> None:
        data, self._letters = _load(font)
        self._engine = GlyphAccumulator(writer, io.BytesIO(data), font_size=10)

    def width_points(self, text: str, size_points: float) -> float:
        """The advance of `text`; SigningProblem SIGN_TEXT_UNKNOWN_LETTER if a letter is absent."""
        return float(self._engine.shape(self._checked(text)).x_advance) * size_points

    def operators(self, text: str) -> bytes:
        """The content stream operators that show `text` at the current text position."""
        shaped = self._engine.shape(self._checked(text), with_actual_text=False)
        return bytes(shaped.graphics_ops)

    def resource(self) -> generic.PdfObject:
        """The font's resource object, written when the file is."""
        return self._engine.as_resource()

    def _checked(self, text: str) -> str:
        composed = unicodedata.normalize("NFC", text)
        unknown = sorted({letter for letter in composed if ord(letter) not in self._letters})
        if unknown:
            detail = ", ".join(f"U+{ord(letter):04X}" for letter in unknown)
            raise SigningProblem(
                "SIGN_TEXT_UNKNOWN_LETTER", detail, "Sửa lại chữ: chỉ dùng chữ Việt và dấu câu."
            )
        return composed


@lru_cache(maxsize=4)
def _load(font: Path) -> tuple[bytes, frozenset[int]]:
    data = font.read_bytes()
    with TTFont(io.BytesIO(data)) as opened:
        assert opened["head"].unitsPerEm == _UNITS_PER_EM, f"{font} is not scaled to 1000 units"
        return data, frozenset(opened.getBestCmap())
