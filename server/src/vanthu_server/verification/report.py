from typing import Final, Literal

import msgspec

from vanthu_server.verification.reason import Reason

State = Literal["valid", "valid_with_additions", "invalid", "undetermined", "none"]
Verdict = Literal["valid", "invalid", "undetermined"]
Role = Literal["person", "organ"]

STATE_NAMES: Final[dict[State, str]] = {
    "valid": "hợp lệ",
    "valid_with_additions": "hợp lệ, có nội dung thêm sau chữ ký cá nhân",
    "invalid": "không hợp lệ",
    "undetermined": "chưa kiểm tra được",
    "none": "không có chữ ký",
}


class SignatureRow(msgspec.Struct, frozen=True, kw_only=True):
    """One signature as people see it; times as ISO 8601, the serial as lower-case hex.

    `coverage` and `modification` are pyHanko's names (ENTIRE_FILE…, NONE, LTA_UPDATES,
    FORM_FILLING, ANNOTATIONS, OTHER); `role` is None where nothing tells it.
    """

    field: str
    signer_name: str = ""
    organisation: str = ""
    serial: str = ""
    role: Role | None = None
    certificate_from: str | None = None
    certificate_to: str | None = None
    signing_time: str | None = None
    timestamp: str | None = None
    intact: bool = False
    coverage: str = "UNCLEAR"
    modification: str = "OTHER"
    signed_bytes: int = 0
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()


class VerificationReport(msgspec.Struct, frozen=True, kw_only=True):
    """The document's state, its signatures in the order they were made, and its own reasons."""

    state: State
    state_name: str
    checked_at: str
    signatures: tuple[SignatureRow, ...] = ()
    reasons: tuple[Reason, ...] = ()


def undetermined(checked_at: str, why: Reason) -> VerificationReport:
    """Return the report of a check that could not be made, with its cause."""
    return VerificationReport(
        state="undetermined",
        state_name=STATE_NAMES["undetermined"],
        checked_at=checked_at,
        reasons=(why,),
    )
