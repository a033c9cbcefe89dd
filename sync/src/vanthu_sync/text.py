"""Vietnamese text: mended once on entry, folded for search.

Rules:
1. `mend` makes what is stored: NFC (TCVN 6909:2001), the Icelandic Ð/ð that old converters
   leave in place of Đ/đ put right, invisible characters out, runs of spaces folded.
2. `fold` makes what is searched: `mend`, then accents off, đ→d, lower case, and every run of
   anything that is neither letter nor digit becomes one space, so that "45/UBND-NV" and
   "45 ubnd nv" meet.
3. Both are idempotent, and the TypeScript twin in pwa/src/domain/text.ts gives the same
   (sync/vectors/text.json).
"""

import unicodedata

_ICELANDIC_ETH = str.maketrans({"\u00d0": "\u0110", "\u00f0": "\u0111"})
_DJE_TO_D = str.maketrans({"\u0110": "d", "\u0111": "d"})
_KEPT_BREAKS = "\n"


def mend(text: str) -> str:
    """Return `text` as it is stored: NFC, Đ for Ð, no invisible characters, single spaces.

    Line breaks are kept (CR LF becomes LF); leading and trailing space goes. (R-FMT-06)
    """
    joined = text.replace("\r\n", "\n").replace("\r", "\n").translate(_ICELANDIC_ETH)
    normal = unicodedata.normalize("NFC", joined)
    lines = (_single_spaced(line) for line in normal.split(_KEPT_BREAKS))
    return _KEPT_BREAKS.join(lines).strip()


def fold(text: str) -> str:
    """Return the search form of `text`: lower case, without accents, words split by one space."""
    decomposed = unicodedata.normalize("NFD", mend(text).translate(_DJE_TO_D))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char)).lower()
    return " ".join("".join(char if char.isalnum() else " " for char in bare).split())


def _single_spaced(line: str) -> str:
    visible = "".join(
        " " if unicodedata.category(char) == "Zs" or char == "\t" else char
        for char in line
        if char == "\t" or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    return " ".join(visible.split(" ")).strip() if "  " not in visible else " ".join(visible.split())
