"""A file that we signed is verified before it enters the journal."""

from datetime import datetime
from pathlib import Path

from vanthu_server.verification.trust import TrustProblem, TrustStore, load_trust
from vanthu_server.verification.verify import verify_pdf
from vanthu_sync.errors import Refused


def require_not_invalid(content: bytes, *, trust: Path, at: datetime) -> None:
    """Raise Refused(SIGNING_FAILED) if any signature of `content` is invalid.

    Undetermined passes: offline there may be no fresh list of revocations, and the receiver
    checks again.
    """
    report = verify_pdf(content, trusted(trust), at=at)
    if report.state == "invalid":
        reasons = [reason.text for row in report.signatures for reason in row.reasons]
        raise Refused("SIGNING_FAILED", detail="; ".join(reasons))


def trusted(folder: Path) -> TrustStore:
    """Return what the trust folder holds; raises Refused(SIGNING_FAILED) naming a broken file."""
    try:
        return load_trust(folder)
    except TrustProblem as problem:
        raise Refused("SIGNING_FAILED", detail=str(problem)) from problem
