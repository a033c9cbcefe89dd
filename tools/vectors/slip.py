"""Vectors of slips: mã tiếp nhận tạm (PROTOCOL.md, NB11-NB13)."""

from typing import Any, Final

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUES: Final = {char: place for place, char in enumerate("0123456789" + _LETTERS)}

_SLIPS: Final = (("07", 12), ("01", 1), ("01", 2), ("0A", 153), ("Z9", 9_999), ("01", 10_000))
_SLIPS_LAST: Final = (("10", 123_456), ("ZZ", 999_999))

_DEVICES: Final = ((1, "01"), (7, "07"), (10, "0A"), (18, "0J"), (32, "0Z"), (33, "10"))
_DEVICES_LAST: Final = ((1088, "ZZ"), (0, None), (1089, None), (-1, None))

_NO_SLIPS: Final = (
    ("a counter of nothing", "07", 0),
    ("a counter too high", "07", 1_000_000),
    ("a device of one character", "7", 12),
    ("a device of three characters", "007", 12),
    ("a device with O", "O7", 12),
    ("a device with I", "I7", 12),
    ("a device with L", "L7", 12),
    ("a device in lower case", "0a", 12),
)

_FORMS: Final = (
    ("as it is printed", "T-07-0012{check}"),
    ("without hyphens", "T070012{check}"),
    ("with spaces", " T 07 0012 {check} "),
    ("with a no-break space", "T\u00a007-0012{check}"),
    ("with dashes", "T\u201307\u20140012{check}"),
    ("with a non-breaking hyphen", "T\u201107\u20110012{check}"),
    ("with a minus sign", "T\u221207\u22120012{check}"),
    ("with dots", "T.07.0012.{check}"),
    ("with strokes", "T/07/0012{check}"),
    ("in lower case", "t-07-0012{lower}"),
    ("with O for 0", "T-O7-OO12{check}"),
    ("with a small o for 0", "t-o7-oo12{lower}"),
    ("with I for 1", "T-07-00I2{check}"),
    ("with L for 1", "T-07-00L2{check}"),
    ("with a small l for 1", "T-07-00l2{check}"),
)

_WRONG: Final = (
    ("nothing", ""),
    ("a số đến", "153"),
    ("without the T", "07-0012{check}"),
    ("another first letter", "P-07-0012{check}"),
    ("without the check character", "T-07-0012"),
    ("a wrong digit", "T-07-0013{check}"),
    ("digits that changed places", "T-07-0021{check}"),
    ("another device", "T-08-0012{check}"),
    ("a wrong check character", "T-07-0012{other}"),
    ("a digit less", "T-07-012{check}"),
    ("a zero more", "T-07-00012{longer}"),
    ("a counter of nothing", "T-07-0000{none}"),
    ("seven digits", "T-07-1234567A"),
    ("a letter in the counter", "T-07-00S2{check}"),
    ("another sign between", "T+07+0012{check}"),
    ("two lines", "T-07-0012{check}\nT"),
    ("digits of another script", "T-07-\u0660\u0660\u0661\u0662{check}"),
    ("letters that only look like these", "\u0422-07-0012{check}"),
    ("a dotless small i, whose capital is I", "T-07-00\u01312{check}"),
    ("full-width letters", "\uff34-07-0012{check}"),
)


def make() -> dict[str, Any]:
    """Return the content of slip.json."""
    marks = {
        "check": _check("070012"),
        "lower": _check("070012").lower(),
        "other": "A" if _check("070012") != "A" else "B",
        "longer": _check("0700012"),
        "none": _check("070000"),
    }
    return {
        "about": "NB11-NB13. checks: check characters, the first from the standard's field "
        "(a GRid). slips: device and counter, and the slip as printed. no_slips: what no slip "
        "holds. devices: the order of a node's devices and their codes, null where there is "
        "none. typed: what people type for device 07, counter 12; ok false is refused.",
        "checks": [
            {"text": text, "check": check}
            for text, check in (("A12425GABC1234002", "M"), ("070012", marks["check"]))
        ],
        "slips": [
            {"device": device, "counter": counter, "text": _slip(device, counter)}
            for device, counter in (*_SLIPS, *_SLIPS_LAST)
        ],
        "no_slips": [
            {"why": why, "device": device, "counter": counter} for why, device, counter in _NO_SLIPS
        ],
        "devices": [{"order": order, "code": code} for order, code in (*_DEVICES, *_DEVICES_LAST)],
        "typed": [
            {"why": why, "text": form.format(**marks), "ok": ok}
            for ok, forms in ((True, _FORMS), (False, _WRONG))
            for why, form in forms
        ],
    }


def _slip(device: str, counter: int) -> str:
    digits = str(counter).zfill(4)
    return f"T-{device}-{digits}{_check(device + digits)}"


def _check(text: str) -> str:
    """Return the one character that makes the sum come out at 1 (ISO/IEC 7064, 8.2)."""
    (found,) = [char for char in _VALUES if _sum(text + char) == 1]
    return found


def _sum(text: str) -> int:
    """Return the sum modulo 36 of a text with its check character; 1 where it fits."""
    carried = 36
    for char in text[:-1]:
        total = (carried + _VALUES[char]) % 36
        carried = 2 * (total or 36) % 37
    return (carried + _VALUES[text[-1]]) % 36
