"""The slip of a device out of reach: mã tiếp nhận tạm, until the register gives the number.

Rules (PROTOCOL.md, NB11-NB13):
1. A slip is `T-<device>-<counter><check>`, for example "T-07-0012M": the device's code of two
   characters, its counter from 1 (four digits, more only from 10,000 on), and a check character.
   It begins with a letter and holds hyphens, so it never looks like a số đến.
2. The check character is ISO/IEC 7064 MOD 37,36 over device and counter: it finds every single
   wrong character, and of two neighbours that changed places all but one pair in 630.
3. People may type it in lower case, with other hyphens, dots, strokes or spaces or none, and
   with O for 0 and I or L for 1 in device and counter, which hold none of these letters. The
   check character may be any letter and is taken as it stands.
"""

import re
from typing import Final

import msgspec

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DEVICE_CODES: Final = "0123456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Characters of a device's code: no letter that is mistaken for a digit."""

NODE_CODE: Final = "00"
"""The node itself, for slips that wait for the province's number; no device gets this code."""

COUNTER_MAX: Final = 999_999
COUNTER_DIGITS_MIN: Final = 4

_MODULUS: Final = len(ALPHABET)
_BETWEEN: Final = re.compile("[ \t\u00a0\u2010-\u2015\u2212./_-]")
_SLIP: Final = re.compile(r"[Tt]([0-9A-Za-z]{2}[0-9OILoil]{4,6})([0-9A-Za-z])")
_MISREAD: Final = str.maketrans("OIL", "011")


class SlipWrong(ValueError):
    """The text is no slip: not of that form, or its check character does not fit."""


class Slip(msgspec.Struct, frozen=True, kw_only=True):
    """A provisional code: which device, and its how many-th."""

    device: str
    counter: int

    @property
    def text(self) -> str:
        """The slip as it is printed and read out."""
        counter = f"{self.counter:0{COUNTER_DIGITS_MIN}d}"
        return f"T-{self.device}-{counter}{check_character(self.device + counter)}"


def make(device: str, counter: int) -> Slip:
    """Return the slip `counter` of `device`; raises ValueError for what no slip can hold."""
    if len(device) != 2 or not set(device) <= set(DEVICE_CODES):  # noqa: PLR2004 - its length
        raise ValueError(f"no device code: {device}")
    if not 1 <= counter <= COUNTER_MAX:
        raise ValueError(f"a counter is 1 to {COUNTER_MAX}: {counter}")
    return Slip(device=device, counter=counter)


def parse(text: str) -> Slip:
    """Return the slip that a person typed; raises SlipWrong."""
    found = _SLIP.fullmatch(_BETWEEN.sub("", text))
    if found is None:
        raise SlipWrong(text)
    body, check = found.group(1).upper().translate(_MISREAD), found.group(2).upper()
    try:
        slip = make(body[:2], int(body[2:]))
    except ValueError as error:
        raise SlipWrong(text) from error
    if slip.text.replace("-", "") != f"T{body}{check}":
        raise SlipWrong(text)
    return slip


def check_character(text: str) -> str:
    """Return the MOD 37,36 check character of `text` (ISO/IEC 7064, hybrid system)."""
    product = _MODULUS
    for char in text:
        total = (product + ALPHABET.index(char)) % _MODULUS or _MODULUS
        product = total * 2 % (_MODULUS + 1)
    return ALPHABET[(_MODULUS + 1 - product) % _MODULUS]


def device_code(order: int) -> str:
    """Return the code of a node's device, in order from 1; raises ValueError beyond the last."""
    size = len(DEVICE_CODES)
    if not 1 <= order < size * size:
        raise ValueError(f"no code for device {order}")
    return DEVICE_CODES[order // size] + DEVICE_CODES[order % size]
