"""Vectors of mending and folding (PROTOCOL.md, TX1-TX4).

Each row is written and checked by hand: why it is here, input, what is stored (None: the
input itself), what is searched. No row holds a character newer than Unicode 12, which the
oldest supported browser knows.
"""

# ruff: noqa: RUF001 - letters that look alike are the matter of this file

from typing import Any, Final

_Row = tuple[str, str, str | None, str]

_LETTERS: Final[tuple[_Row, ...]] = (
    ("plain", "Ủy ban nhân dân xã Đông Hòa", None, "uy ban nhan dan xa dong hoa"),
    (
        "the older place of the tone stays",
        "Uỷ ban nhân dân xã Hoà An",
        None,
        "uy ban nhan dan xa hoa an",
    ),
    (
        "every small vowel with every tone",
        "àáảãạ ăằắẳẵặ âầấẩẫậ èéẻẽẹ êềếểễệ ìíỉĩị òóỏõọ ôồốổỗộ ơờớởỡợ ùúủũụ ưừứửữự ỳýỷỹỵ đ",
        None,
        "aaaaa aaaaaa aaaaaa eeeee eeeeee iiiii ooooo oooooo oooooo uuuuu uuuuuu yyyyy d",
    ),
    (
        "every capital vowel with every tone",
        "ÀÁẢÃẠ ĂẰẮẲẴẶ ÂẦẤẨẪẬ ÈÉẺẼẸ ÊỀẾỂỄỆ ÌÍỈĨỊ ÒÓỎÕỌ ÔỒỐỔỖỘ ƠỜỚỞỠỢ ÙÚỦŨỤ ƯỪỨỬỮỰ ỲÝỶỸỴ Đ",
        None,
        "aaaaa aaaaaa aaaaaa eeeee eeeeee iiiii ooooo oooooo oooooo uuuuu uuuuuu yyyyy d",
    ),
    ("capitals", "ĐỒNG THÁP", None, "dong thap"),
    ("names of the highlands", "Đắk Lắk, Ê-đê, H'Mông, K’Ho", None, "dak lak e de h mong k ho"),
    ("digits", "Số 153 ngày 08/04/2026", None, "so 153 ngay 08 04 2026"),
)

_COMPOSITION: Final[tuple[_Row, ...]] = (
    ("decomposed", "Uy\u0309 ban nha\u0302n da\u0302n", "Uỷ ban nhân dân", "uy ban nhan dan"),
    ("dot below before circumflex", "Vie\u0323\u0302t", "Việt", "viet"),
    ("circumflex before dot below", "Vie\u0302\u0323t", "Việt", "viet"),
    (
        "half composed, as Windows-1258 writes",
        "Ti\u00ea\u0301ng Vi\u00ea\u0323t",
        "Tiếng Việt",
        "tieng viet",
    ),
    ("half composed the other way", "Vi\u1eb9\u0302t", "Việt", "viet"),
    ("decomposed capitals after Đ", "\u0110O\u0302\u0300NG", "ĐỒNG", "dong"),
    ("horn and tone", "nu\u031bo\u031b\u0301c", "nước", "nuoc"),
    ("composed horn, loose tone", "n\u01b0\u01a1\u0301c", "nước", "nuoc"),
    ("horn and dot below, capital", "TRU\u031b\u0323C", "TRỰC", "truc"),
    ("breve and tone", "Da\u0306\u0301k La\u0306\u0301k", "Dắk Lắk", "dak lak"),
    ("the deprecated tone marks", "Hoa\u0340 bi\u0300nh, ca\u0341", "Hoà bình, cá", "hoa binh ca"),
    ("a tone that has no composed form stays loose", "đ\u0301", None, "d"),
    ("a loose accent at the start stays", "\u0301a", None, "a"),
    ("Kelvin and Ångström signs become letters", "\u212a \u212b", "K \u00c5", "k a"),
)

