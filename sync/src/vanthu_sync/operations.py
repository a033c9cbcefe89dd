"""Operation ids: a lost reply asked again gives the same answer, never a second number.

Rules (PROTOCOL.md, SE1-SE3, SE5):
1. An operation id is OPERATION_ID_HEX lower-case hex digits, made by the device before it
   sends for the first time and kept until it has the answer.
2. The node keeps id and fingerprint in the header of the command's first event, so in the same
   transaction as what the command did; the answer can be made again from that event.
3. The same id with the same fingerprint gets the same answer; with another fingerprint it is
   refused (OP_REUSED) and nothing happens.
"""

import hashlib
import re
from typing import Final, Literal

import msgspec

from vanthu_sync import canonical, limits

_OPERATION_ID: Final = re.compile(rf"[0-9a-f]{{{limits.OPERATION_ID_HEX}}}")

FINGERPRINT_KEY: Final = "print"
"""The key of a body that holds its command's fingerprint; no body type has a field of this name."""

Standing = Literal["new", "repeated", "reused"]


def is_operation_id(text: str) -> bool:
    """Tell whether `text` has the form of an operation id."""
    return _OPERATION_ID.fullmatch(text) is not None


def fingerprint(*, kind: str, organ: str, actor: str, payload: bytes) -> str:
    """Return FINGERPRINT_HEX hex digits that say whether two commands wish the same.

    `payload` is JSON; key order and spaces do not count. Raises NotCanonical.
    """
    try:
        content: canonical.Value = msgspec.json.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise canonical.NotCanonical(str(error)) from error
    value: dict[str, canonical.Value] = {
        "kind": kind,
        "organ": organ,
        "actor": actor,
        "payload": content,
    }
    return hashlib.sha256(canonical.encode(value)).hexdigest()[: limits.FINGERPRINT_HEX]


def marked(body: dict[str, canonical.Value], fingerprint: str) -> dict[str, canonical.Value]:
    """Return `body` with the command's fingerprint, as the journal keeps it.

    It stands in the body, not in the header: a Gỡ nội dung takes it along, so that nobody can
    confirm a guessed text by it.
    """
    return {**body, FINGERPRINT_KEY: fingerprint} if fingerprint else body


def mark_of(body: dict[str, canonical.Value]) -> str:
    """Return the fingerprint that `marked` put into a body, "" where there is none."""
    return str(body.get(FINGERPRINT_KEY, ""))


def standing(*, known: str | None, asked: str) -> Standing:
    """Compare the fingerprint `asked` with the one `known` for the same operation id."""
    if known is None:
        return "new"
    return "repeated" if known == asked else "reused"
