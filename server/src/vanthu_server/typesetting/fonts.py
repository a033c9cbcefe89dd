"""The font of documents: Tinos, in the metrics of Times New Roman (NĐ 30/2020 Phụ lục I).

Rules:
1. Signed content is set in no other font, and no font of the system is ever looked for.
2. `tools/fonts.py` makes the files and lists in manifest.json which letters they cover.
3. Typst takes the 2048-unit files, pyHanko the copies scaled to 1000 units (its text engine
   leaves the widths of others unscaled).
"""

from functools import cache
from pathlib import Path
from typing import Final, Literal

import msgspec

from .errors import FontsMissing, LettersMissing

FontStyle = Literal["regular", "bold", "italic", "bold_italic"]

_FOLDER: Final = Path(__file__).parent / "fonts"
_FACES: Final[dict[FontStyle, str]] = {
    "regular": "Regular",
    "bold": "Bold",
    "italic": "Italic",
    "bold_italic": "BoldItalic",
}
_SHOWN_MAX: Final = 10


class FontManifest(msgspec.Struct, frozen=True):
    """What the fonts are: family, version, the package they are made of, letters as ranges."""

    font: str
    version: str
    package: str
    licence: str
    sha256: dict[str, str]
    letters: tuple[tuple[int, int], ...]

    def covers(self, letter: str) -> bool:
        """Say whether every face has `letter` (one character)."""
        return any(first <= ord(letter) <= last for first, last in self.letters)


def font_folder() -> Path:
    """Return the folder with Tinos for Typst.

    Raises FontsMissing when the fonts were not built.
    """
    font_manifest()
    return _FOLDER


def signing_font(style: FontStyle = "regular") -> Path:
    """Return the 1000-unit TTF of that style, for appearances made by pyHanko.

    Raises FontsMissing when the fonts were not built.
    """
    return _present(_FOLDER / "signing" / f"Tinos1000-{_FACES[style]}.ttf")


@cache
def font_manifest() -> FontManifest:
    """Return what is known of the fonts. Raises FontsMissing when they were not built."""
    for face in _FACES.values():
        _present(_FOLDER / f"Tinos-{face}.ttf")
    written = _present(_FOLDER / "manifest.json").read_bytes()
    return msgspec.json.decode(written, type=FontManifest)


def check_letters(text: str) -> None:
    """Pass when the font has every letter of `text` (line breaks and tabs aside).

    Raises LettersMissing: an empty square in a signed document cannot be mended afterwards.
    """
    manifest = font_manifest()
    missing = sorted({sign for sign in text if sign not in "\n\t" and not manifest.covers(sign)})
    if missing:
        shown = ", ".join(f"“{sign}” (U+{ord(sign):04X})" for sign in missing[:_SHOWN_MAX])
        raise LettersMissing(
            f"Phông chữ của văn bản không có ký tự {shown}.",
            next_step="Hãy xóa hoặc thay các ký tự này rồi lập lại bản PDF.",
        )


def _present(path: Path) -> Path:
    if not path.is_file():
        raise FontsMissing(
            f"Chưa có phông chữ Tinos ({path.name}).",
            next_step="Hãy chạy: python tools/fonts.py; bản cài đặt từ gói wheel đã có sẵn phông.",
        )
    return path