_ETH: Final[tuple[_Row, ...]] = (
    ("Icelandic capital eth for Đ", "\u00d0ỒNG THÁP", "ĐỒNG THÁP", "dong thap"),
    ("Icelandic small eth for đ", "\u00f0ơn vị", "đơn vị", "don vi"),
    ("eth in a symbol", "45/Q\u00d0-UBND", "45/QĐ-UBND", "45 qd ubnd"),
    (
        "both kinds in one text",
        "\u00d0ề nghị Đảng ủy \u00f0ôn đốc",
        "Đề nghị Đảng ủy đôn đốc",
        "de nghi dang uy don doc",
    ),
    ("eth in decomposed text", "\u00d0o\u0302\u0300ng", "Đồng", "dong"),
)

_SPACES: Final[tuple[_Row, ...]] = (
    ("no-break space", "Số\u00a0153", "Số 153", "so 153"),
    ("narrow no-break space", "1\u202f000", "1 000", "1 000"),
    ("thin space", "xã\u2009An", "xã An", "xa an"),
    ("en quad, which NFC changes", "xã\u2000An", "xã An", "xa an"),
    ("ideographic space", "xã\u3000An", "xã An", "xa an"),
    ("tab", "Số\tký hiệu", "Số ký hiệu", "so ky hieu"),
    ("runs of spaces", "Về   việc  họp", "Về việc họp", "ve viec hop"),
    ("a run of different spaces", "Về \u00a0\t\u2003việc", "Về việc", "ve viec"),
    ("spaces around", "  \u00a0Về việc họp \t ", "Về việc họp", "ve viec hop"),
    ("nothing", "", "", ""),
    ("only spaces", " \u00a0\t\n ", "", ""),
)

_LINES: Final[tuple[_Row, ...]] = (
    ("line feed stays", "Dòng một\nDòng hai", None, "dong mot dong hai"),
    (
        "carriage return and line feed",
        "Dòng một\r\nDòng hai",
        "Dòng một\nDòng hai",
        "dong mot dong hai",
    ),
    ("carriage return", "Dòng một\rDòng hai", "Dòng một\nDòng hai", "dong mot dong hai"),
    (
        "vertical tab, as word processors copy it",
        "Dòng một\vDòng hai",
        "Dòng một\nDòng hai",
        "dong mot dong hai",
    ),
    ("form feed", "Trang một\fTrang hai", "Trang một\nTrang hai", "trang mot trang hai"),
    ("next line", "Dòng một\u0085Dòng hai", "Dòng một\nDòng hai", "dong mot dong hai"),
    ("line and paragraph separator", "Một\u2028Hai\u2029Ba", "Một\nHai\nBa", "mot hai ba"),
    ("an empty line stays", "Kính gửi:\n\nNội dung", None, "kinh gui noi dung"),
    ("spaces at the ends of lines", "Một  \n  Hai", "Một\nHai", "mot hai"),
    ("line ends around", "\n\nMột\n\n", "Một", "mot"),
)

_INVISIBLE: Final[tuple[_Row, ...]] = (
    ("zero-width space", "Kế\u200b hoạch", "Kế hoạch", "ke hoach"),
    ("zero-width joiner and non-joiner", "Kế\u200d ho\u200cạch", "Kế hoạch", "ke hoach"),
    ("zero-width space between letter and accent", "ke\u200b\u0302\u200b\u0301", "kế", "ke"),
    ("byte order mark", "\ufeffTờ trình", "Tờ trình", "to trinh"),
    ("soft hyphen", "Quyết định phê\u00ad duyệt", "Quyết định phê duyệt", "quyet dinh phe duyet"),
    ("direction marks", "\u202eTB\u202c-\u200eUBND\u200f", "TB-UBND", "tb ubnd"),
    ("word joiner", "Báo\u2060 cáo", "Báo cáo", "bao cao"),
    ("null and bell", "Báo\u0000 cáo\u0007", "Báo cáo", "bao cao"),
    ("escape, unit separator, delete", "a\u001bb\u001fc\u007fd", "abcd", "abcd"),
    ("an invisible character between two spaces", "Báo \u200b cáo", "Báo cáo", "bao cao"),
    ("private use, as symbol fonts leave it", "\uf0b7 Mục 1", "Mục 1", "muc 1"),
    ("half of a surrogate pair", "a\ud800b", "ab", "ab"),
    ("never a character", "a\uffffb\ufdd0c\U0001fffed", "abcd", "abcd"),
    ("tag characters", "xã\U000e0041 An", "xã An", "xa an"),
    ("only invisible ones", "\u200b\ufeff\u00ad", "", ""),
)

