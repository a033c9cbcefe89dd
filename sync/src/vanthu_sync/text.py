"""Vietnamese text: mended once on entry, folded for search.

Rules (PROTOCOL.md, TX):
1. `mend` makes what is stored: NFC (TCVN 6909:2001), the Icelandic Ð/ð that old converters
   leave in place of Đ/đ put right, invisible characters out, runs of spaces folded, every kind
   of line end one LF. NFC comes last: an invisible character may stand between letter and accent.
2. `fold` makes what is searched: `mend`, then accents off, đ→d, lower case, and every run of
   anything that is neither letter nor digit becomes one space, so that "45/UBND-NV" and
   "45 ubnd nv" meet.
3. Both are idempotent, and the TypeScript twin in pwa/src/domain/text.ts gives the same
   (sync/vectors/text.json).
4. A character that this Unicode version does not know yet is kept: it is text to somebody.
"""

import re
import unicodedata
from typing import Final

_LINE_ENDS: Final = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_ICELANDIC_ETH: Final = str.maketrans({"\u00d0": "\u0110", "\u00f0": "\u0111"})
_DJE_TO_D: Final = str.maketrans({"\u0110": "d", "\u0111": "d"})
_ACCENTS: Final = re.compile("[\u0300-\u036f]+")
"""All that Vietnamese stands on; what else is a mark is looked up."""
_NO_WORD: Final = re.compile(r"[\W_]+")
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co"})
_NEVER_A_CHARACTER: Final = re.compile(
    "[\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)
"""What Unicode will never give to a character; XML 1.0 refuses some of them."""


def mend(text: str) -> str:
    """Return `text` as it is stored: NFC, Đ for Ð, no invisible characters, single spaces.

    Line breaks are kept as LF; leading and trailing space goes. (R-FMT-06)
    """
    joined = _LINE_ENDS.sub("\n", _NEVER_A_CHARACTER.sub("", text)).translate(_ICELANDIC_ETH)
    shown = joined if joined.isprintable() else "".join(_visible(char) for char in joined)
    normal = unicodedata.normalize("NFC", shown)
    return "\n".join(" ".join(line.split()) for line in normal.split("\n")).strip()


def fold(text: str) -> str:
    """Return the search form of `text`: lower case, without accents, words split by one space."""
    decomposed = unicodedata.normalize("NFD", mend(text).translate(_DJE_TO_D))
    bare = _ACCENTS.sub("", decomposed)
    if not bare.isascii():
        bare = "".join(char for char in bare if unicodedata.category(char)[0] != "M")
    return _NO_WORD.sub(" ", bare.lower()).strip()


def _visible(char: str) -> str:
    """Return `char` as it is kept: itself, a plain space, or nothing."""
    category = unicodedata.category(char)
    if char == "\n":
        return char
    if char == "\t" or category == "Zs":
        return " "
    return "" if category in _INVISIBLE else char
