"""What a regulation asks of a document's signatures, beyond their being valid.

A shortfall is "chưa kiểm tra được", not "không hợp lệ": the signatures that are there hold.
"""

from msgspec.structs import replace

from vanthu_server.policy.policy import Policy
from vanthu_server.policy.values import RequiredSignatures, Timestamp
from vanthu_server.verification.reason import Reason, gravest, reason
from vanthu_server.verification.report import STATE_NAMES, Role, VerificationReport

_REQUIRED_ROLES: dict[RequiredSignatures, tuple[Role, ...]] = {
    RequiredSignatures.PERSON_ORGAN: ("person", "organ"),
    RequiredSignatures.PERSON_ORGAN_INITIALS: ("person", "organ"),
    RequiredSignatures.ORGAN_IF_CERTIFIED: (),
}
_ROLE_NAMES: dict[Role, str] = {"person": "cá nhân", "organ": "cơ quan"}


def apply_policy(report: VerificationReport, policy: Policy) -> VerificationReport:
    """Return the report with the policy's own findings (R-SIG-03, R-SIG-14)."""
    if report.state == "none":
        return report
    found = (*_missing_roles(report, policy), *_missing_timestamps(report, policy))
    if not found:
        return report
    severity = gravest((*found, *_all_reasons(report)))
    assert severity != "notice"
    return replace(
        report,
        state=severity,
        state_name=STATE_NAMES[severity],
        reasons=(*report.reasons, *found),
    )


def _missing_roles(report: VerificationReport, policy: Policy) -> list[Reason]:
    present = {row.role for row in report.signatures}
    return [
        reason("POLICY_SIGNATURE_MISSING", _ROLE_NAMES[role])
        for role in _REQUIRED_ROLES[policy.sign.required]
        if role not in present
    ]


def _missing_timestamps(report: VerificationReport, policy: Policy) -> list[Reason]:
    if policy.sign.timestamp != Timestamp.REQUIRED_TSA:
        return []
    return [
        reason("POLICY_TIMESTAMP_MISSING", row.field)
        for row in report.signatures
        if row.timestamp is None
    ]


def _all_reasons(report: VerificationReport) -> tuple[Reason, ...]:
    return report.reasons + tuple(item for row in report.signatures for item in row.reasons)