_SYMBOLS: Final[tuple[_Row, ...]] = (
    ("symbol of a document", "45/UBND-NV", None, "45 ubnd nv"),
    ("the same as people type it", "45 ubnd nv", None, "45 ubnd nv"),
    ("an old symbol", "1998/CT-TTg", None, "1998 ct ttg"),
    ("non-breaking hyphen", "TB\u2011UBND", None, "tb ubnd"),
    ("dashes", "2020–2025 — 2030", None, "2020 2025 2030"),
    ("quotation marks", "“Toàn dân đoàn kết”", None, "toan dan doan ket"),
    ("underscore, at, dot", "van_thu@xa.gov.vn", None, "van thu xa gov vn"),
    ("amount", "1.234,5 đồng; 100%", None, "1 234 5 dong 100"),
    ("only signs", "--- /// ...", None, ""),
    ("superscript is a digit", "30 m²", None, "30 m²"),
    ("numero sign", "№ 5", None, "5"),
    ("emoji", "Xã 😀 Hòa", None, "xa hoa"),
    ("variation selector stays, and is not searched", "☎\ufe0f 0290", None, "0290"),
    ("enclosing mark", "1\u20dd Mục", None, "1 muc"),
)

_TYPING: Final[tuple[_Row, ...]] = (
    ("Telex left as typed", "Quyeets ddinhj", None, "quyeets ddinhj"),
    ("VNI left as typed", "Quye61t d9i5nh", None, "quye61t d9i5nh"),
    ("Telex half done", "Quyếts đdịnh", None, "quyets ddinh"),
    ("TCVN3 bytes are not guessed", "QuyÕt ®Þnh", None, "quyot þnh"),
)

_ELSEWHERE: Final[tuple[_Row, ...]] = (
    ("dotted capital I", "İzmir", None, "izmir"),
    ("final sigma", "ΟΔΟΣ", None, "οδος"),
    ("sharp s", "Straße", None, "straße"),
    ("ligature stays", "ﬁle", None, "ﬁle"),
    ("Cyrillic", "Йод", None, "иод"),
    ("Chinese", "越南", None, "越南"),
    ("Hangul folds to its parts", "한", None, "\u1112\u1161\u11ab"),
    ("vowel signs that take room are marks too", "हिन्दी", None, "हनद"),
    ("Thai", "ก็", None, "ก"),
    ("full-width digits", "１２３", None, "１２３"),
)


def make() -> dict[str, Any]:
    """Return the content of text.json."""
    groups = (
        *(_LETTERS, _COMPOSITION, _ETH, _SPACES),
        *(_LINES, _INVISIBLE, _SYMBOLS, _TYPING, _ELSEWHERE),
    )
    return {
        "about": "TX1-TX4, written by hand. input: as it comes in. mended: as it is stored. "
        "folded: as it is searched. Mending what is mended, and folding what is folded, "
        "changes nothing.",
        "cases": [_case(row) for group in groups for row in group],
    }


def _case(row: _Row) -> dict[str, str]:
    why, given, mended, folded = row
    return {
        "why": why,
        "input": given,
        "mended": given if mended is None else mended,
        "folded": folded,
    }
